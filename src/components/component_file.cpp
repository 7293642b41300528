#include "portolan/components/component_file.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "portolan/base/countries.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/csv_layout.hpp"

namespace portolan::components {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;

/// A field of a component and the names that columns of it have; the first is its own.
struct Field {
  std::string Component::*member;
  std::vector<std::string_view> names;
};

const std::vector<Field>& fields() {
  static const std::vector<Field> kTable{
      {&Component::id, {"component_id", "id"}},
      {&Component::marking, {"marking", "name_marking", "name", "component", "description"}},
      {&Component::kind, {"kind", "category", "type"}},
      {&Component::maker, {"maker", "manufacturer", "brand", "producer"}},
      {&Component::country_given, {"country", "manufacturer_country", "maker_country"}},
      {&Component::part_number, {"part_number", "oem_part_number", "part", "mpn"}},
      {&Component::weapons, {"weapons", "found_in_drones", "found_in", "weapon"}},
      {&Component::source_url, {"source_url", "source", "url"}},
      {&Component::note, {"note", "notes", "comment"}}};
  return kTable;
}

/// By field: the place of its column; nothing where the file has none.
class Columns {
 public:
  Columns(const std::vector<std::string>& there, const std::string& file) {
    for (const Field& field : fields()) {
      places_.push_back(place_of(field, there));
    }
    if (!of(&Component::maker)) {
      throw bad_data("{}: expected a column of the maker, got none", file)
          .with_hint(
              "it may be called maker, manufacturer, brand or producer; the columns are " +
              join(there, ", ")
          );
    }
    if (!of(&Component::marking) && !of(&Component::part_number)) {
      throw bad_data("{}: expected a column of the marking or the part number, got none", file)
          .with_hint(
              "they may be called marking, name or part_number; the columns are " +
              join(there, ", ")
          );
    }
    for (std::size_t i = 0; i < there.size(); ++i) {
      const auto field = std::ranges::find(places_, std::optional(i));
      const bool is_kept = field != places_.end();
      const auto at = static_cast<std::size_t>(field - places_.begin());
      mapping_.emplace_back(there[i], is_kept ? std::string(fields()[at].names.front()) : "");
    }
  }

  [[nodiscard]] std::optional<std::size_t> of(std::string Component::*member) const {
    const auto field = std::ranges::find(fields(), member, &Field::member);
    return places_[static_cast<std::size_t>(field - fields().begin())];
  }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& mapping() const {
    return mapping_;
  }

 private:
  static std::optional<std::size_t>
  place_of(const Field& field, const std::vector<std::string>& there) {
    for (const std::string_view name : field.names) {
      for (std::size_t i = 0; i < there.size(); ++i) {
        if (is_equal_ignoring_case(there[i], name)) {
          return i;
        }
      }
    }
    return std::nullopt;
  }

  std::vector<std::optional<std::size_t>> places_;
  std::vector<std::pair<std::string, std::string>> mapping_;
};

std::optional<CountryCode> country_of(const std::string& text) {
  for (const PlaceScheme scheme : {PlaceScheme::kIso2, PlaceScheme::kIso3, PlaceScheme::kName}) {
    const auto place = text.empty() ? std::nullopt : find_place(text, scheme);
    if (place && place->code) {
      return place->code;
    }
  }
  return std::nullopt;
}

/// The names in a JSON list of texts, as "a; b"; other text as it is.
std::string list_text(const std::string& text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') {
    return text;
  }
  std::string result;
  bool is_within = false;
  for (const char character : std::string_view(text).substr(1, text.size() - 2)) {
    if (character == '"') {
      result += !is_within && !result.empty() ? "; " : "";
      is_within = !is_within;
    } else if (is_within) {
      result += character;
    } else if (character != ',' && character != ' ') {
      return text;
    }
  }
  return is_within ? text : result;
}

class ComponentReader {
 public:
  ComponentReader(const std::vector<std::string>& columns, const std::string& name)
      : columns_(columns, name), num_columns_(columns.size()) {
    file_.mapping = columns_.mapping();
  }

  void take(const formats::CsvRecord& record) {
    ++file_.records;
    if (record.fault != formats::CsvFault::kNone) {
      reject(record, "", std::string(formats::to_string(record.fault)), "");
      return;
    }
    if (record.fields.size() != num_columns_) {
      reject(
          record,
          "",
          fmt::format("expected {} fields", num_columns_),
          std::to_string(record.fields.size())
      );
      return;
    }
    Component component{.ordinal = record.ordinal, .line = record.line};
    for (const Field& field : fields()) {
      if (const auto place = columns_.of(field.member)) {
        component.*field.member = trim(record.fields[*place]);
      }
    }
    component.weapons = list_text(component.weapons);
    if (component.maker.empty() && component.marking.empty()) {
      reject(record, "marking", "expected a maker or a marking", "");
      return;
    }
    if (component.id.empty()) {
      component.id = std::to_string(record.line);
    }
    if (!ids_.insert(component.id).second) {
      reject(record, "component_id", "expected each id once", component.id);
      return;
    }
    component.country = country_of(component.country_given);
    if (!component.country) {
      ++file_.unknown_countries[component.country_given];
    }
    file_.components.push_back(std::move(component));
  }

  ComponentFile finish() { return std::move(file_); }

 private:
  void reject(
      const formats::CsvRecord& record,
      std::string column,
      std::string reason,
      std::string value
  ) {
    file_.rejects.push_back(
        {.ordinal = record.ordinal,
         .line = record.line,
         .column = std::move(column),
         .reason = std::move(reason),
         .value = std::move(value)}
    );
  }

  Columns columns_;
  std::size_t num_columns_;
  std::set<std::string> ids_;
  ComponentFile file_;
};

}  // namespace

ComponentFile read_components(std::string_view text, const std::string& name) {
  const auto layout = formats::detect_csv_layout(text.substr(0, kHeadBytes), name);
  ComponentReader reader(layout.columns, name);
  formats::MemorySource source(name, text);
  formats::CsvBlockReader blocks(
      source, layout.dialect, formats::CsvBlockOptions{.skip_lines = layout.data_line - 1}
  );
  while (const auto block = blocks.next()) {
    formats::CsvRecordReader records(*block, layout.dialect);
    while (const formats::CsvRecord* record = records.next()) {
      reader.take(*record);
    }
  }
  return reader.finish();
}

}  // namespace portolan::components
