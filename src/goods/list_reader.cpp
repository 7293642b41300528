#include "portolan/goods/list_reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/period.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/goods/hs_correlation.hpp"

namespace portolan::goods {
namespace {

constexpr std::array<std::string_view, 7> kOwnColumns =
    {"code", "tier", "listed_on", "controlled_since", "threshold", "threshold_unit", "note"};

// The columns of the EU file that are needed; the classes beside them are not.
constexpr std::array<std::string_view, 4> kEuColumns = {
    "hs6",
    "sanction_date",
    "sanctioned",
    "category"};

char delimiter_of(std::string_view header) {
  char best = ',';
  for (const char delimiter : {',', ';', '\t', '|'}) {
    if (std::ranges::count(header, delimiter) > std::ranges::count(header, best)) {
      best = delimiter;
    }
  }
  return best;
}

// A day or a month that the calendar has.
bool is_date(std::string_view text) {
  const bool has_form = (text.size() == 7 || text.size() == 10) && text[4] == '-' &&
                        (text.size() == 7 || text[7] == '-');
  if (!has_form || !Period::parse(text.substr(0, 7))) {
    return false;
  }
  if (text.size() == 7) {
    return true;
  }
  const auto day = parse_integer(text.substr(8));
  constexpr std::array<std::int64_t, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto month = static_cast<std::size_t>(Period::parse(text.substr(0, 7))->month());
  return day && *day >= 1 && *day <= kDays.at(month - 1);
}

// One record by the names of its columns; what a record lacks is empty.
class NamedFields {
 public:
  explicit NamedFields(std::span<const std::string_view> header) {
    for (const std::string_view name : header) {
      names_.emplace(to_ascii_lower(trim(name)), names_.size());
    }
  }

  [[nodiscard]] bool has(std::string_view name) const { return names_.contains(name); }

  [[nodiscard]] std::string_view
  get(std::span<const std::string_view> fields, std::string_view name) const {
    const auto position = names_.find(name);
    return position == names_.end() || position->second >= fields.size()
               ? std::string_view()
               : trim(fields[position->second]);
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& [name, position] : names_) {
      names.push_back(name);
    }
    return names;
  }

 private:
  std::map<std::string, std::size_t, std::less<>> names_;
};

bool has_code_or_prefix(HsEdition edition, const HsCode& code) {
  return std::ranges::any_of(hs_correlation().codes(edition), [&](const HsCode& subheading) {
    return code.covers(subheading);
  });
}

class EntryReader {
 public:
  EntryReader(const NamedFields& names, HsEdition edition) : names_(names), edition_(edition) {}

  // Returns the row of a record, or nothing after adding a reject.
  std::optional<ListRow>
  read(const formats::CsvRecord& record, std::int64_t ordinal, std::vector<ListReject>& rejects) {
    rejects_ = &rejects;
    record_ = &record;
    ordinal_ = ordinal;
    if (record.fault != formats::CsvFault::kNone) {
      return reject("", std::string(formats::to_string(record.fault)), "");
    }
    const bool is_eu = names_.has("hs6");
    const auto sanctioned = parse_double(get("sanctioned"));
    const bool is_apart = is_eu && !(sanctioned && *sanctioned > 0.0);
    auto entry = is_apart ? read_apart() : is_eu ? read_eu() : read_own();
    if (!entry) {
      return std::nullopt;
    }
    return ListRow{ordinal, record.line, is_apart, std::move(*entry)};
  }

 private:
  [[nodiscard]] std::string_view get(std::string_view column) const {
    return names_.get(record_->fields, column);
  }

  std::nullopt_t reject(std::string column, std::string reason, std::string_view value) {
    rejects_->push_back(
        {ordinal_, record_->line, std::move(column), std::move(reason), std::string(value)}
    );
    return std::nullopt;
  }

  std::optional<HsCode> read_code(std::string_view column) {
    const std::string_view text = get(column);
    const auto code = HsCode::parse(text);
    if (!code || code->level() == 0 || code->level() > 6) {
      return reject(std::string(column), "expected an HS code of 2, 4 or 6 digits", text);
    }
    if (!has_code_or_prefix(edition_, *code)) {
      return reject(
          std::string(column), fmt::format("expected a code of {}", to_string(edition_)), text
      );
    }
    return code;
  }

  // Returns whether the column is empty or a date.
  bool check_date(std::string_view column) {
    const std::string_view text = get(column);
    if (text.empty() || is_date(text)) {
      return true;
    }
    (void)reject(std::string(column), "expected a date as 2023-05-19 or 2023-05", text);
    return false;
  }

  std::optional<ListEntry> read_own() {
    ListEntry entry;
    const auto code = read_code("code");
    if (!code || !check_date("listed_on") || !check_date("controlled_since")) {
      return std::nullopt;
    }
    entry.code = *code;
    entry.tier = get("tier");
    entry.listed_on = get("listed_on");
    entry.controlled_since = get("controlled_since");
    if (const std::string_view text = get("threshold"); !text.empty()) {
      entry.threshold = Decimal3::parse(text);
      if (!entry.threshold || *entry.threshold <= Decimal3()) {
        return reject("threshold", "expected a positive number", text);
      }
      entry.threshold_unit = get("threshold_unit");
      if (entry.threshold_unit.empty()) {
        return reject(
            "threshold_unit", "expected a currency and what it is counted by (EUR/item)", ""
        );
      }
    }
    entry.note = get("note");
    return checked_once(std::move(entry));
  }

