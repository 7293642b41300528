#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "hangul.hpp"
#include "portolan/base/text.hpp"
#include "portolan/match/name.hpp"
#include "sound.hpp"
#include "word_tables.hpp"

namespace portolan::match {
namespace {

constexpr std::array<std::pair<std::string_view, NameKind>, 11> kSchemas{
    {{"Person", NameKind::kPerson},
     {"Company", NameKind::kOrganization},
     {"Organization", NameKind::kOrganization},
     {"PublicBody", NameKind::kOrganization},
     {"Entity", NameKind::kUnknown},
     {"Vessel", NameKind::kVessel},
     {"Airplane", NameKind::kVessel},
     {"Aircraft", NameKind::kVessel},
     {"LegalEntity", NameKind::kUnknown},
     {"Thing", NameKind::kUnknown},
     {"", NameKind::kUnknown}}};

double weight_of(TokenRole role) {
  switch (role) {
    case TokenRole::kName:
      return 1.0;
    case TokenRole::kCommon:
    case TokenRole::kNumber:
      return 0.5;
    case TokenRole::kTrade:
    case TokenRole::kPlace:
      return 0.4;
    case TokenRole::kInitial:
      return 0.3;
    default:
      return 0.0;
  }
}

/// The value of a Roman number up to 39 written as they are in names; 0 for other words.
int roman_value(std::string_view word) {
  constexpr std::array<std::string_view, 10> kOnes{
      "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
  for (int tens = 0; tens < 4; ++tens) {
    const std::string front(static_cast<std::size_t>(tens), 'x');
    for (std::size_t ones = 0; ones < kOnes.size(); ++ones) {
      if (word.size() == front.size() + kOnes[ones].size() && word.starts_with(front) &&
          word.substr(front.size()) == kOnes[ones]) {
        return 10 * tens + static_cast<int>(ones);
      }
    }
  }
  return 0;
}

bool is_number(std::string_view word) {
  return !word.empty() && word.front() >= '0' && word.front() <= '9';
}

NameToken token_of(const Word& word) {
  NameToken token{
      .latin = word.latin, .other = word.other, .writing = word.writing, .is_glued = word.is_glued};
  if (word.writing == Writing::kCharacters || word.writing == Writing::kSyllables) {
    token.characters = code_points(word.text);
  }
  return token;
}

/// "s3rg3y" is a name somebody hides: digits within letters become those they look like.
void put_letters_for_digits(std::string& word) {
  const auto num_letters =
      std::count_if(word.begin(), word.end(), [](char letter) { return letter >= 'a'; });
  if (num_letters < 2 || static_cast<std::size_t>(num_letters) == word.size()) {
    return;
  }
  constexpr std::string_view kLooks = "oizeasbtbg";  // of 0 to 9
  for (char& letter : word) {
    if (letter >= '0' && letter <= '9') {
      letter = kLooks[static_cast<std::size_t>(letter - '0')];
    }
  }
}

/// The part of the work that needs the words of the whole name.
class NameBuilder {
 public:
  NameBuilder(std::string_view text, NameKind kind) {
    name_.text = std::string(text);
    name_.kind = kind;
    const bool is_person = kind == NameKind::kPerson;
    const std::vector<Word> words = words_of(text);
    for (const Word& word : words) {
      if (is_person) {
        add_person_word(word, words.size() == 1);
      } else {
        name_.tokens.push_back(token_of(word));
      }
    }
    if (is_person) {
      put_family_name_behind(text);
    }
  }

  Name build() {
    refresh_words();
    switch (name_.kind) {
      case NameKind::kPerson:
        take_final_legal_form();
        mark_person();
        break;
      case NameKind::kVessel:
        take_vessel_prefix();
        mark_firm();
        break;
      default:
        take_legal_forms();
        if (name_.kind == NameKind::kUnknown) {
          mark_titles();
        }
        mark_firm();
    }
    if (std::none_of(name_.tokens.begin(), name_.tokens.end(), is_telling)) {
      for (NameToken& token : name_.tokens) {
        token.role = TokenRole::kName;
      }
    }
    for (NameToken& token : name_.tokens) {
      token.weight = weight_of(token.role);
      token.sound = sound_of(token.latin);
      token.skeleton = skeleton_of(token.sound);
      token.letters = letters_of(token.latin);
    }
    std::sort(name_.legal_forms.begin(), name_.legal_forms.end());
    const auto end = std::unique(name_.legal_forms.begin(), name_.legal_forms.end());
    name_.legal_forms.erase(end, name_.legal_forms.end());
    return std::move(name_);
  }

 private:
  // "abdulaziz" is "abd" and "aziz", as "abd al-aziz" is; "abdullah" is one name.
  void add_person_word(const Word& word, bool is_one_run) {
    NameToken token = token_of(word);
    put_letters_for_digits(token.latin);
    const std::size_t size = token.characters.size();
    if (is_one_run && size >= 2 && size <= 4) {
      add_family_and_given(token);
      return;
    }
    constexpr std::array<std::string_view, 8> kServants{
        "abdul", "abdel", "abdal", "abdoul", "abdool", "abdur", "abdus", "abdol"};
    for (const std::string_view servant : kServants) {
      if (!token.latin.starts_with(servant)) {
        continue;
      }
      const std::string rest = token.latin.substr(servant.size());
      if (!rest.empty() && (rest.size() < 4 || rest.starts_with("la"))) {
        break;
      }
      name_.tokens.push_back({.latin = "abd", .writing = token.writing});
      if (!rest.empty()) {
        name_.tokens.push_back({.latin = rest, .writing = token.writing});
      }
      return;
    }
    name_.tokens.push_back(std::move(token));
  }

  void add_family_and_given(const NameToken& token) {
    const std::u32string_view characters = token.characters;
    std::string family = syllables_to_latin(characters.substr(0, 1));
    if (token.writing == Writing::kSyllables) {
      const std::string usual = korean_family_name(characters.front());
      family = usual.empty() ? family : usual;
    }
    name_.tokens.push_back(
        {.latin = family, .characters = token.characters.substr(0, 1), .writing = token.writing}
    );
    name_.tokens.push_back(
        {.latin = syllables_to_latin(characters.substr(1)),
         .characters = token.characters.substr(1),
         .writing = token.writing}
    );
  }

  void put_family_name_behind(std::string_view text) {
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos) {
      return;
    }
    NameBuilder front(text.substr(0, comma), NameKind::kOrganization);
    const std::size_t count = std::min(front.name_.tokens.size(), name_.tokens.size());
    std::rotate(
        name_.tokens.begin(),
        name_.tokens.begin() + static_cast<std::ptrdiff_t>(count),
        name_.tokens.end()
    );
  }

  void refresh_words() {
    words_.clear();
    for (const NameToken& token : name_.tokens) {
      words_.push_back(token.latin);
    }
  }

  void erase(std::size_t at, std::size_t count) {
    const auto begin = name_.tokens.begin() + static_cast<std::ptrdiff_t>(at);
    name_.tokens.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
    refresh_words();
  }

  // "Nicolás Maduro LLC": somebody tries a name.
  void take_final_legal_form() {
    if (name_.tokens.size() < 3) {
      return;
    }
    const std::size_t last = name_.tokens.size() - 1;
    const std::string_view text = trim(name_.text);
    const std::size_t begin = text.find_last_of(' ');
    if (begin == std::string_view::npos) {
      return;
    }
    const std::string ending(text.substr(begin + 1));
    const bool is_shouted =
        ending == to_ascii_upper(ending) && name_.text != to_ascii_upper(name_.text);
    const auto* form = word_tables().find(words_, last, WordClass::kLegalForm);
    if (form != nullptr && (is_shouted || words_[last].size() >= 3) && form->value != "company") {
      name_.legal_forms.push_back(form->value);
      erase(last, 1);
    }
  }

  void take_vessel_prefix() {
    const auto* prefix =
        words_.empty() ? nullptr : word_tables().find(words_, 0, WordClass::kVesselPrefix);
    if (prefix != nullptr && prefix->rest.size() + 1 < words_.size()) {
      erase(0, prefix->rest.size() + 1);
    }
  }

  // Forms of one or two letters only at either end: within they are words ("SE Asia").
  void take_legal_forms() {
    for (std::size_t at = 0; at < words_.size();) {
      const auto* form = word_tables().find(words_, at, WordClass::kLegalForm);
      const std::size_t count = form == nullptr ? 1 : form->rest.size() + 1;
      const bool is_short = count == 1 && words_[at].size() <= 2;
      const bool is_inside = at > 0 && !only_forms_behind(at + count);
      const bool is_legal = form != nullptr && (!is_short || !is_inside) && count < words_.size();
      if (is_legal) {
        name_.legal_forms.push_back(form->value);
        erase(at, count);
      } else if (at > 0 && word_tables().is_misspelt_legal_word(words_[at])) {
        erase(at, 1);
      } else {
        ++at;
      }
    }
  }

  [[nodiscard]] bool only_forms_behind(std::size_t at) const {
    while (at < words_.size()) {
      const auto* form = word_tables().find(words_, at, WordClass::kLegalForm);
      if (form == nullptr) {
        return false;
      }
      at += form->rest.size() + 1;
    }
    return true;
  }

  void mark(std::size_t at, TokenRole role) { name_.tokens[at].role = role; }

  // Titles stand before a name, honorifics anywhere; one word is left as the name.
  void mark_titles() {
    std::size_t num_names = words_.size();
    bool is_before_name = true;
    for (std::size_t at = 0; at < words_.size(); ++at) {
      const auto* title = word_tables().find(words_, at, WordClass::kTitle);
      if (title == nullptr || !is_before_name) {
        title = name_.kind == NameKind::kPerson
                    ? word_tables().find(words_, at, WordClass::kHonorific)
                    : nullptr;
      }
      const std::size_t count = title == nullptr ? 0 : title->rest.size() + 1;
      const bool is_one_word = at + count < words_.size() && name_.tokens[at + count].is_glued;
      if (count == 0 || num_names <= count || is_one_word) {
        is_before_name = false;
        continue;
      }
      for (std::size_t i = at; i < at + count; ++i) {
        mark(i, TokenRole::kTitle);
      }
      num_names -= count;
      at += count - 1;
    }
  }

  void mark_person() {
    mark_titles();
    bool is_first = true;
    num_names_ =
        static_cast<std::size_t>(std::count_if(name_.tokens.begin(), name_.tokens.end(), is_telling)
        );
    for (std::size_t at = 0; at < words_.size(); ++at) {
      if (name_.tokens[at].role == TokenRole::kTitle) {
        continue;
      }
      mark_person_word(at, is_first);
      is_first = false;
    }
  }

  void mark_person_word(std::size_t at, bool is_first) {
    const WordTables& tables = word_tables();
    const std::string& word = words_[at];
    const bool is_clear = word == "al" || word == "el" || word == "bin" || word == "ibn" ||
                          word == "bn" || word == "de" || word == "van" || word == "von";
    // "Xu Bin" and "Lo Stephen" have no particle.
    const bool may_join = (!is_first || is_clear) && num_names_ > 2;
    if (may_join && tables.find(words_, at, WordClass::kKin) != nullptr) {
      mark(at, TokenRole::kKin);
      --num_names_;
    } else if (may_join && tables.find(words_, at, WordClass::kParticle) != nullptr) {
      mark(at, TokenRole::kParticle);
      --num_names_;
    } else if (word.size() == 1 && name_.tokens[at].characters.empty()) {
      mark(at, TokenRole::kInitial);
    } else if (word.size() <= 3 || tables.find(words_, at, WordClass::kCommonName) != nullptr) {
      mark(at, TokenRole::kCommon);
    }
    if (const auto* same = tables.find(words_, at, WordClass::kSameName)) {
      name_.tokens[at].meaning = same->value;
    }
  }

  void mark_firm() {
    for (std::size_t at = 0; at < words_.size();) {
      if (name_.tokens[at].role == TokenRole::kTitle) {
        ++at;
        continue;
      }
      at += mark_firm_phrase(at);
    }
    join_numbers();
  }

  /// Returns how many words were marked.
  std::size_t mark_firm_phrase(std::size_t at) {
    const WordTables& tables = word_tables();
    const std::string& word = words_[at];
    constexpr std::array<std::pair<WordClass, TokenRole>, 5> kOrder{
        {{WordClass::kPlace, TokenRole::kPlace},
         {WordClass::kNumber, TokenRole::kNumber},
         {WordClass::kTrade, TokenRole::kTrade},
         {WordClass::kCommonWord, TokenRole::kCommon},
         {WordClass::kArticle, TokenRole::kArticle}}};
    if (is_number(word)) {
      const auto* ordinal = tables.find(words_, at, WordClass::kNumber);
      mark(at, TokenRole::kNumber);
      name_.tokens[at].meaning = ordinal == nullptr ? word : ordinal->value;
      return 1;
    }
    if (const int value = at > 0 ? roman_value(word) : 0; value > 0) {
      mark(at, TokenRole::kNumber);
      name_.tokens[at].meaning = std::to_string(value);
      return 1;
    }
    for (const auto& [what, role] : kOrder) {
      const auto* meaning = tables.find(words_, at, what);
      if (meaning == nullptr || (what == WordClass::kArticle && word.size() == 1 && at > 0 &&
                                 word != "y" && word != "e")) {
        continue;
      }
      return mark_meaning(at, *meaning, role);
    }
    return 1;
  }

  // A phrase becomes one token ("united states").
  std::size_t mark_meaning(std::size_t at, const WordMeaning& meaning, TokenRole role) {
    for (std::size_t i = 0; i < meaning.rest.size(); ++i) {
      name_.tokens[at].latin += meaning.rest[i];
    }
    if (!meaning.rest.empty()) {
      erase(at + 1, meaning.rest.size());
    }
    mark(at, role);
    name_.tokens[at].meaning = meaning.value;
    return 1;
  }

  // "forty-four" and "forty 4" are 44.
  void join_numbers() {
    for (std::size_t at = 0; at + 1 < name_.tokens.size(); ++at) {
      const auto tens = parse_integer(name_.tokens[at].meaning);
      const auto ones = parse_integer(name_.tokens[at + 1].meaning);
      const bool is_word = !is_number(name_.tokens[at].latin);
      if (is_word && tens && ones && *tens >= 20 && *tens < 100 && *tens % 10 == 0 && *ones > 0 &&
          *ones < 10) {
        name_.tokens[at].meaning = std::to_string(*tens + *ones);
        name_.tokens[at].latin += name_.tokens[at + 1].latin;
        erase(at + 1, 1);
      }
    }
  }

  Name name_;
  std::vector<std::string> words_;
  /// Words of a person's name that are neither titles nor particles, as far as marked.
  std::size_t num_names_ = 0;
};

}  // namespace

std::optional<NameKind> parse_name_kind(std::string_view schema) {
  for (const auto& [known, kind] : kSchemas) {
    if (is_equal_ignoring_case(known, schema)) {
      return kind;
    }
  }
  return std::nullopt;
}

std::vector<std::string> name_schemas() {
  std::vector<std::string> names;
  for (const auto& [known, kind] : kSchemas) {
    if (!known.empty()) {
      names.emplace_back(known);
    }
  }
  return names;
}

Name prepare_name(std::string_view text, NameKind kind) {
  return NameBuilder(text, kind).build();
}

}  // namespace portolan::match
