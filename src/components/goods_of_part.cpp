#include "portolan/components/goods_of_part.hpp"

#include <algorithm>

#include "embedded/components.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/match/words.hpp"

namespace portolan::components {
namespace {

/// Words that must follow each other; the last may have any ending.
struct Phrase {
  std::vector<std::string> words;
  bool is_open = false;
  std::string text;
};

struct Rule {
  std::vector<Phrase> words;
  std::vector<std::string> parts;
  std::vector<std::string> kinds;
  std::vector<Phrase> unless;
  HsCode code;
  Confidence confidence;
  std::string reason;
};

std::vector<std::string> pieces(const std::string& text) {
  std::vector<std::string> result;
  for (const std::string_view piece : split(text, ';')) {
    if (!trim(piece).empty()) {
      result.emplace_back(trim(piece));
    }
  }
  return result;
}

std::vector<Phrase> phrases(const std::string& text) {
  std::vector<Phrase> result;
  for (const std::string& piece : pieces(text)) {
    Phrase phrase;
    phrase.is_open = piece.back() == '~';
    phrase.text = piece.substr(0, piece.size() - (phrase.is_open ? 1 : 0));
    for (const std::string_view word : split(phrase.text, ' ')) {
      // An open ending holds for the last word alone.
      phrase.words.emplace_back(word.substr(0, word.find('~')));
    }
    result.push_back(std::move(phrase));
  }
  return result;
}

Confidence parse_confidence(const std::string& text) {
  for (const Confidence confidence : {Confidence::kHigh, Confidence::kMedium, Confidence::kLow}) {
    if (text == to_string(confidence)) {
      return confidence;
    }
  }
  ensure(false, "data/components/goods_rules.csv: a confidence is none");
  return Confidence::kLow;
}

std::vector<Rule> read_rules() {
  enum Column : std::size_t { kWords, kParts, kKinds, kUnless, kHs, kConfidence, kReason };
  std::vector<Rule> rules;
  for (const auto& row : read_embedded_table(
           embedded::goods_rules_csv,
           {"words", "parts", "kinds", "unless", "hs", "confidence", "reason"}
       )) {
    const auto code = HsCode::parse(row[kHs]);
    ensure(code.has_value(), "data/components/goods_rules.csv: a code is no HS code");
    rules.push_back(
        {.words = phrases(row[kWords]),
         .parts = pieces(row[kParts]),
         .kinds = pieces(row[kKinds]),
         .unless = phrases(row[kUnless]),
         .code = *code,
         .confidence = parse_confidence(row[kConfidence]),
         .reason = row[kReason]}
    );
  }
  return rules;
}

const std::vector<Rule>& rules() {
  static const std::vector<Rule> kTable = read_rules();
  return kTable;
}

bool occurs(const Phrase& phrase, const std::vector<std::string>& words) {
  const std::size_t size = phrase.words.size();
  for (std::size_t begin = 0; begin + size <= words.size(); ++begin) {
    bool fits = true;
    for (std::size_t i = 0; i < size && fits; ++i) {
      const std::string& word = words[begin + i];
      fits = phrase.is_open && i + 1 == size ? word.starts_with(phrase.words[i])
                                             : word == phrase.words[i];
    }
    if (fits) {
      return true;
    }
  }
  return false;
}

/// What a record says of the part, ready for the rules.
struct Said {
  std::vector<std::string> words;
  /// Bare words of the marking and the bare part number.
  std::vector<std::string> numbers;
  std::string kind;
};

Said said_of(const Component& component) {
  Said said;
  for (const match::Word& word : match::words_of(component.marking)) {
    said.words.push_back(word.latin);
  }
  for (const std::string_view word : split(component.marking, ' ')) {
    said.numbers.push_back(bare_part_number(word));
  }
  said.numbers.push_back(bare_part_number(component.part_number));
  said.kind = to_ascii_lower(component.kind);
  return said;
}

/// What of the record the rule takes; empty where it does not fit.
std::string evidence_for(const Rule& rule, const Said& said) {
  for (const Phrase& phrase : rule.unless) {
    if (occurs(phrase, said.words)) {
      return "";
    }
  }
  for (const Phrase& phrase : rule.words) {
    if (occurs(phrase, said.words)) {
      return phrase.text;
    }
  }
  for (const std::string& part : rule.parts) {
    for (const std::string& number : said.numbers) {
      if (number.size() > part.size() && number.starts_with(part)) {
        return part;
      }
    }
  }
  return std::ranges::count(rule.kinds, said.kind) > 0 ? "kind " + said.kind : "";
}

}  // namespace

std::string_view to_string(Confidence confidence) {
  switch (confidence) {
    case Confidence::kHigh:
      return "high";
    case Confidence::kMedium:
      return "medium";
    case Confidence::kLow:
      break;
  }
  return "low";
}

std::optional<GoodsOfPart> goods_of(const Component& component) {
  const Said said = said_of(component);
  for (const Rule& rule : rules()) {
    std::string evidence = evidence_for(rule, said);
    if (!evidence.empty()) {
      return GoodsOfPart{
          .code = rule.code,
          .confidence = rule.confidence,
          .reason = rule.reason,
          .evidence = std::move(evidence)};
    }
  }
  return std::nullopt;
}

std::string bare_part_number(std::string_view text) {
  std::string result;
  for (const char character : to_ascii_upper(text)) {
    if ((character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z')) {
      result += character;
    }
  }
  return result;
}

}  // namespace portolan::components
