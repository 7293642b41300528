#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace portolan::parties {

/// A word or number of an address.
struct AddressWord {
  /// ASCII, lower case.
  std::string text = {};
  bool is_number = false;
  /// What an agreement says, in decibans: 10 log10(0.9 / share of addresses that have it).
  double weight_db = 0.0;

  bool operator==(const AddressWord&) const = default;
};

/// Returns the words that tell where it is: in ASCII, sorted, each once, without kinds of ways
/// ("street", "ul."), countries and the like; shares of common words from
/// data/screening/address_words.csv.
[[nodiscard]] std::vector<AddressWord> address_words(std::string_view text);

/// A part of the score of two addresses.
struct AddressPart {
  /// "address_words", "address_numbers", "address_spelling", "address_numbers_differ",
  /// "address_missing", "address_prior".
  std::string part = {};
  double amount = 0.0;
  double score_db = 0.0;
  std::string words = {};
};

struct AddressScore {
  /// The sum of the parts, in decibans; above 0 they are rather one place than two.
  double score_db = 0.0;
  std::vector<AddressPart> parts = {};
};

/// Returns how near two addresses are (docs/methods/screening.md): agreements by how rare the word
/// is, less what only one side has, less numbers that differ, less 40 dB, since of ten thousand
/// addresses at most one or so is the same place.
///
/// Source: Fellegi and Sunter (1969), A theory for record linkage, J. Am. Stat. Assoc. 64(328),
/// 1183-1210, doi:10.1080/01621459.1969.10501049, with the frequencies of values.
[[nodiscard]] AddressScore
score_addresses(const std::vector<AddressWord>& asked, const std::vector<AddressWord>& listed);

/// Addresses of lists, arranged so that those near another are found without looking at all.
class AddressIndex {
 public:
  /// Keeps an address; returns its number, from 0.
  std::size_t add(std::string_view text);

  struct Hit {
    std::size_t number = 0;
    double score_db = 0.0;
  };
  /// Returns the addresses with a score of at least `threshold_db`, highest first, ties by number,
  /// among those that have words in common, letter by letter, which weigh 20 dB together and of
  /// which each is in fewer than one address of fifty.
  [[nodiscard]] std::vector<Hit> search(const std::vector<AddressWord>& asked, double threshold_db)
      const;

  [[nodiscard]] const std::vector<AddressWord>& words(std::size_t number) const {
    return addresses_[number];
  }

 private:
  std::vector<std::vector<AddressWord>> addresses_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> numbers_by_word_;
};

}  // namespace portolan::parties
