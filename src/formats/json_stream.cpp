#include "portolan/formats/json_stream.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "json_cursor.hpp"
#include "message_text.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/file_kind.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kMaxEnvelopeMembers = 1'000;
constexpr std::size_t kPieceBytes = std::size_t{256} << 10U;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// A window onto the source that always holds the value in work, and knows its line.
class JsonWindow {
 public:
  JsonWindow(ByteSource& source, const JsonStreamOptions& options)
      : source_(source), options_(options) {
    refill();
    if (rest().starts_with("\xEF\xBB\xBF")) {
      position_ = 3;
    }
    const FileKind kind = kind_of_bytes(rest().substr(0, 4096));
    if (kind == FileKind::kHtml || kind == FileKind::kXml) {
      throw bad_data("{}: expected JSON, got {}", source.name(), to_string(kind))
          .with_hint("the server may have answered with an error page, often for a wrong key");
    }
    if (is_at_end()) {
      throw bad_data("{}: expected JSON, got an empty file", source.name())
          .with_hint("the server may have had nothing to answer; ask again for fewer filters");
    }
  }

  [[nodiscard]] std::int64_t line() const { return line_; }
  // Counts the line ends of a value that was taken.
  void add_lines(std::string_view value) { line_ += std::ranges::count(value, '\n'); }

  // Skips blanks; returns the next character without taking it, '\0' at the end.
  char peek() {
    for (;;) {
      for (; position_ < buffer_.size(); ++position_) {
        const char c = buffer_[position_];
        if (!is_blank(c)) {
          return c;
        }
        line_ += c == '\n' ? 1 : 0;
      }
      if (!refill()) {
        return '\0';
      }
    }
  }

  bool is_at_end() { return peek() == '\0' && rest().empty(); }

  bool take_if(char expected) {
    if (peek() != expected || position_ == buffer_.size()) {
      return false;
    }
    ++position_;
    return true;
  }

  void take(char expected, std::string_view what) {
    if (!take_if(expected)) {
      throw unexpected(what);
    }
  }

  // Takes the next value and returns its text, valid until the next call. It may still be no JSON
  // inside: only brackets, strings and line ends were looked at.
  std::string_view take_value();

  [[nodiscard]] Error unexpected(std::string_view what) const {
    const bool is_cut = rest().empty();
    const Error error = bad_data(
        "{}:{}: expected {}, got {}", source_.name(), line_, what, shown_start(rest().substr(0, 64))
    );
    return is_cut ? error.with_hint("the file was cut off; download or copy it again") : error;
  }

 private:
  [[nodiscard]] std::string_view rest() const {
    return std::string_view(buffer_).substr(position_);
  }

  // Drops what was taken and appends a piece of the source; tells whether there was any.
  bool refill() {
    buffer_.erase(0, position_);
    position_ = 0;
    const std::size_t size = buffer_.size();
    buffer_.resize(size + kPieceBytes);
    const std::size_t added = read_fully(source_, std::span(buffer_).subspan(size));
    buffer_.resize(size + added);
    return added > 0;
  }

  ByteSource& source_;
  const JsonStreamOptions& options_;
  std::string buffer_;
  std::size_t position_ = 0;
  std::int64_t line_ = 1;
};

// Finds where a value ends whose text comes in pieces.
class ValueEnd {
 public:
  // Goes over the next character; tells whether the value ended before or with it.
  enum class Step : std::uint8_t { kWithin, kEndsWith, kEndsBefore };

  Step step(char c) {
    if (is_escaped_) {
      is_escaped_ = false;
      return Step::kWithin;
    }
    if (is_string_) {
      is_escaped_ = c == '\\';
      is_string_ = c != '"';
      return is_string_ || depth_ > 0 ? Step::kWithin : Step::kEndsWith;
    }
    switch (c) {
      case '"':
        is_string_ = true;
        return Step::kWithin;
      case '{':
      case '[':
        ++depth_;
        return Step::kWithin;
      case '}':
      case ']':
        if (depth_ == 0) {
          return Step::kEndsBefore;
        }
        --depth_;
        return depth_ == 0 ? Step::kEndsWith : Step::kWithin;
      case ',':
      case ':':
        return depth_ == 0 ? Step::kEndsBefore : Step::kWithin;
      default:
        return depth_ == 0 && is_blank(c) ? Step::kEndsBefore : Step::kWithin;
    }
  }

