#include "portolan/ownership/rules.hpp"

#include <algorithm>

#include "embedded/ownership.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"

namespace portolan::ownership {
namespace {

bool parse_choice(const std::string& text, std::string_view yes, std::string_view no) {
  ensure(text == yes || text == no, "data/ownership/rules.csv: a choice is none of the two");
  return text == yes;
}

std::optional<Day> parse_end(const std::string& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  const auto days = parse_days(text);
  ensure(days && days->from == days->until, "data/ownership/rules.csv: a date is no day");
  return days->from;
}

std::vector<Rule> read_rules() {
  enum Column : std::size_t {
    kRegime,
    kFrom,
    kUntil,
    kThreshold,
    kTest,
    kAddsOwners,
    kCountsControl,
    kListingCountry,
    kSource
  };
  std::vector<Rule> result;
  for (const auto& row : read_embedded_table(
           embedded::rules_csv,
           {"regime",
            "from",
            "until",
            "threshold",
            "test",
            "adds_owners",
            "counts_control",
            "listing_country",
            "source"}
       )) {
    const auto threshold = parse_share(row[kThreshold]);
    ensure(threshold.has_value(), "data/ownership/rules.csv: a threshold is no share");
    result.push_back(
        {.regime = row[kRegime],
         .days = {.from = parse_end(row[kFrom]), .until = parse_end(row[kUntil])},
         .test =
             {.threshold = *threshold,
              .takes_threshold = parse_choice(row[kTest], "at_least", "more_than"),
              .adds_owners = parse_choice(row[kAddsOwners], "yes", "no"),
              .counts_control = parse_choice(row[kCountsControl], "yes", "no")},
         .listing_country = row[kListingCountry],
         .source = row[kSource]}
    );
  }
  return result;
}

}  // namespace

const std::vector<Rule>& rules() {
  static const std::vector<Rule> kTable = read_rules();
  return kTable;
}

std::vector<std::string> regimes() {
  std::vector<std::string> result;
  for (const Rule& rule : rules()) {
    if (std::ranges::count(result, rule.regime) == 0) {
      result.push_back(rule.regime);
    }
  }
  return result;
}

const Rule* rule_on(std::string_view regime, Day day) {
  const auto found = std::ranges::find_if(rules(), [&](const Rule& rule) {
    return rule.regime == regime && contains(rule.days, day);
  });
  return found == rules().end() ? nullptr : &*found;
}

}  // namespace portolan::ownership
