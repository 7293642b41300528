#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// How often a source reports. Annual and monthly data are never added together.
enum class Frequency : std::uint8_t { kAnnual, kMonthly };

/// Returns "A" or "M".
[[nodiscard]] std::string_view to_string(Frequency frequency);

/// A year or a month of a year.
class Period {
 public:
  /// Years 1900 to 2100, months 1 to 12; throws `Error` (kInvalidArgument) outside.
  [[nodiscard]] static Period of_year(int year);
  [[nodiscard]] static Period of_month(int year, int month);

  /// Returns the period for "2023", "202305", "2023-05", "2023/05" or "2023-05-01" (the month);
  /// nothing for other text or a month outside 1 to 12.
  [[nodiscard]] static std::optional<Period> parse(std::string_view text);

  /// The inverse of `number`; nothing if `number` is no period.
  [[nodiscard]] static std::optional<Period> from_number(std::int32_t number);

  [[nodiscard]] int year() const noexcept { return number_ / 100; }
  /// 1 to 12; 0 for a whole year.
  [[nodiscard]] int month() const noexcept { return number_ % 100; }
  [[nodiscard]] Frequency frequency() const noexcept {
    return month() == 0 ? Frequency::kAnnual : Frequency::kMonthly;
  }

  /// year * 100 + month, month 0 for a year: 202300, 202305. The form in every table.
  [[nodiscard]] std::int32_t number() const noexcept { return number_; }

  /// "2023" or "2023-05".
  [[nodiscard]] std::string to_string() const;

  /// Returns the period `count` steps of the same frequency later (earlier if negative).
  [[nodiscard]] Period plus(int count) const;

  /// Returns how many steps of the same frequency lie from `earlier` to this period. Both must have
  /// the same frequency.
  [[nodiscard]] int steps_since(Period earlier) const;

  auto operator<=>(const Period&) const = default;

 private:
  explicit Period(std::int32_t number) : number_(number) {}
  std::int32_t number_;
};

/// Returns all periods from `first` to `last`, both included; empty if `last` is earlier.
[[nodiscard]] std::vector<Period> periods_between(Period first, Period last);

}  // namespace portolan
