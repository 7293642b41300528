#include "portolan/linkage/blocking.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "portolan/base/error.hpp"

namespace portolan::linkage {
namespace {

/// By record: its key of a rule; 0 where a part is missing.
using Keys = std::vector<std::uint32_t>;

Keys keys_of(const Records& records, const BlockingRule& rule) {
  std::unordered_map<std::string, std::uint32_t> ids;
  Keys keys(records.size(), 0);
  for (RecordIndex record = 0; record < records.size(); ++record) {
    std::string key;
    bool is_whole = true;
    for (const KeyPart& part : rule.parts) {
      const ValueId value = records.value(record, part.column);
      is_whole = is_whole && value != kNoValue;
      const std::string& text = records.folded(part.column, value);
      key += part.num_letters == 0 ? text : text.substr(0, part.num_letters);
      key += '\x1f';
    }
    if (is_whole) {
      keys[record] = ids.emplace(key, static_cast<std::uint32_t>(ids.size() + 1)).first->second;
    }
  }
  return keys;
}

/// Records that share a key, in their order.
std::vector<std::vector<RecordIndex>> blocks_of(const Keys& keys) {
  std::vector<std::vector<RecordIndex>> blocks;
  for (RecordIndex record = 0; record < keys.size(); ++record) {
    if (keys[record] > blocks.size()) {
      blocks.resize(keys[record]);
    }
    if (keys[record] != 0) {
      blocks[keys[record] - 1].push_back(record);
    }
  }
  return blocks;
}

double num_pairs_of(const std::vector<RecordIndex>& block, RecordIndex second_table) {
  const auto size = static_cast<double>(block.size());
  if (second_table == 0) {
    return size * (size - 1.0) / 2.0;
  }
  const auto num_first =
      static_cast<double>(std::ranges::lower_bound(block, second_table) - block.begin());
  return num_first * (size - num_first);
}

class PairFinder {
 public:
  PairFinder(
      const Records& records,
      std::span<const BlockingRule> rules,
      const BlockingOptions& options
  )
      : rules_(rules), options_(options) {
    for (const BlockingRule& rule : rules) {
      keys_.push_back(keys_of(records, rule));
    }
  }

  std::vector<CandidatePair> find() {
    double total = 0.0;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      const auto blocks = blocks_of(keys_[rule]);
      double num_pairs = 0.0;
      for (const auto& block : blocks) {
        num_pairs += num_pairs_of(block, options_.second_table);
      }
      total += num_pairs;
      if (total > static_cast<double>(options_.max_pairs)) {
        throw invalid_argument(
            "blocking: \"{}\": expected at most {} pairs over all rules, got {} by this one, {} so "
            "far",
            rules_[rule].text,
            options_.max_pairs,
            num_pairs,
            total
        )
            .with_hint("add a column to the rule, or raise max_pairs in the settings");
      }
      for (const auto& block : blocks) {
        add_block(block, rule);
      }
    }
    std::ranges::sort(pairs_, {}, [](const CandidatePair& pair) {
      return std::tuple(pair.left, pair.right);
    });
    return std::move(pairs_);
  }

 private:
  void add_block(const std::vector<RecordIndex>& block, std::size_t rule) {
    for (std::size_t i = 0; i < block.size(); ++i) {
      if (options_.second_table != 0 && block[i] >= options_.second_table) {
        return;
      }
      for (std::size_t j = i + 1; j < block.size(); ++j) {
        if (block[j] >= options_.second_table) {
          add_pair(block[i], block[j], rule);
        }
      }
    }
  }

  /// A pair belongs to the first rule that brings it.
  void add_pair(RecordIndex left, RecordIndex right, std::size_t rule) {
    std::uint32_t mask = 0;
    for (std::size_t other = 0; other < keys_.size(); ++other) {
      if (keys_[other][left] != 0 && keys_[other][left] == keys_[other][right]) {
        if (other < rule) {
          return;
        }
        mask |= std::uint32_t{1} << other;
      }
    }
    pairs_.push_back({.left = left, .right = right, .rules = mask});
  }

  std::span<const BlockingRule> rules_;
  BlockingOptions options_;
  std::vector<Keys> keys_;
  std::vector<CandidatePair> pairs_;
};

}  // namespace

std::vector<CandidatePair> candidate_pairs(
    const Records& records,
    std::span<const BlockingRule> rules,
    const BlockingOptions& options
) {
  if (rules.empty() || rules.size() > kMaxRules) {
    throw invalid_argument("blocking: expected 1 to {} rules, got {}", kMaxRules, rules.size());
  }
  return PairFinder(records, rules, options).find();
}

double num_pairs(const Records& records, RecordIndex second_table) {
  const auto size = static_cast<double>(records.size());
  const auto first = static_cast<double>(second_table);
  return second_table == 0 ? size * (size - 1.0) / 2.0 : first * (size - first);
}

}  // namespace portolan::linkage
