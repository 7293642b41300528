#include "address_shares.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/progress.hpp"
#include "portolan/parties/address_match.hpp"
#include "portolan/parties/list_reader.hpp"

namespace portolan::bench {

void print_address_shares(const std::filesystem::path& lists) {
  constexpr double kLeastShare = 0.002;
  std::vector<parties::ListFile> files;
  for (const char* name : {"sdn.csv.gz", "alt.csv.gz", "add.csv.gz"}) {
    for (auto& file : parties::recognise_list_files(lists / "ofac" / name)) {
      files.push_back(std::move(file));
    }
  }
  std::map<std::string, int> counts;
  int num_addresses = 0;
  SilentProgress progress;
  (void)parties::read_party_list(
      files,
      [&](parties::ListedParty&& party, parties::EntryChange) {
        for (const auto& address : party.addresses) {
          const auto words = parties::address_words(address.text);
          num_addresses += words.empty() ? 0 : 1;
          for (const auto& word : words) {
            ++counts[word.text];
          }
        }
      },
      progress
  );
  std::vector<std::pair<std::string, int>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) {
    return a.second > b.second;
  });
  for (const auto& [word, count] : sorted) {
    const double share = static_cast<double>(count) / num_addresses;
    if (share >= kLeastShare) {
      fmt::print("{},{:.4f}\n", word, share);
    }
  }
}

}  // namespace portolan::bench
