#include "part_counter.hpp"

#include <algorithm>

namespace portolan::match {
namespace {

constexpr WordMatch kWholeName{.count_a = 0, .count_b = 0};

double total_weight(const Name& name) {
  double total = 0.0;
  for (const NameToken& token : name.tokens) {
    total += token.weight;
  }
  return total;
}

double weight_of(const Name& name, std::size_t begin, std::size_t count) {
  double weight = 0.0;
  for (std::size_t i = begin; i < begin + count; ++i) {
    weight = std::max(weight, name.tokens[i].weight);
  }
  return weight;
}

bool is_firm(const Name& name) {
  return name.kind != NameKind::kPerson;
}

class PartCounter {
 public:
  PartCounter(const Name& a, const Name& b, PartSink& sink)
      : a_(a), b_(b), sink_(sink), alignment_(align(a, b)) {}

  void count() {
    add(ScorePart::kBase, 1.0);
    if (is_firm(a_) && is_firm(b_)) {
      add(ScorePart::kFirm, 1.0);
    }
    count_matches();
    count_numbers();
    count_places();
    count_names();
    count_legal_forms();
    if (is_kin_turned()) {
      add(ScorePart::kKinTurned, 1.0);
    }
    const std::size_t telling_a = num_telling(a_);
    const std::size_t telling_b = num_telling(b_);
    if (std::min(telling_a, telling_b) == 1 && std::max(telling_a, telling_b) > 1) {
      add(ScorePart::kOneWord, 1.0);
    }
  }

 private:
  void add(ScorePart part, double amount, const WordMatch& about = kWholeName) {
    sink_.add(part, amount, about);
  }

  static std::size_t num_telling(const Name& name) {
    return static_cast<std::size_t>(
        std::count_if(name.tokens.begin(), name.tokens.end(), is_telling)
    );
  }

  void count_matches() {
    double agreement = 0.0;
    bool is_rare = false;
    for (const WordMatch& match : alignment_.matches) {
      const double weight = std::min(
          weight_of(a_, match.begin_a, match.count_a), weight_of(b_, match.begin_b, match.count_b)
      );
      agreement += weight * share_of(match.relation);
      is_rare = is_rare || (weight >= 1.0 && match.relation <= Relation::kOneLetter);
      count_likeness(match);
    }
    const double total = std::min(total_weight(a_), total_weight(b_));
    add(ScorePart::kAgreement, std::min(agreement, 3.0));
    add(ScorePart::kCoverage, total > 0.0 ? std::min(1.0, agreement / total) : 0.0);
    const bool is_identical =
        alignment_.left_a.empty() && alignment_.left_b.empty() &&
        std::all_of(
            alignment_.matches.begin(),
            alignment_.matches.end(),
            [](const WordMatch& match) {
              return match.relation <= Relation::kSpelling || match.relation == Relation::kJoined;
            }
        );
    if (is_identical && !is_kin_turned()) {
      add(ScorePart::kIdentical, 1.0);
    }
    if (!is_rare) {
      add(ScorePart::kCommonOnly, 1.0);
    }
  }

  void count_likeness(const WordMatch& match) {
    const std::size_t length =
        std::max(a_.tokens[match.begin_a].latin.size(), b_.tokens[match.begin_b].latin.size());
    switch (match.relation) {
      case Relation::kSpelling:
        return add(ScorePart::kSpelling, 1.0, match);
      case Relation::kMeaning:
        return add(ScorePart::kMeaning, 1.0, match);
      case Relation::kJoined:
        return add(ScorePart::kJoined, 1.0, match);
      case Relation::kVowels:
        return add(ScorePart::kVowels, 1.0, match);
      case Relation::kConsonants:
        return add(ScorePart::kConsonants, 1.0, match);
      case Relation::kOneLetter:
        return add(length <= 4 ? ScorePart::kOneLetterShort : ScorePart::kOneLetter, 1.0, match);
      case Relation::kTwoLetters:
        return add(length <= 5 ? ScorePart::kTwoLettersShort : ScorePart::kTwoLetters, 1.0, match);
      case Relation::kThreeLetters:
        return add(ScorePart::kThreeLetters, 1.0, match);
      case Relation::kInitials:
        return add(ScorePart::kInitials, 1.0, match);
      default:
        return;
    }
  }

  /// Takes the words of a role out of those left.
  static std::vector<std::size_t>
  take_role(const Name& name, std::vector<std::size_t>& left, TokenRole role) {
    std::vector<std::size_t> taken;
    const auto moved = std::stable_partition(left.begin(), left.end(), [&](std::size_t i) {
      return name.tokens[i].role != role;
    });
    taken.assign(moved, left.end());
    left.erase(moved, left.end());
    return taken;
  }

  static WordMatch pair(std::size_t i, std::size_t j) {
    return {.begin_a = i, .begin_b = j, .relation = Relation::kDifferent};
  }

  /// A word of one side alone: of the first name, or of the second.
  static WordMatch alone(bool is_first, std::size_t at) {
    return {
        .begin_a = is_first ? at : 0,
        .count_a = is_first ? 1U : 0U,
        .begin_b = is_first ? 0 : at,
        .count_b = is_first ? 0U : 1U,
        .relation = Relation::kDifferent};
  }

