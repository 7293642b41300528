#include "coverage_warnings.hpp"

#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

namespace portolan::ingest {

namespace {

// A year with fewer than this share of the reporters of the year before is not complete yet.
constexpr double kFewReporters = 0.75;
constexpr std::size_t kEnoughReporters = 8;

}  // namespace

std::vector<std::string> coverage_warnings(const Accounts& accounts) {
  std::vector<std::string> warnings;
  if (accounts.records == 0) {
    warnings.emplace_back(
        "the table has column names and no records: the query may have asked for a period or a "
        "form "
        "of period that the source does not have"
    );
    return warnings;
  }
  std::map<std::int32_t, std::set<std::int32_t>> months;
  std::map<std::int32_t, std::set<std::array<char, 3>>> reporters;
  for (const auto& [key, rows] : accounts.coverage) {
    const std::int32_t year = key.period / 100;
    if (key.period % 100 == 0) {
      reporters[year].insert(key.reporter);
    } else {
      months[year].insert(key.period % 100);
    }
  }
  if (!months.empty() && months.rbegin()->second.size() < 12) {
    warnings.push_back(fmt::format(
        "{} has {} of 12 months: a part of a year",
        months.rbegin()->first,
        months.rbegin()->second.size()
    ));
  }
  if (reporters.size() >= 2) {
    const auto last = reporters.rbegin();
    const auto before = std::next(last);
    const auto few = kFewReporters * static_cast<double>(before->second.size());
    if (before->second.size() >= kEnoughReporters &&
        static_cast<double>(last->second.size()) < few) {
      warnings.push_back(fmt::format(
          "{} has {} reporters after {} in {}: not all have published yet",
          last->first,
          last->second.size(),
          before->second.size(),
          before->first
      ));
    }
  }
  if (accounts.missing_values > 0) {
    warnings.push_back(fmt::format("{} statements have no value", accounts.missing_values));
  }
  return warnings;
}

}  // namespace portolan::ingest
