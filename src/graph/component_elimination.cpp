#include "component_elimination.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace portolan::graph {
namespace {

constexpr NodeIndex kWordBits = 64;
constexpr unsigned kMemberBits = 32;
constexpr std::uint64_t kLargestCost = (std::uint64_t{1} << kMemberBits) - 2;
constexpr std::uint64_t kEliminated = std::numeric_limits<std::uint64_t>::max();

std::uint64_t bit_of(NodeIndex member) {
  return std::uint64_t{1} << (member % kWordBits);
}

/// Calls `visit` with each member of a word of a set that begins with member `first`.
template <typename Visit>
void for_each_member(std::uint64_t word, NodeIndex first, const Visit& visit) {
  for (; word != 0; word &= word - 1) {
    visit(first + static_cast<NodeIndex>(std::countr_zero(word)));
  }
}

}  // namespace

ComponentElimination::ComponentElimination(NodeIndex num_members)
    : size_(num_members),
      num_words_((num_members + kWordBits - 1) / kWordBits),
      values_(std::size_t{num_members} * num_members, 0.0),
      leaks_(num_members, 0.0),
      senders_(num_members * num_words_, 0),
      receivers_(num_members * num_words_, 0),
      left_(num_words_, 0),
      num_senders_(num_members, 0),
      num_receivers_(num_members, 0),
      costs_(num_members, 0) {
  for (NodeIndex member = 0; member < num_members; ++member) {
    left_[member / kWordBits] |= bit_of(member);
  }
}

void ComponentElimination::add_leg(NodeIndex exporter, NodeIndex importer, double amount) {
  value(importer, exporter) = amount;
  set_of(senders_, importer)[exporter / kWordBits] |= bit_of(exporter);
  set_of(receivers_, exporter)[importer / kWordBits] |= bit_of(importer);
  ++num_senders_[importer];
  ++num_receivers_[exporter];
}

void ComponentElimination::set_cost(NodeIndex member) {
  const std::uint64_t cost = std::uint64_t{num_senders_[member]} * num_receivers_[member];
  costs_[member] = std::min(cost, kLargestCost) << kMemberBits | member;
}

NodeIndex ComponentElimination::cheapest() const {
  std::uint64_t least = kEliminated;
  for (const std::uint64_t cost : costs_) {
    least = std::min(least, cost);
  }
  return static_cast<NodeIndex>(least);
}

ComponentFactor ComponentElimination::factor() && {
  ComponentFactor result;
  for (NodeIndex member = 0; member < size_; ++member) {
    set_cost(member);
  }
  for (NodeIndex step = 0; step < size_; ++step) {
    const NodeIndex member = cheapest();
    result.order.push_back(member);
    left_[member / kWordBits] &= ~bit_of(member);
    list_neighbours(member);
    double pivot = leaks_[member];
    for (const NodeIndex receiver : receivers_left_) {
      pivot += value(receiver, member);
    }
    result.pivots.push_back(pivot);

    const auto senders = set_of(senders_, member);
    for (NodeIndex word = 0; word < num_words_; ++word) {
      for_each_member(senders[word] & ~left_[word], word * kWordBits, [&](NodeIndex sender) {
        result.earlier.add(sender, value(member, sender));
      });
    }
    for (const NodeIndex sender : senders_left_) {
      result.later.add(sender, value(member, sender));
    }
    result.earlier.end_row();
    result.later.end_row();
    pass_on(member, pivot);
    costs_[member] = kEliminated;
  }
  return result;
}

void ComponentElimination::list_neighbours(NodeIndex member) {
  senders_left_.clear();
  receivers_left_.clear();
  const auto senders = set_of(senders_, member);
  const auto receivers = set_of(receivers_, member);
  for (NodeIndex word = 0; word < num_words_; ++word) {
    for_each_member(senders[word] & left_[word], word * kWordBits, [&](NodeIndex sender) {
      senders_left_.push_back(sender);
    });
    for_each_member(receivers[word] & left_[word], word * kWordBits, [&](NodeIndex receiver) {
      receivers_left_.push_back(receiver);
    });
  }
}

void ComponentElimination::pass_on(NodeIndex member, double pivot) {
  for (const NodeIndex receiver : receivers_left_) {
    const double share = value(receiver, member) / pivot;
    value(receiver, member) = share;
    double* const row = &value(receiver, 0);
    const double* const from = &value(member, 0);
    for (const NodeIndex sender : senders_left_) {
      row[sender] += share * from[sender];
    }
    row[receiver] = 0.0;  // what comes back to its sender was never lost to it
    num_senders_[receiver] += unite(senders_, receiver, member) - 1;
    set_cost(receiver);
  }
  const double leaking_share = leaks_[member] / pivot;
  for (const NodeIndex sender : senders_left_) {
    leaks_[sender] += leaking_share * value(member, sender);
    num_receivers_[sender] += unite(receivers_, sender, member) - 1;
    set_cost(sender);
  }
}

NodeIndex ComponentElimination::unite(std::vector<Word>& sets, NodeIndex to, NodeIndex from) const {
  const auto others = std::span<const Word>(sets).subspan(from * num_words_, num_words_);
  const auto set = set_of(sets, to);
  NodeIndex added = 0;
  for (NodeIndex word = 0; word < num_words_; ++word) {
    Word fresh = others[word] & left_[word] & ~set[word];
    if (word == to / kWordBits) {
      fresh &= ~bit_of(to);
    }
    set[word] |= fresh;
    for (; fresh != 0; fresh &= fresh - 1) {
      ++added;
    }
  }
  return added;
}

}  // namespace portolan::graph
