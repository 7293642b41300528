#include "json_cursor.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "portolan/base/text.hpp"

namespace portolan::formats {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void append_utf8(std::string& out, unsigned code_point) {
  const auto put = [&out](unsigned byte) {
    out += static_cast<char>(byte);
  };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | code_point >> 6U);
    put(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    put(0xE0U | code_point >> 12U);
    put(0x80U | (code_point >> 6U & 0x3FU));
    put(0x80U | (code_point & 0x3FU));
  } else {
    put(0xF0U | code_point >> 18U);
    put(0x80U | (code_point >> 12U & 0x3FU));
    put(0x80U | (code_point >> 6U & 0x3FU));
    put(0x80U | (code_point & 0x3FU));
  }
}

// Returns how many characters from the front of `text` form a JSON number; 0 if none do.
std::size_t number_size(std::string_view text) {
  std::size_t size = 0;
  const auto has_digit = [&] {
    return size < text.size() && is_digit(text[size]);
  };
  const auto take_digits = [&] {
    const std::size_t begin = size;
    while (has_digit()) {
      ++size;
    }
    return size > begin;
  };
  if (size < text.size() && text[size] == '-') {
    ++size;
  }
  if (size < text.size() && text[size] == '0') {
    ++size;
  } else if (!take_digits()) {
    return 0;
  }
  if (size < text.size() && text[size] == '.') {
    ++size;
    if (!take_digits()) {
      return 0;
    }
  }
  if (size < text.size() && (text[size] == 'e' || text[size] == 'E')) {
    ++size;
    if (size < text.size() && (text[size] == '+' || text[size] == '-')) {
      ++size;
    }
    if (!take_digits()) {
      return 0;
    }
  }
  return size;
}

}  // namespace

bool is_json_number(std::string_view text) {
  return !text.empty() && number_size(text) == text.size();
}

std::string shown_start(std::string_view rest) {
  constexpr std::size_t kShown = 24;
  if (rest.empty()) {
    return "the end of the file";
  }
  std::string shown(rest.substr(0, kShown));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) {
      c = ' ';
    }
  }
  return fmt::format("\"{}{}\"", shown, rest.size() > kShown ? "…" : "");
}

Error JsonCursor::unexpected(std::string_view what) const {
  return bad_data(
      "{}:{}: expected {}, got {}", name_, line_, what, shown_start(text_.substr(position_))
  );
}

char JsonCursor::peek() {
  while (position_ < text_.size()) {
    const char c = text_[position_];
    if (c == '\n') {
      ++line_;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      return c;
    }
    ++position_;
  }
  return '\0';
}

bool JsonCursor::take_if(char expected) {
  if (peek() != expected || position_ >= text_.size()) {
    return false;
  }
  ++position_;
  return true;
}

void JsonCursor::take(char expected, std::string_view what) {
  if (!take_if(expected)) {
    throw unexpected(what);
  }
}

void JsonCursor::expect_end() {
  peek();
  if (position_ < text_.size()) {
    throw unexpected("nothing after the JSON");
  }
}

std::string_view JsonCursor::string(std::string& scratch) {
  take('"', "a string");
  const std::size_t begin = position_;
  const std::size_t scratch_begin = scratch.size();
  bool is_decoded = false;
  while (position_ < text_.size()) {
    const char c = text_[position_];
    if (c == '"') {
      const std::string_view plain = text_.substr(begin, position_ - begin);
      ++position_;
      return is_decoded ? std::string_view(scratch).substr(scratch_begin) : plain;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      throw unexpected("a string without control characters");
    }
    if (c == '\\') {
      if (!is_decoded) {
        is_decoded = true;
        scratch.append(text_.substr(begin, position_ - begin));
      }
      decode_escape(scratch);
      continue;
    }
    if (is_decoded) {
      scratch += c;
    }
    ++position_;
  }
  throw unexpected("the end of a string");
}

void JsonCursor::decode_escape(std::string& out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const char letter = position_ + 1 < text_.size() ? text_[position_ + 1] : '\0';
  if (const std::size_t at = kLetters.find(letter); at != std::string_view::npos) {
    out += kMeanings[at];
    position_ += 2;
    return;
  }
  if (letter != 'u') {
    throw unexpected("an escape such as \\n or \\u00e9");
  }
  const unsigned first = hex4();
  if (first < 0xD800 || first > 0xDFFF) {
    append_utf8(out, first);
    return;
  }
  const bool has_second = text_.substr(position_).starts_with("\\u");
  const unsigned second = has_second && first < 0xDC00 ? hex4() : 0;
  if (second < 0xDC00 || second > 0xDFFF) {
    throw unexpected("both halves of a surrogate pair");
  }
  append_utf8(out, 0x10000 + ((first - 0xD800) << 10U) + (second - 0xDC00));
}