  [[nodiscard]] bool is_nested() const { return depth_ > 0 || is_string_; }

 private:
  int depth_ = 0;
  bool is_string_ = false;
  bool is_escaped_ = false;
};

std::string_view JsonWindow::take_value() {
  peek();
  ValueEnd end;
  std::size_t size = 0;
  for (;;) {
    for (; position_ + size < buffer_.size(); ++size) {
      const ValueEnd::Step step = end.step(buffer_[position_ + size]);
      if (step == ValueEnd::Step::kWithin) {
        continue;
      }
      size += step == ValueEnd::Step::kEndsWith ? 1U : 0U;
      const std::string_view value = rest().substr(0, size);
      position_ += size;
      return value;
    }
    if (size > options_.max_record_bytes) {
      throw bad_data(
          "{}:{}: expected a record of at most {} bytes, got a longer one",
          source_.name(),
          line_,
          options_.max_record_bytes
      );
    }
    if (!refill()) {
      if (size == 0 || end.is_nested()) {
        position_ = buffer_.size();
        throw unexpected("the rest of the JSON value that begins on this line");
      }
      const std::string_view value = rest();
      position_ = buffer_.size();
      return value;
    }
  }
}

// Splits the text of one record into its fields.
class RecordFields {
 public:
  RecordFields(std::string_view name, const JsonStreamOptions& options)
      : name_(name), max_depth_(options.max_depth) {}

  std::span<const JsonField> read(std::string_view text, std::int64_t line) {
    fields_.clear();
    scratch_.clear();
    scratch_.reserve(text.size());  // views of earlier fields stay valid
    if (!is_utf8(text)) {
      throw bad_data("{}:{}: expected JSON in UTF-8, got another encoding", name_, line);
    }
    JsonCursor cursor(text, name_, line, max_depth_);
    const char open = cursor.peek();
    if (open != '{' && open != '[') {
      throw cursor.unexpected("a record, an object or an array");
    }
    const char close = open == '{' ? '}' : ']';
    cursor.take(open, "a record");
    for (bool is_first = true; !cursor.take_if(close); is_first = false) {
      if (!is_first) {
        cursor.take(',', open == '{' ? "\",\" or \"}\"" : "\",\" or \"]\"");
      }
      std::string_view key;
      if (open == '{') {
        key = cursor.string(scratch_);
        cursor.take(':', "\":\" after a key");
      }
      add_field(cursor, key);
    }
    cursor.expect_end();
    return fields_;
  }

 private:
  void add_field(JsonCursor& cursor, std::string_view key) {
    const char next = cursor.peek();
    if (next == '{' || next == '[') {
      const auto kind = next == '{' ? JsonValue::Kind::kObject : JsonValue::Kind::kArray;
      fields_.push_back({key, kind, cursor.skip_nested(2)});
      return;
    }
    const JsonCursor::Scalar scalar = cursor.scalar(scratch_);
    fields_.push_back({key, scalar.kind, scalar.text});
  }

  std::string_view name_;
  int max_depth_;
  std::vector<JsonField> fields_;
  std::string scratch_;
};

// Reads records in one of the layouts.
class RecordReader {
 public:
  RecordReader(
      ByteSource& source,
      const JsonStreamOptions& options,
      const std::function<void(const JsonRecord&)>& take
  )
      : name_(source.name()),
        options_(options),
        take_(take),
        window_(source, options),
        fields_(name_, options) {}

  JsonStreamResult read() {
    switch (options_.layout) {
      case JsonLayout::kArrayInObject:
        read_object();
        break;
      case JsonLayout::kArray:
        read_array();
        break;
      case JsonLayout::kLines:
        while (!window_.is_at_end()) {
          read_record();
        }
        break;
    }
    if (!window_.is_at_end()) {
      throw window_.unexpected("nothing after the JSON");
    }
    return std::move(result_);
  }

