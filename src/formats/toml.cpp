#include "portolan/formats/toml.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <tuple>
#include <utility>

// A document that nests deeper than this was not written by hand.
#define TOML_MAX_NESTED_VALUES 32
#include <toml++/toml.h>

#include "portolan/base/text.hpp"
#include "portolan/formats/byte_source.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{16} << 20U;

std::string_view kind_name(TomlValue::Kind kind) {
  using enum TomlValue::Kind;
  switch (kind) {
    case kString:
      return "a string";
    case kInteger:
      return "a whole number";
    case kNumber:
      return "a number";
    case kBoolean:
      return "true or false";
    case kDate:
      return "a date";
    case kArray:
      return "an array";
    case kTable:
      return "a table";
  }
  return "a value";
}

// Dotted keys nest tables without bound ("a.a.a.…"), and whoever walks the result needs stack for
// each: a line that holds too long a chain of dots is refused before it is parsed.
void check_dotted_keys(std::string_view text, std::string_view name) {
  constexpr int kMaxDots = 256;
  int line = 1;
  int dots = 0;
  for (const char c : text) {
    if (c == '\n') {
      ++line;
    }
    if (c == '.') {
      if (++dots > kMaxDots) {
        throw bad_data("{}:{}: expected at most {} dots in a key, got more", name, line, kMaxDots);
      }
    } else if (std::string_view("\n,=[]{}#").find(c) != std::string_view::npos) {
      dots = 0;
    }
  }
}

template <typename T>
std::string streamed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

}  // namespace

class TomlBuilder {
 public:
  explicit TomlBuilder(std::string_view file) : file_(file) {}

  TomlValue build(const toml::node& node, std::string path) const {
    TomlValue value;
    value.file_ = file_;
    value.path_ = std::move(path);
    value.line_ = std::max(1, static_cast<int>(node.source().begin.line));
    switch (node.type()) {
      case toml::node_type::table:
        add_members(value, *node.as_table());
        break;
      case toml::node_type::array:
        add_elements(value, *node.as_array());
        break;
      default:
        set_scalar(value, node);
    }
    return value;
  }

 private:
  void add_members(TomlValue& value, const toml::table& table) const {
    value.kind_ = TomlValue::Kind::kTable;
    std::vector<std::tuple<unsigned, unsigned, std::string, const toml::node*>> members;
    for (const auto& [key, node] : table) {
      const toml::source_position place = key.source().begin;
      members.emplace_back(place.line, place.column, std::string(key.str()), &node);
    }
    std::ranges::sort(members);
    for (auto& [line, column, key, node] : members) {
      std::string path = value.path_.empty() ? key : value.path_ + "." + key;
      TomlValue member = build(*node, std::move(path));
      member.line_ = std::max(1, static_cast<int>(line));
      value.members_.push_back({std::move(key), std::move(member)});
    }
  }

  void add_elements(TomlValue& value, const toml::array& array) const {
    value.kind_ = TomlValue::Kind::kArray;
    for (std::size_t i = 0; i < array.size(); ++i) {
      value.elements_.push_back(build(array[i], fmt::format("{}[{}]", value.path_, i)));
    }
  }

  static void set_scalar(TomlValue& value, const toml::node& node) {
    using enum TomlValue::Kind;
    if (const auto* text = node.as_string()) {
      value.kind_ = kString;
      value.text_ = text->get();
    } else if (const auto* whole = node.as_integer()) {
      value.kind_ = kInteger;
      value.scalar_ = whole->get();
      value.text_ = fmt::format("{}", whole->get());
    } else if (const auto* number = node.as_floating_point()) {
      value.kind_ = kNumber;
      value.scalar_ = number->get();
      value.text_ = fmt::format("{}", number->get());
    } else if (const auto* boolean = node.as_boolean()) {
      value.kind_ = kBoolean;
      value.scalar_ = boolean->get();
      value.text_ = boolean->get() ? "true" : "false";
    } else {
      value.kind_ = kDate;
      node.visit([&value](const auto& other) {
        if constexpr (toml::is_chronological<decltype(other)>) {
          value.text_ = streamed(other.get());
        }
      });
    }
  }

