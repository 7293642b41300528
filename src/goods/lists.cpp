#include "portolan/goods/lists.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "embedded/goods.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::goods {
namespace {

FactStatus status_of(std::string_view text) {
  for (const FactStatus status :
       {FactStatus::kConfirmed, FactStatus::kInferred, FactStatus::kUnresolved}) {
    if (text == to_string(status)) {
      return status;
    }
  }
  ensure(text.empty(), fmt::format("goods lists: \"{}\" is no status", text));
  return FactStatus::kConfirmed;
}

ListEntry entry_of(const std::vector<std::string>& record) {
  const auto code = HsCode::parse(record[2]);
  ensure(code.has_value(), fmt::format("goods lists: \"{}\" is no code", record[2]));
  ListEntry entry;
  entry.code = *code;
  entry.tier = record[3];
  entry.membership = status_of(record[4]);
  entry.listed_on = record[5];
  entry.listed_on_status = status_of(record[6]);
  entry.controlled_since = record[7];
  if (!record[8].empty()) {
    entry.threshold = Decimal3::parse(record[8]);
    ensure(entry.threshold.has_value(), "goods lists: a threshold is no number");
  }
  entry.threshold_unit = record[9];
  entry.note = record[10];
  return entry;
}

std::map<std::pair<std::string, std::string>, GoodsList> shipped_versions() {
  std::map<std::pair<std::string, std::string>, GoodsList> lists;
  for (const auto& record : read_embedded_table(
           embedded::lists_csv,
           {"list", "version", "published_on", "hs_edition", "num_codes", "title", "source"}
       )) {
    const auto edition = parse_hs_edition(record[3]);
    const auto num_codes = parse_integer(record[4]);
    ensure(edition && num_codes, "goods lists: a list has no edition or number of codes");
    GoodsList list;
    list.name = record[0];
    list.version = record[1];
    list.published_on = record[2];
    list.edition = *edition;
    list.num_codes = static_cast<int>(*num_codes);
    list.title = record[5];
    list.source = record[6];
    lists.emplace(std::pair(record[0], record[1]), std::move(list));
  }
  return lists;
}

// Numbers within texts are compared by value, so that version 10 comes after version 9.
std::vector<std::pair<std::int64_t, std::string>> natural_key(std::string_view text) {
  std::vector<std::pair<std::int64_t, std::string>> key;
  while (!text.empty()) {
    const std::size_t num_digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto number = parse_integer(text.substr(0, std::min<std::size_t>(num_digits, 18)));
    text.remove_prefix(num_digits);
    const std::size_t num_letters = std::min(text.find_first_of("0123456789"), text.size());
    key.emplace_back(number.value_or(-1), std::string(text.substr(0, num_letters)));
    text.remove_prefix(num_letters);
  }
  return key;
}

auto order_of(const GoodsList& list) {
  return std::tuple(list.name, list.published_on, natural_key(list.version));
}

}  // namespace

std::string_view to_string(FactStatus status) {
  switch (status) {
    case FactStatus::kConfirmed:
      return "confirmed";
    case FactStatus::kInferred:
      return "inferred";
    case FactStatus::kUnresolved:
      return "unresolved";
  }
  return "";
}

int GoodsList::num_certain() const {
  return static_cast<int>(
      std::ranges::count(entries, FactStatus::kConfirmed, &ListEntry::membership)
  );
}

const std::vector<GoodsList>& shipped_lists() {
  static const std::vector<GoodsList> lists = [] {
    auto versions = shipped_versions();
    for (const std::string_view table :
         {embedded::chpl_csv,
          embedded::drones_csv,
          embedded::luxury_csv,
          embedded::uav_csv,
          embedded::vehicles_csv}) {
      for (const auto& record : read_embedded_table(
               table,
               {"list",
                "version",
                "code",
                "tier",
                "membership",
                "listed_on",
                "listed_on_status",
                "controlled_since",
                "threshold",
                "threshold_unit",
                "note"}
           )) {
        versions.at(std::pair(record[0], record[1])).entries.push_back(entry_of(record));
      }
    }
    std::vector<GoodsList> result;
    for (auto& [key, list] : versions) {
      std::ranges::sort(list.entries, {}, [](const ListEntry& entry) {
        return std::tuple(entry.code, entry.tier);
      });
      result.push_back(std::move(list));
    }
    return result;
  }();
  return lists;
}

ListCatalogue::ListCatalogue() {
  for (const GoodsList& list : shipped_lists()) {
    add(list);
  }
}

void ListCatalogue::add(GoodsList list) {
  for (const GoodsList& known : lists_) {
    if (known.name == list.name && known.version == list.version) {
      if (known == list) {
        return;
      }
      throw invalid_argument(
          "list: expected another version, since \"{}-{}\" is there with other content",
          list.name,
          list.version
      );
    }
  }
  const auto place = std::ranges::lower_bound(lists_, order_of(list), {}, order_of);
  lists_.insert(place, std::move(list));
}

const GoodsList* ListCatalogue::find(std::string_view name, std::string_view version) const {
  const GoodsList* found = nullptr;
  for (const GoodsList& list : lists_) {
    if (list.name == name && (version.empty() || list.version == version)) {
      found = &list;
    }
  }
  return found;
}

std::vector<std::string> ListCatalogue::names() const {
  std::set<std::string> names;
  for (const GoodsList& list : lists_) {
    names.insert(list.name);
  }
  return {names.begin(), names.end()};
}

void ListCatalogue::keep_if(const std::function<bool(const GoodsList&)>& holds) {
  std::erase_if(lists_, [&](const GoodsList& list) { return !holds(list); });
}

}  // namespace portolan::goods
