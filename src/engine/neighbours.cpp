#include "portolan/engine/neighbours.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "party_graph.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/linkage/records.hpp"

namespace portolan::engine {
namespace {

using ownership::EntityIndex;

/// A tie as seen from one of its two parties.
struct HalfTie {
  EntityIndex other = 0;
  /// What `other` is to this party.
  std::string tie;
  std::string detail;
  ownership::Days days;
};

/// The words of an address in a fixed order; empty where it is too short to tie anybody: a town.
std::string address_key(const std::string& address) {
  constexpr std::size_t kLeastWords = 4;
  const std::string folded = linkage::fold(address);
  std::vector<std::string> words;
  bool has_number = false;
  for (const std::string_view word : split(folded, ' ')) {
    words.emplace_back(word);
    has_number = has_number || word.find_first_of("0123456789") != std::string_view::npos;
  }
  std::ranges::sort(words);
  return words.size() < kLeastWords || !has_number ? "" : join(words, " ");
}

/// The digits of each number in a cell, which may hold several; those too short to be one are left
/// out.
std::vector<std::string> phone_keys(const std::string& cell) {
  constexpr std::size_t kLeastDigits = 7;
  std::vector<std::string> keys(1);
  for (const char character : cell) {
    if (character == ';' || character == ',' || character == '/') {
      keys.emplace_back();
    } else if (character >= '0' && character <= '9') {
      keys.back() += character;
    }
  }
  std::erase_if(keys, [](const std::string& key) { return key.size() < kLeastDigits; });
  return keys;
}

std::string share_text(const Relation& relation) {
  const auto text = [](ownership::Share share) {
    return fmt::format("{}", static_cast<double>(share) / static_cast<double>(ownership::kWhole));
  };
  if (relation.low == 0 && relation.high == ownership::kWhole) {
    return relation.role;
  }
  return relation.low == relation.high ? text(relation.low)
                                       : text(relation.low) + " to " + text(relation.high);
}

/// All ties, by party.
class TieTable {
 public:
  TieTable(const PartyGraph& graph, std::int64_t max_shared)
      : graph_(graph),
        max_shared_(static_cast<std::size_t>(max_shared)),
        ties_(graph.parties.size()) {
    for (const Relation& relation : graph.relations) {
      const bool is_owner = relation.kind == kOwnerRelation;
      const std::string detail = is_owner ? share_text(relation) : relation.role;
      ties_[relation.to].push_back({relation.from, relation.kind, detail, relation.days});
      ties_[relation.from].push_back(
          {relation.to, is_owner ? "owned" : "has as " + relation.kind, detail, relation.days}
      );
    }
    std::map<std::string, std::map<EntityIndex, std::string>> addresses;
    std::map<std::string, std::map<EntityIndex, std::string>> phones;
    for (EntityIndex party = 0; party < graph.parties.size(); ++party) {
      for (const std::string& address : graph.parties[party].addresses) {
        addresses[address_key(address)].emplace(party, address);
      }
      for (const std::string& phone : graph.parties[party].phones) {
        for (const std::string& key : phone_keys(phone)) {
          phones[key].emplace(party, key);
        }
      }
    }
    add_shared(addresses, "same address");
    add_shared(phones, "same telephone");
  }

  [[nodiscard]] const std::vector<HalfTie>& of(EntityIndex party) const { return ties_[party]; }
  [[nodiscard]] std::int64_t num_left_out() const { return num_left_out_; }

 private:
  void add_shared(
      const std::map<std::string, std::map<EntityIndex, std::string>>& parties_by_key,
      const std::string& tie
  ) {
    for (const auto& [key, parties] : parties_by_key) {
      if (key.empty() || parties.size() < 2) {
        continue;
      }
      if (parties.size() > max_shared_) {
        ++num_left_out_;
        continue;
      }
      for (const auto& [party, text] : parties) {
        for (const auto& [other, others_text] : parties) {
          if (party != other) {
            ties_[party].push_back({other, tie, others_text, {}});
          }
        }
      }
    }
  }