 private:
  void read_record() {
    const char first = window_.peek();
    if (first != '{' && first != '[') {
      throw window_.unexpected("a record, an object or an array");
    }
    const std::int64_t line = window_.line();
    const std::string_view text = window_.take_value();
    const auto fields = fields_.read(text, line);
    take_({.fields = fields, .ordinal = result_.num_records, .line = line});
    ++result_.num_records;
    window_.add_lines(text);
  }

  void read_array() {
    window_.take('[', "an array of records");
    for (bool is_first = true; !window_.take_if(']'); is_first = false) {
      if (!is_first) {
        window_.take(',', "\",\" or \"]\" after a record");
      }
      read_record();
    }
  }

  void read_object() {
    window_.take('{', "an object with an array of records");
    bool has_array = false;
    for (bool is_first = true; !window_.take_if('}'); is_first = false) {
      if (!is_first) {
        window_.take(',', "\",\" or \"}\"");
      }
      const std::string key = *member_value("a key").as_string();
      window_.take(':', "\":\" after a key");
      if (key == options_.array_key && window_.peek() == '[') {
        if (std::exchange(has_array, true)) {
          throw window_.unexpected("one array of records");
        }
        read_array();
        continue;
      }
      if (result_.envelope.members().size() == kMaxEnvelopeMembers) {
        throw window_.unexpected("at most 1,000 members beside the records");
      }
      result_.envelope.set(key, member_value("a value"));
    }
    check_envelope(has_array);
  }

  JsonValue member_value(std::string_view what) {
    if (what == "a key" && window_.peek() != '"') {
      throw window_.unexpected("a key");
    }
    const std::int64_t line = window_.line();
    const std::string_view text = window_.take_value();
    if (!is_utf8(text)) {
      throw bad_data("{}:{}: expected JSON in UTF-8, got another encoding", name_, line);
    }
    JsonCursor cursor(text, name_, line, options_.max_depth);
    JsonValue value = cursor.value();
    cursor.expect_end();
    window_.add_lines(text);
    return value;
  }

  // A reply of a server says in words what went wrong, under one of these keys.
  void check_envelope(bool has_array) const {
    for (const char* key : {"error", "message", "errorMessage"}) {
      const JsonValue* value = result_.envelope.find(key);
      const std::string* text = value == nullptr ? nullptr : value->as_string();
      const bool is_said = text != nullptr && !text->empty();
      if (is_said && (!has_array || std::string_view(key) == "error")) {
        throw bad_data(
            "{}: expected data, got the server's message \"{}\"", name_, shortened(*text)
        )
            .with_hint("the download failed; ask the server again");
      }
    }
    if (!has_array) {
      throw bad_data(
          "{}: expected an array of records under \"{}\", got none", name_, options_.array_key
      );
    }
  }

  std::string name_;
  const JsonStreamOptions& options_;
  const std::function<void(const JsonRecord&)>& take_;
  JsonWindow window_;
  RecordFields fields_;
  JsonStreamResult result_;
};

}  // namespace

const JsonField* JsonRecord::find(std::string_view key) const {
  const auto found = std::ranges::find(fields, key, &JsonField::key);
  return found == fields.end() ? nullptr : &*found;
}

JsonStreamResult read_json_records(
    ByteSource& source,
    const JsonStreamOptions& options,
    const std::function<void(const JsonRecord&)>& take
) {
  return RecordReader(source, options, take).read();
}

JsonLayout detect_json_layout(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) {
    head.remove_prefix(3);
  }
  const std::string_view text = trim(head);
  if (text.starts_with('[')) {
    return JsonLayout::kArray;
  }
  // One object a line: the first line is a whole object and another one follows.
  ValueEnd end;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (end.step(text[i]) == ValueEnd::Step::kEndsWith) {
      return trim(text.substr(i + 1)).starts_with('{') ? JsonLayout::kLines
                                                       : JsonLayout::kArrayInObject;
    }
  }
  return JsonLayout::kArrayInObject;
}

}  // namespace portolan::formats
