#include "portolan/engine/owners.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "party_graph.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/ownership/blocked.hpp"
#include "portolan/ownership/holdings.hpp"
#include "portolan/ownership/rules.hpp"

namespace portolan::engine {
namespace {

using ownership::EntityIndex;
using ownership::Finding;
using ownership::Standing;

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::kListed:
      return "listed";
    case Standing::kBlocked:
      return "blocked";
    case Standing::kPossibly:
      return "possibly";
    case Standing::kNot:
      break;
  }
  return "not";
}

double as_double(ownership::Share share) {
  return static_cast<double>(share) / static_cast<double>(ownership::kWhole);
}

ownership::Day parse_day(const std::string& text) {
  const auto days = ownership::parse_days(text);
  if (!days || days->from != days->until) {
    throw invalid_argument("--as-of: expected a day like 2024-03-01, got \"{}\"", text);
  }
  return *days->from;
}

const std::string& checked_regime(const std::string& regime) {
  const auto known = ownership::regimes();
  if (std::ranges::count(known, regime) == 0) {
    throw invalid_argument("--regime: expected {}, got \"{}\"", join(known, ", "), regime)
        .with_hint(nearest_hint(regime, known));
  }
  return regime;
}

std::string text_of(const ownership::Days& days) {
  return fmt::format(
      "{} to {}",
      days.from ? ownership::to_string(*days.from) : "",
      days.until ? ownership::to_string(*days.until) : "now"
  );
}

std::string text_of(const ownership::Rule& rule) {
  return fmt::format(
      "{} {}, holdings of different listed parties {}{} ({})",
      rule.test.takes_threshold ? "at least" : "more than",
      as_double(rule.test.threshold),
      rule.test.adds_owners ? "added" : "not added",
      rule.test.counts_control ? ", or control" : "",
      rule.source
  );
}

/// Why no rule applies: when one did or will.
std::string no_rule_text(const std::string& regime, ownership::Day day) {
  std::vector<std::string> times;
  for (const auto& rule : ownership::rules()) {
    if (rule.regime == regime) {
      times.push_back(text_of(rule.days));
    }
  }
  return fmt::format(
      "{} has no rule of ownership in force on {}: nobody is blocked but who is listed; its rules "
      "were "
      "or will be in force {}",
      regime,
      ownership::to_string(day),
      join(times, ", ")
  );
}

/// Who is listed on the day, and what is to be said of that.
class Listed {
 public:
  Listed(const OwnersRequest& request, ownership::Day day, PartyGraph& graph, Progress& progress) {
    if (request.listed.empty()) {
      take_of_graph(request, day, graph);
    } else {
      take_of_file(request, day, graph, progress);
    }
  }

  [[nodiscard]] std::vector<EntityIndex> parties() const {
    return {parties_.begin(), parties_.end()};
  }
  [[nodiscard]] const std::vector<std::string>& notices() const { return notices_; }

 private:
  void take_of_file(
      const OwnersRequest& request,
      ownership::Day day,
      PartyGraph& graph,
      Progress& progress
  ) {
    const auto rows = read_listed_file(request.listed, progress);
    if (rows.empty()) {
      throw bad_data("{}: expected at least one listed party, got none", request.listed.string());
    }
    std::set<std::string> unknown;
    std::int64_t num_ended = 0;
    for (const ListedId& row : rows) {
      const auto party = graph.find(row.id);
      if (!ownership::contains(row.days, day)) {
        ++num_ended;
      } else if (party) {
        parties_.insert(*party);
      } else {
        unknown.insert(row.id);
      }
    }
    notices_.push_back(fmt::format(
        "parties of the graph listed on that day: {}; listed ids that are not in the graph: {}; "
        "listings "
        "of other days: {}",
        parties_.size(),
        unknown.size(),
        num_ended
    ));
  }