  std::optional<ListEntry> read_apart() {
    const auto code = read_code("hs6");
    if (!code) {
      return std::nullopt;
    }
    ListEntry entry;
    entry.code = *code;
    entry.tier = get("category");
    return checked_once(std::move(entry));
  }

  std::optional<ListEntry> read_eu() {
    const auto code = read_code("hs6");
    if (!code || !check_date("sanction_date")) {
      return std::nullopt;
    }
    const std::string_view date = get("sanction_date");
    if (date.empty()) {
      return reject("sanction_date", "expected a date for a code under measures", date);
    }
    ListEntry entry;
    entry.code = *code;
    entry.tier = get("category");
    entry.listed_on = date;
    entry.controlled_since = date;
    if (const auto exempt = parse_double(get("partially_exempt")); exempt && *exempt > 0.0) {
      entry.note = "partly exempt";
    }
    return checked_once(std::move(entry));
  }

  std::optional<ListEntry> checked_once(ListEntry entry) {
    if (!seen_.emplace(entry.code, entry.tier).second) {
      return reject(
          names_.has("hs6") ? "hs6" : "code", "expected each code once in a tier", entry.code.text()
      );
    }
    return entry;
  }

  const NamedFields& names_;
  HsEdition edition_;
  std::set<std::pair<HsCode, std::string>> seen_;
  const formats::CsvRecord* record_ = nullptr;
  std::int64_t ordinal_ = 0;
  std::vector<ListReject>* rejects_ = nullptr;
};

bool is_eu_layout(const NamedFields& names) {
  return std::ranges::all_of(kEuColumns, [&](std::string_view name) { return names.has(name); });
}

void check_own_layout(const NamedFields& names, const std::string& file) {
  const std::vector<std::string> known(kOwnColumns.begin(), kOwnColumns.end());
  if (!names.has("code")) {
    throw bad_data("{}:1: expected a column \"code\", got {}", file, join(names.names(), ", "))
        .with_hint("columns of a list: " + join(known, ", "));
  }
  for (const std::string& name : names.names()) {
    if (std::ranges::find(known, name) == known.end()) {
      throw bad_data("{}:1: expected columns of a list, got \"{}\"", file, name)
          .with_hint("columns of a list: " + join(known, ", "));
    }
  }
}

// Names stand in `--goods` before "-" and ":", so they hold neither.
void check_name(const std::string& name) {
  const bool has_form =
      !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
  if (!has_form) {
    throw invalid_argument(
        "name: expected small letters, digits and _, a letter first, got \"{}\"", name
    );
  }
  const bool is_taken =
      std::ranges::find(shipped_lists(), name, &GoodsList::name) != shipped_lists().end();
  if (is_taken) {
    throw invalid_argument(
        "name: expected another name than that of a shipped list, got \"{}\"", name
    );
  }
}

std::string latest_date(const GoodsList& list) {
  std::string latest;
  for (const ListEntry& entry : list.entries) {
    latest = std::max({latest, entry.listed_on, entry.controlled_since});
  }
  return latest;
}

void check_version(const std::string& version) {
  if (version.empty() || version.find_first_of(",: \t\n\r/\\") != std::string::npos) {
    throw invalid_argument("version: expected text without blanks and \",:/\", got \"{}\"", version)
        .with_hint("name the version, for instance by its date");
  }
}

}  // namespace

ListFile read_list(std::string_view text, const std::string& file, const ListFileOptions& options) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  const formats::CsvDialect dialect{.delimiter = delimiter_of(text.substr(0, text.find('\n')))};
  formats::CsvRecordReader records(text, file, dialect, {});
  const formats::CsvRecord* record = records.next();
  if (record == nullptr) {
    throw bad_data("{}: expected a list of goods, got an empty file", file);
  }
  const NamedFields names(record->fields);
  const bool is_eu = is_eu_layout(names);
  ListFile result;
  result.layout = is_eu ? "eu-sanction-dates" : "portolan-list";
  if (!is_eu) {
    check_own_layout(names, file);
  }
  GoodsList& list = result.list;
  list.name = options.name.empty() && is_eu ? "eu" : options.name;
  check_name(list.name);
  list.edition = is_eu ? HsEdition::kHs2017 : options.edition;
  list.title = options.title;
  list.source = options.source.empty() ? file : options.source;

  EntryReader reader(names, list.edition);
  while ((record = records.next()) != nullptr) {
    const std::int64_t ordinal = result.records++;
    if (auto row = reader.read(*record, ordinal, result.rejects)) {
      result.num_apart += row->is_apart ? 1 : 0;
      if (!row->is_apart) {
        list.entries.push_back(row->entry);
      }
      result.rows.push_back(std::move(*row));
    }
  }
  if (list.entries.empty()) {
    throw bad_data("{}: expected at least one code under control, got none", file);
  }
  std::ranges::sort(list.entries, {}, [](const ListEntry& entry) {
    return std::tuple(entry.code, entry.tier);
  });
  list.version = options.version.empty() ? latest_date(list) : options.version;
  check_version(list.version);
  list.published_on = is_date(list.version) ? list.version : latest_date(list);
  return result;
}

}  // namespace portolan::goods