  std::string file_;
};

std::string TomlValue::place() const {
  return path_.empty() ? fmt::format("{}:{}", file_, line_)
                       : fmt::format("{}:{}: {}", file_, line_, path_);
}

Error TomlValue::unexpected(std::string_view expected) const {
  const bool is_nested = kind_ == Kind::kArray || kind_ == Kind::kTable;
  const std::string got = is_nested                ? std::string(kind_name(kind_))
                          : kind_ == Kind::kString ? fmt::format("\"{}\"", text_)
                                                   : text_;
  return bad_data("{}: expected {}, got {}", place(), expected, got);
}

const std::string& TomlValue::string() const {
  if (kind_ != Kind::kString) {
    throw unexpected("a string");
  }
  return text_;
}

std::int64_t TomlValue::integer() const {
  const auto* value = std::get_if<std::int64_t>(&scalar_);
  if (value == nullptr) {
    throw unexpected("a whole number");
  }
  return *value;
}

double TomlValue::number() const {
  if (kind_ == Kind::kInteger) {
    return static_cast<double>(integer());
  }
  const auto* value = std::get_if<double>(&scalar_);
  if (value == nullptr) {
    throw unexpected("a number");
  }
  return *value;
}

bool TomlValue::boolean() const {
  const auto* value = std::get_if<bool>(&scalar_);
  if (value == nullptr) {
    throw unexpected("true or false");
  }
  return *value;
}

const std::string& TomlValue::date() const {
  if (kind_ != Kind::kDate) {
    throw unexpected("a date");
  }
  return text_;
}

const std::vector<TomlValue>& TomlValue::elements() const {
  if (kind_ != Kind::kArray) {
    throw unexpected("an array");
  }
  return elements_;
}

const std::vector<TomlMember>& TomlValue::members() const {
  if (kind_ != Kind::kTable) {
    throw unexpected("a table");
  }
  return members_;
}

std::vector<std::string> TomlValue::strings() const {
  std::vector<std::string> texts;
  for (const TomlValue& element : elements()) {
    texts.push_back(element.string());
  }
  return texts;
}

std::string TomlValue::text() const {
  if (kind_ == Kind::kArray || kind_ == Kind::kTable) {
    throw unexpected("a single value");
  }
  return text_;
}

const TomlValue* TomlValue::find(std::string_view key) const {
  const auto& all = members();
  const auto found = std::ranges::find(all, key, &TomlMember::key);
  return found == all.end() ? nullptr : &found->value;
}

const TomlValue& TomlValue::at(std::string_view key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) {
    throw bad_data("{}: expected the key \"{}\", got none", place(), key);
  }
  return *value;
}

void TomlValue::expect_keys(std::span<const std::string> known) const {
  for (const TomlMember& member : members()) {
    if (std::ranges::find(known, member.key) == known.end()) {
      const std::string hint = nearest_hint(member.key, known);
      throw bad_data("{}: expected a known key, got \"{}\"", member.value.place(), member.key)
          .with_hint(hint.empty() ? "known: " + join(known, ", ") : hint);
    }
  }
}

void TomlValue::expect_keys(std::initializer_list<std::string_view> known) const {
  expect_keys(std::vector<std::string>(known.begin(), known.end()));
}

TomlValue parse_toml(std::string_view text, std::string_view name) {
  check_dotted_keys(text, name);
  try {
    const toml::table table = toml::parse(text, name);
    return TomlBuilder(name).build(table, {});
  } catch (const toml::parse_error& error) {  // the library's own type ends at this door
    std::string reason(error.description());
    std::ranges::replace(reason, '\n', ' ');
    const toml::source_position place = error.source().begin;
    throw bad_data(
        "{}:{}:{}: expected TOML, got an error: {}", name, place.line, place.column, reason
    );
  }
}

TomlValue read_toml(const std::filesystem::path& path) {
  return parse_toml(read_file(path, kMaxBytes), path.filename().string());
}

}  // namespace portolan::formats