  void take_of_graph(const OwnersRequest& request, ownership::Day day, const PartyGraph& graph) {
    const ownership::Rule* rule = ownership::rule_on(request.regime, day);
    std::string country = rule == nullptr ? "" : rule->listing_country;
    for (const auto& one : ownership::rules()) {
      country = country.empty() && one.regime == request.regime ? one.listing_country : country;
    }
    bool is_any = false;
    std::int64_t num_ended = 0;
    std::int64_t num_undated = 0;
    for (const PartyListing& listing : graph.listings) {
      if (listing.country != country) {
        continue;
      }
      is_any = true;
      num_undated += listing.days.from ? 0 : 1;
      if (ownership::contains(listing.days, day)) {
        parties_.insert(listing.party);
      } else {
        ++num_ended;
      }
    }
    if (!is_any) {
      throw bad_data(
          "{}: expected Sanction entities of authorities of \"{}\", got none",
          request.file.filename().string(),
          country
      )
          .with_hint("give the listed parties with --listed FILE, a CSV with a column id");
    }
    notices_.push_back(fmt::format(
        "parties listed on that day by Sanction entities of authorities of \"{}\" in the file: {}; "
        "such "
        "listings of other days: {}; without a first day, taken as always: {}",
        country,
        parties_.size(),
        num_ended,
        num_undated
    ));
  }

  std::set<EntityIndex> parties_;
  std::vector<std::string> notices_;
};

OwnedParty party_row(const PartyGraph& graph, const Finding& finding) {
  const Party& party = graph.parties[finding.entity];
  return {
      .id = party.id,
      .name = party.name,
      .schema = party.schema,
      .standing = std::string(name_of(finding.standing)),
      .least_share = as_double(finding.least),
      .most_share = as_double(finding.most),
      .step = finding.step,
      .is_by_control = finding.by_control};
}

std::vector<OwnedParty> rows_of(
    const PartyGraph& graph,
    const std::vector<ownership::Holding>& holdings,
    const ownership::Blocking& blocking
) {
  std::vector<Standing> standings(graph.parties.size(), Standing::kNot);
  for (const Finding& finding : blocking.findings) {
    standings[finding.entity] = finding.standing;
  }
  std::vector<OwnedParty> rows;
  for (const Finding& finding : blocking.findings) {
    OwnedParty row = party_row(graph, finding);
    for (const std::uint32_t index : finding.counted) {
      const ownership::Holding& holding = holdings[index];
      const Party& owner = graph.parties[holding.owner];
      row.owners.push_back(
          {.id = owner.id,
           .name = owner.name,
           .standing = std::string(name_of(standings[holding.owner])),
           .least_share = as_double(holding.low),
           .most_share = as_double(holding.high),
           .is_control = holding.controls}
      );
    }
    std::ranges::stable_sort(row.owners, [](const OwnerShare& a, const OwnerShare& b) {
      return std::tuple(-a.least_share, -a.most_share, a.id) <
             std::tuple(-b.least_share, -b.most_share, b.id);
    });
    rows.push_back(std::move(row));
  }
  const auto rank = [](const OwnedParty& row) {
    constexpr std::array<std::string_view, 4> kOrder{"blocked", "possibly", "not", "listed"};
    return std::ranges::find(kOrder, row.standing) - kOrder.begin();
  };
  std::ranges::sort(rows, [&](const OwnedParty& a, const OwnedParty& b) {
    return std::tuple(rank(a), a.step, a.id) < std::tuple(rank(b), b.step, b.id);
  });
  return rows;
}

/// Parties that no finding is about.
std::vector<OwnedParty> other_rows(const PartyGraph& graph, const ownership::Blocking& blocking) {
  std::vector<bool> is_found(graph.parties.size(), false);
  for (const Finding& finding : blocking.findings) {
    is_found[finding.entity] = true;
  }
  std::vector<OwnedParty> rows;
  for (EntityIndex party = 0; party < graph.parties.size(); ++party) {
    if (!is_found[party]) {
      rows.push_back(party_row(graph, {.entity = party, .standing = Standing::kNot}));
      rows.back().standing.clear();
    }
  }
  return rows;
}