  const PartyGraph& graph_;
  std::size_t max_shared_;
  std::vector<std::vector<HalfTie>> ties_;
  std::int64_t num_left_out_ = 0;
};

EntityIndex find_party(const PartyGraph& graph, const NeighboursRequest& request) {
  if (const auto found = graph.find(request.party)) {
    return *found;
  }
  std::vector<std::string> names;
  std::vector<EntityIndex> named;
  const std::string folded = linkage::fold(request.party);
  for (EntityIndex party = 0; party < graph.parties.size(); ++party) {
    const std::string& name = graph.parties[party].name;
    names.push_back(name.empty() ? graph.parties[party].id : name);
    if (!folded.empty() && linkage::fold(name) == folded) {
      named.push_back(party);
    }
  }
  if (named.size() == 1) {
    return named.front();
  }
  if (named.size() > 1) {
    std::vector<std::string> ids;
    for (const EntityIndex party : named) {
      ids.push_back(graph.parties[party].id);
    }
    throw not_found(
        "ID: expected a name that one party has, got \"{}\", which {} have",
        request.party,
        named.size()
    )
        .with_hint("their ids: " + join(ids, ", "));
  }
  throw not_found("ID: expected the id or name of a party in the file, got \"{}\"", request.party)
      .with_hint(nearest_hint(request.party, names));
}

/// By party: the least number of hops; -1 beyond the last.
std::vector<std::int64_t>
hops_from(EntityIndex start, std::int64_t hops, const TieTable& ties, std::size_t count) {
  std::vector<std::int64_t> result(count, -1);
  result[start] = 0;
  std::vector<EntityIndex> front{start};
  for (std::int64_t hop = 1; hop <= hops && !front.empty(); ++hop) {
    std::vector<EntityIndex> next;
    for (const EntityIndex party : front) {
      for (const HalfTie& tie : ties.of(party)) {
        if (result[tie.other] < 0) {
          result[tie.other] = hop;
          next.push_back(tie.other);
        }
      }
    }
    front = std::move(next);
  }
  return result;
}

std::string day_text(const std::optional<ownership::Day>& day) {
  return day ? ownership::to_string(*day) : "";
}

}  // namespace

NeighboursResult neighbours_of(const NeighboursRequest& request, Progress& progress) {
  if (request.hops < 1) {
    throw invalid_argument("--hops: expected at least 1, got {}", request.hops);
  }
  if (request.max_shared < 2) {
    throw invalid_argument("--max-shared: expected at least 2, got {}", request.max_shared);
  }
  const PartyGraph graph = read_party_graph(request.file, progress);
  const EntityIndex start = find_party(graph, request);
  const TieTable ties(graph, request.max_shared);
  const auto hops = hops_from(start, request.hops, ties, graph.parties.size());
  NeighboursResult result{
      .id = graph.parties[start].id, .name = graph.parties[start].name, .ties = {}, .notices = {}};
  std::int64_t num_parties = 0;
  for (EntityIndex party = 0; party < graph.parties.size(); ++party) {
    num_parties += hops[party] > 0 ? 1 : 0;
    for (const HalfTie& tie : ties.of(party)) {
      // Each tie is met from both ends; here from the nearer one.
      if (hops[party] >= 0 && hops[tie.other] == hops[party] + 1) {
        const Party& other = graph.parties[tie.other];
        result.ties.push_back(
            {.hop = hops[tie.other],
             .id = other.id,
             .name = other.name,
             .schema = other.schema,
             .tie = tie.tie,
             .of_id = graph.parties[party].id,
             .of_name = graph.parties[party].name,
             .detail = tie.detail,
             .from = day_text(tie.days.from),
             .until = day_text(tie.days.until)}
        );
      }
    }
  }
  const auto order = [](const NeighbourTie& tie) {
    return std::tie(tie.hop, tie.id, tie.of_id, tie.tie, tie.from, tie.until, tie.detail);
  };
  std::ranges::sort(result.ties, {}, order);
  result.notices.push_back(fmt::format(
      "parties within {} hops: {}; ties to one hop nearer: {}",
      request.hops,
      num_parties,
      result.ties.size()
  ));
  if (ties.num_left_out() > 0) {
    result.notices.push_back(fmt::format(
        "addresses and telephone numbers that more than {} parties share, which tie nobody: {}",
        request.max_shared,
        ties.num_left_out()
    ));
  }
  return result;
}

}  // namespace portolan::engine
