#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/base/hs_code.hpp"

namespace portolan::goods {

/// How sure a fact about a list is.
enum class FactStatus : std::uint8_t {
  kConfirmed,   ///< The publisher says so.
  kInferred,    ///< It follows from what the publisher says, unless shown otherwise.
  kUnresolved,  ///< It is one of several possibilities.
};

/// Returns "confirmed", "inferred" or "unresolved".
[[nodiscard]] std::string_view to_string(FactStatus status);

/// One line of a list of goods. Dates are "2023-05-19", or "2023-05" where the day is not known, or
/// empty where nothing is.
struct ListEntry {
  HsCode code;       ///< 2 to 6 digits of the list's edition; it stands for all codes below it.
  std::string tier;  ///< The list's own division, "3.A"; empty if it has none.
  /// Whether the code is in this version of the list.
  FactStatus membership = FactStatus::kConfirmed;
  /// When a list named the code. It selects versions and nothing else.
  std::string listed_on;
  FactStatus listed_on_status = FactStatus::kConfirmed;
  /// When the goods came under control; empty where the list does not tell.
  std::string controlled_since;
  /// Only goods above this value are meant; `threshold_unit` says of what ("EUR/item").
  std::optional<Decimal3> threshold;
  std::string threshold_unit;
  std::string note;

  bool operator==(const ListEntry&) const = default;
};

/// One version of a list. Versions are never changed: another set of codes is another version.
struct GoodsList {
  std::string name;          ///< Lower case: "chpl".
  std::string version;       ///< "50".
  std::string published_on;  ///< Empty where unknown.
  HsEdition edition = HsEdition::kHs2022;
  /// How many codes its publisher states; 0 where the publisher states no number.
  int num_codes = 0;
  std::string title;
  std::string source;
  std::string sha256;              ///< Of the file, for lists of users; empty for shipped ones.
  std::vector<ListEntry> entries;  ///< By code and tier.

  /// Returns how many entries are known to be in this version.
  [[nodiscard]] int num_certain() const;

  bool operator==(const GoodsList&) const = default;
};

/// Returns the lists that the program ships, by name and version: docs/data/lists.md.
[[nodiscard]] const std::vector<GoodsList>& shipped_lists();

/// When Russia's trading partners put controls into force, as far as no list says otherwise: the
/// day of the US rule effective 2022-02-24 (87 FR 12226); the first EU regulation followed a day
/// later. Other regimes have a day of their own (regimes.hpp).
inline constexpr std::string_view kRegimeControlledSince = "2022-02-24";

/// The lists that a question may name: the shipped ones and those of a workspace.
class ListCatalogue {
 public:
  /// Begins with the shipped lists.
  ListCatalogue();

  /// Adds a list. Throws `Error` (kInvalidArgument) if that version is there with other entries;
  /// the same list again changes nothing.
  void add(GoodsList list);

  /// By name; versions of one name in the order of their publication (then of their text, numbers
  /// by value), so that the last one is the latest.
  [[nodiscard]] std::span<const GoodsList> lists() const { return lists_; }

  /// Returns the list of that name, and of that version or else the latest; null if there is none.
  [[nodiscard]] const GoodsList* find(std::string_view name, std::string_view version = {}) const;

  /// Names without repetition, ascending.
  [[nodiscard]] std::vector<std::string> names() const;

  /// Keeps only the lists for which `holds` is true.
  void keep_if(const std::function<bool(const GoodsList&)>& holds);

  /// When goods came under control of which no list says it.
  [[nodiscard]] const std::string& controlled_since() const { return controlled_since_; }
  void set_controlled_since(std::string date) { controlled_since_ = std::move(date); }

 private:
  std::vector<GoodsList> lists_;
  std::string controlled_since_{kRegimeControlledSince};
};

}  // namespace portolan::goods
