#include "portolan/store/journal.hpp"

#include <chrono>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "durable_file.hpp"
#include "portolan/base/error.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/sha256.hpp"

namespace portolan::store {
namespace {

constexpr std::size_t kLargestJournal = std::size_t{1} << 30U;
constexpr auto kPatience = std::chrono::seconds(10);

std::string first_previous() {
  return std::string(64, '0');
}

struct Chain {
  std::vector<JournalEntry> entries;
  /// Where the whole lines end.
  std::size_t whole_bytes = 0;
  /// What stands behind them without a line feed.
  std::string torn;

  [[nodiscard]] std::string head() const {
    return entries.empty() ? first_previous() : entries.back().sha256;
  }
  [[nodiscard]] std::int64_t next_number() const {
    return static_cast<std::int64_t>(entries.size()) + 1;
  }
};

// Throws where the line does not continue the chain.
JournalEntry read_line(std::string_view line, const Chain& chain, const std::string& name) {
  const std::string place = fmt::format("{}:{}", name, chain.next_number());
  const formats::JsonValue value = formats::parse_json(line, place);
  if (value.integer_at("number") != chain.next_number()) {
    throw bad_data(
        "{}: number: expected {}, got {}", place, chain.next_number(), value.integer_at("number")
    );
  }
  if (value.string_at("previous") != chain.head()) {
    throw bad_data(
        "{}: previous: expected \"{}\", got \"{}\"",
        place,
        chain.head(),
        value.string_at("previous")
    );
  }
  const formats::JsonValue* body = value.find("body");
  return {
      .number = chain.next_number(),
      .at = value.string_at("at"),
      .action = value.string_at("action"),
      .body = body == nullptr ? formats::JsonValue() : *body,
      .sha256 = formats::sha256_of(line)};
}

Chain read_chain(const std::filesystem::path& file) {
  Chain chain;
  if (!path_exists(file)) {
    return chain;
  }
  const std::string text = formats::read_file(file, kLargestJournal);
  const std::string name = file.filename().string();
  for (;;) {
    const auto end = text.find('\n', chain.whole_bytes);
    if (end == std::string::npos) {
      chain.torn = text.substr(chain.whole_bytes);
      return chain;
    }
    const auto line = std::string_view(text).substr(chain.whole_bytes, end - chain.whole_bytes);
    chain.entries.push_back(read_line(line, chain, name));
    chain.whole_bytes = end + 1;
  }
}

// A last line that lacks nothing but its line feed is kept.
void repair(const std::filesystem::path& file, Chain& chain) {
  if (chain.torn.empty()) {
    return;
  }
  // An interrupted append leaves text that is no JSON: an expected case, not a failure.
  try {
    JournalEntry entry = read_line(chain.torn, chain, file.filename().string());
    append_durably(file, chain.torn + "\n", static_cast<std::int64_t>(chain.whole_bytes));
    chain.whole_bytes += chain.torn.size() + 1;
    chain.entries.push_back(std::move(entry));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kBadData) {
      throw;
    }
  }
  chain.torn.clear();
}

}  // namespace

JournalEntry
Journal::append(std::string_view action, formats::JsonValue body, std::string_view at) {
  make_folders(file_.parent_path());
  std::filesystem::path lock_file = file_;
  lock_file += ".lock";
  const FileLock lock = FileLock::lock(lock_file, kPatience, "another process writing the journal");
  const bool is_new = !path_exists(file_);
  Chain chain = read_chain(file_);
  repair(file_, chain);
  formats::JsonValue line = formats::JsonValue::object();
  line.set("number", chain.next_number());
  line.set("at", at);
  line.set("action", action);
  line.set("body", std::move(body));
  line.set("previous", chain.head());
  const std::string text = line.dump();
  JournalEntry entry = read_line(text, chain, file_.filename().string());
  append_durably(file_, text + "\n", static_cast<std::int64_t>(chain.whole_bytes));
  if (is_new) {
    sync_folder(file_.parent_path());
  }
  return entry;
}

std::vector<JournalEntry> Journal::entries() const {
  return read_chain(file_).entries;
}

std::optional<std::string> Journal::fault() const {
  // A broken chain is what is asked for here.
  try {
    (void)read_chain(file_);
  } catch (const Error& error) {
    return error.what();
  }
  return std::nullopt;
}

}  // namespace portolan::store