std::vector<PartyTie> ties_of(
    const PartyGraph& graph,
    const std::vector<ownership::Holding>& holdings,
    ownership::Day day
) {
  std::vector<PartyTie> ties;
  for (const ownership::Holding& holding : holdings) {
    ties.push_back(
        {.from = graph.parties[holding.owner].id,
         .to = graph.parties[holding.owned].id,
         .kind = std::string(kOwnerRelation),
         .least_share = as_double(holding.low),
         .most_share = as_double(holding.high),
         .is_control = holding.controls}
    );
  }
  for (const Relation& relation : graph.relations) {
    if (relation.kind != kOwnerRelation && ownership::contains(relation.days, day)) {
      ties.push_back(
          {.from = graph.parties[relation.from].id,
           .to = graph.parties[relation.to].id,
           .kind = relation.kind,
           .role = relation.role}
      );
    }
  }
  return ties;
}

/// Names of the first few.
std::string some_names(const PartyGraph& graph, const std::vector<EntityIndex>& parties) {
  constexpr std::size_t kSome = 5;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < parties.size() && i < kSome; ++i) {
    const Party& party = graph.parties[parties[i]];
    names.push_back(party.name.empty() ? party.id : party.name);
  }
  return join(names, "; ") + (parties.size() > kSome ? "; …" : "");
}

void add_graph_notices(
    const PartyGraph& graph,
    const ownership::HoldingsAt& held,
    std::size_t num_statements,
    std::vector<std::string>& notices
) {
  notices.push_back(fmt::format(
      "statements of ownership in force on that day: {} of {}", held.num_in_force, num_statements
  ));
  if (held.num_differing > 0) {
    notices.push_back(fmt::format(
        "pairs of owner and owned about which statements differ: {}; counted as at least the "
        "largest "
        "share, at most their sum",
        held.num_differing
    ));
  }
  if (held.num_of_self > 0) {
    notices.push_back(
        fmt::format("statements that an entity owns itself, left out: {}", held.num_of_self)
    );
  }
  for (const auto& [remark, count] : graph.remarks) {
    notices.push_back(fmt::format("{} ({})", remark, count));
  }
}

}  // namespace

OwnersResult owned_parties(const OwnersRequest& request, Progress& progress) {
  const ownership::Day day = parse_day(request.as_of);
  const ownership::Rule* rule = ownership::rule_on(checked_regime(request.regime), day);
  PartyGraph graph = read_party_graph(request.file, progress);
  std::vector<ownership::DatedHolding> statements;
  for (const Relation& relation : graph.relations) {
    if (relation.kind == kOwnerRelation) {
      statements.push_back(
          {.holding =
               {.owner = relation.from,
                .owned = relation.to,
                .low = relation.low,
                .high = relation.high,
                .controls = relation.controls},
           .days = relation.days}
      );
    }
  }
  if (statements.empty()) {
    throw bad_data(
        "{}: expected at least one statement of ownership, got none",
        request.file.filename().string()
    );
  }
  const Listed listed(request, day, graph, progress);
  const auto held = ownership::holdings_at(statements, day);
  OwnersResult result;
  result.notices.push_back(
      rule == nullptr
          ? no_rule_text(request.regime, day)
          : fmt::format("{} on {}: {}", request.regime, ownership::to_string(day), text_of(*rule))
  );
  result.notices.insert(result.notices.end(), listed.notices().begin(), listed.notices().end());
  add_graph_notices(graph, held, statements.size(), result.notices);
  // Without a rule no share is enough.
  const ownership::OwnershipTest never{.threshold = std::numeric_limits<ownership::Share>::max()};
  const auto blocking = ownership::find_blocked(
      graph.parties.size(), held.holdings, listed.parties(), rule == nullptr ? never : rule->test
  );
  if (!blocking.overheld.empty()) {
    result.notices.push_back(fmt::format(
        "parties of which owners hold more than the whole at the least, so that not all statements "
        "are "
        "true: {} ({})",
        blocking.overheld.size(),
        some_names(graph, blocking.overheld)
    ));
  }
  result.parties = rows_of(graph, held.holdings, blocking);
  result.others = other_rows(graph, blocking);
  result.ties = ties_of(graph, held.holdings, day);
  return result;
}

std::vector<std::string> ownership_regimes() {
  return ownership::regimes();
}

}  // namespace portolan::engine
