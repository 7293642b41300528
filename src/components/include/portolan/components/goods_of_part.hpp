#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/hs_code.hpp"
#include "portolan/components/component.hpp"

namespace portolan::components {

/// How sure it is that a part is goods of a code; data/components/goods_rules.csv says what each
/// means.
enum class Confidence : std::uint8_t { kHigh, kMedium, kLow };

/// Returns "high", "medium" or "low".
[[nodiscard]] std::string_view to_string(Confidence confidence);

/// The goods that a part is in customs.
struct GoodsOfPart {
  /// HS2022: six digits, or four where the record does not tell more.
  HsCode code;
  Confidence confidence = Confidence::kLow;
  std::string reason = {};
  /// What of the record decided: "microcontroller", "STM32", "kind mcu".
  std::string evidence = {};
};

/// Returns the goods of a part by the first rule of data/components/goods_rules.csv that fits its
/// marking, part number or kind; nothing where none does: most records tell the maker and nothing
/// of the part. Safe to call concurrently; O(rules x words).
[[nodiscard]] std::optional<GoodsOfPart> goods_of(const Component& component);

/// Returns a text's letters and digits in upper case, without blanks and marks: part numbers are
/// compared so ("TMS320 F28335-PGFA" is "TMS320F28335PGFA").
[[nodiscard]] std::string bare_part_number(std::string_view text);

}  // namespace portolan::components