unsigned JsonCursor::hex4() {
  unsigned value = 0;
  const std::string_view digits = text_.substr(position_).substr(0, 6).substr(2);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 4 || error != std::errc{} || end != digits.data() + 4) {
    throw unexpected("four hex digits after \\u");
  }
  position_ += 6;
  return value;
}

std::string_view JsonCursor::number() {
  const std::size_t size = number_size(text_.substr(position_));
  if (size == 0) {
    throw unexpected("a value");
  }
  const std::string_view digits = text_.substr(position_, size);
  position_ += size;
  return digits;
}

void JsonCursor::literal(std::string_view word) {
  if (!text_.substr(position_).starts_with(word)) {
    throw unexpected("a value");
  }
  position_ += word.size();
}

JsonCursor::Scalar JsonCursor::scalar(std::string& scratch) {
  using enum JsonValue::Kind;
  switch (peek()) {
    case '"':
      return {kString, string(scratch)};
    case 't':
      literal("true");
      return {kBoolean, "true"};
    case 'f':
      literal("false");
      return {kBoolean, "false"};
    case 'n':
      literal("null");
      return {kNull, {}};
    default:
      break;
  }
  const std::string_view digits = number();
  const bool is_whole = digits.find_first_of(".eE") == std::string_view::npos;
  return {is_whole && parse_integer(digits) ? kInteger : kNumber, digits};
}

void JsonCursor::check_depth(int depth) const {
  if (depth > max_depth_) {
    throw bad_data(
        "{}:{}: expected JSON nested at most {} deep, got deeper", name_, line_, max_depth_
    );
  }
}

std::string_view JsonCursor::skip_nested(int depth) {
  check_depth(depth);
  std::string scratch;
  const char open = peek();
  const std::size_t begin = position_;
  const char close = open == '{' ? '}' : ']';
  take(open, "an object or an array");
  for (bool is_first = true; !take_if(close); is_first = false) {
    if (!is_first) {
      take(',', close == '}' ? "\",\" or \"}\"" : "\",\" or \"]\"");
    }
    scratch.clear();
    if (open == '{') {
      (void)string(scratch);
      take(':', "\":\" after a key");
    }
    const char next = peek();
    if (next == '{' || next == '[') {
      (void)skip_nested(depth + 1);
    } else {
      (void)scalar(scratch);
    }
  }
  return text_.substr(begin, position_ - begin);
}

JsonValue JsonCursor::value(int depth) {
  std::string scratch;
  const char first = peek();
  if (first != '{' && first != '[') {
    const Scalar found = scalar(scratch);
    switch (found.kind) {
      case JsonValue::Kind::kNull:
        return {};
      case JsonValue::Kind::kBoolean:
        return found.text == "true";
      case JsonValue::Kind::kInteger:
        return *parse_integer(found.text);
      case JsonValue::Kind::kNumber:
        return JsonValue::number(std::string(found.text));
      default:
        return found.text;
    }
  }
  check_depth(depth + 1);
  return first == '{' ? object(depth + 1) : array(depth + 1);
}

JsonValue JsonCursor::array(int depth) {
  take('[', "an array");
  JsonValue result = JsonValue::array();
  for (bool is_first = true; !take_if(']'); is_first = false) {
    if (!is_first) {
      take(',', "\",\" or \"]\"");
    }
    result.push_back(value(depth));
  }
  return result;
}

JsonValue JsonCursor::object(int depth) {
  take('{', "an object");
  std::vector<JsonMember> members;
  std::string scratch;
  for (bool is_first = true; !take_if('}'); is_first = false) {
    if (!is_first) {
      take(',', "\",\" or \"}\"");
    }
    scratch.clear();
    std::string key(string(scratch));
    take(':', "\":\" after a key");
    members.push_back({std::move(key), value(depth)});
  }
  std::vector<std::string_view> keys(members.size());
  std::ranges::transform(members, keys.begin(), &JsonMember::key);
  std::ranges::sort(keys);
  const auto twice = std::ranges::adjacent_find(keys);
  if (twice != keys.end()) {
    throw bad_data("{}:{}: expected each key once, got \"{}\" twice", name_, line_, *twice);
  }
  return JsonValue::object(std::move(members));
}

}  // namespace portolan::formats