  void count_role(TokenRole role, ScorePart replaced, ScorePart extra) {
    const auto in_a = take_role(a_, alignment_.left_a, role);
    const auto in_b = take_role(b_, alignment_.left_b, role);
    const std::size_t both = std::min(in_a.size(), in_b.size());
    if (both > 0) {
      add(replaced, 1.0, pair(in_a[0], in_b[0]));
    }
    const auto& longer = in_a.size() > both ? in_a : in_b;
    if (longer.size() > both) {
      add(extra, 1.0, alone(in_a.size() > both, longer[both]));
    }
  }

  void count_numbers() {
    count_role(TokenRole::kNumber, ScorePart::kNumberReplaced, ScorePart::kExtraNumber);
  }

  void count_places() {
    count_role(TokenRole::kPlace, ScorePart::kPlaceReplaced, ScorePart::kExtraPlace);
  }

  void count_names() {
    const auto trade_a = take_role(a_, alignment_.left_a, TokenRole::kTrade);
    const auto trade_b = take_role(b_, alignment_.left_b, TokenRole::kTrade);
    const auto& left_a = alignment_.left_a;
    const auto& left_b = alignment_.left_b;
    const std::size_t both = std::min(left_a.size(), left_b.size());
    for (std::size_t k = 0; k < std::min<std::size_t>(both, 3); ++k) {
      add(k == 0 ? ScorePart::kReplaced : ScorePart::kReplacedMore, 1.0, pair(left_a[k], left_b[k])
      );
    }
    const std::vector<std::size_t> rest_a(
        left_a.begin() + static_cast<std::ptrdiff_t>(both), left_a.end()
    );
    const std::vector<std::size_t> rest_b(
        left_b.begin() + static_cast<std::ptrdiff_t>(both), left_b.end()
    );
    count_trades(trade_a, trade_b, rest_a, rest_b);
    count_extra(true, rest_a);
    count_extra(false, rest_b);
  }

  // A trade stands against another, or against a word that only the other firm has.
  void count_trades(
      const std::vector<std::size_t>& trade_a,
      const std::vector<std::size_t>& trade_b,
      const std::vector<std::size_t>& rest_a,
      const std::vector<std::size_t>& rest_b
  ) {
    if (!trade_a.empty() && !trade_b.empty()) {
      add(ScorePart::kTradeReplaced, 1.0, pair(trade_a[0], trade_b[0]));
    } else if (!trade_a.empty() && !rest_b.empty()) {
      add(ScorePart::kTradeReplaced, 1.0, pair(trade_a[0], rest_b[0]));
    } else if (!trade_b.empty() && !rest_a.empty()) {
      add(ScorePart::kTradeReplaced, 1.0, pair(rest_a[0], trade_b[0]));
    } else if (!trade_a.empty()) {
      add(ScorePart::kExtraTrade, 1.0, alone(true, trade_a[0]));
    } else if (!trade_b.empty()) {
      add(ScorePart::kExtraTrade, 1.0, alone(false, trade_b[0]));
    }
  }

  void count_extra(bool is_first, const std::vector<std::size_t>& extra) {
    const std::size_t most = is_firm(a_) ? 2 : 4;
    for (std::size_t k = 0; k < std::min(extra.size(), most); ++k) {
      const ScorePart part = is_firm(a_) ? ScorePart::kExtraWord
                             : k == 0    ? ScorePart::kExtraName
                                         : ScorePart::kExtraNames;
      add(part, 1.0, alone(is_first, extra[k]));
    }
  }

  void count_legal_forms() {
    if (a_.legal_forms.empty() && b_.legal_forms.empty()) {
      return;
    }
    if (a_.legal_forms.empty() || b_.legal_forms.empty()) {
      add(ScorePart::kLegalFormMissing, 1.0);
      return;
    }
    const auto says_little = [](const std::vector<std::string>& forms) {
      return std::all_of(forms.begin(), forms.end(), [](const std::string& form) {
        return form == "company" || form == "inc";
      });
    };
    const bool is_shared =
        std::any_of(a_.legal_forms.begin(), a_.legal_forms.end(), [this](const std::string& form) {
          return std::binary_search(b_.legal_forms.begin(), b_.legal_forms.end(), form);
        });
    if (!is_shared && !says_little(a_.legal_forms) && !says_little(b_.legal_forms)) {
      add(ScorePart::kLegalFormDiffers, 1.0);
    }
  }

  // "Omar bin Ali" is the son, "Ali bin Omar" the father or somebody else.
  [[nodiscard]] bool is_kin_turned() const {
    const auto has_kin = [](const Name& name, std::size_t begin, std::size_t end) {
      return std::any_of(
          name.tokens.begin() + static_cast<std::ptrdiff_t>(begin),
          name.tokens.begin() + static_cast<std::ptrdiff_t>(end),
          [](const NameToken& token) { return token.role == TokenRole::kKin; }
      );
    };
    const auto& matches = alignment_.matches;
    for (std::size_t i = 0; i < matches.size(); ++i) {
      for (std::size_t j = i + 1; j < matches.size(); ++j) {
        if (matches[j].begin_b < matches[i].begin_b &&
            has_kin(a_, matches[i].begin_a, matches[j].begin_a) &&
            has_kin(b_, matches[j].begin_b, matches[i].begin_b)) {
          return true;
        }
      }
    }
    return false;
  }

  const Name& a_;
  const Name& b_;
  PartSink& sink_;
  Alignment alignment_;
};

}  // namespace

void count_parts(const Name& a, const Name& b, PartSink& sink) {
  PartCounter(a, b, sink).count();
}

}  // namespace portolan::match
