#include "deletion_table.hpp"

#include <algorithm>

namespace portolan::match {
namespace {

std::uint32_t hash_of(std::string_view text, std::size_t skip1, std::size_t skip2) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != skip1 && i != skip2) {
      hash = (hash ^ static_cast<unsigned char>(text[i])) * 0x100000001B3U;
    }
  }
  hash = (hash ^ (hash >> 33U)) * 0xFF51AFD7ED558CCDU;
  return static_cast<std::uint32_t>(hash >> 32U);
}

}  // namespace

std::vector<std::uint32_t> deletion_hashes(std::string_view text, std::size_t most) {
  const std::size_t none = text.size();
  std::vector<std::uint32_t> hashes{hash_of(text, none, none)};
  for (std::size_t i = 0; most >= 1 && i < text.size(); ++i) {
    hashes.push_back(hash_of(text, i, none));
    for (std::size_t j = i + 1; most >= 2 && j < text.size(); ++j) {
      hashes.push_back(hash_of(text, i, j));
    }
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

void DeletionTable::add(std::string_view text, std::size_t most_deletions, std::uint32_t number) {
  for (const std::uint32_t hash : deletion_hashes(text, most_deletions)) {
    items_.push_back({.hash = hash, .number = number});
  }
}

void DeletionTable::close() {
  unsigned bits = 1;
  while (bits < 24 && (std::size_t{1} << bits) < items_.size()) {
    ++bits;
  }
  shift_ = 32 - bits;
  begins_.assign((std::size_t{1} << bits) + 1, 0);
  for (const Item& item : items_) {
    ++begins_[(item.hash >> shift_) + 1];
  }
  for (std::size_t i = 1; i < begins_.size(); ++i) {
    begins_[i] += begins_[i - 1];
  }
  std::vector<Item> arranged(items_.size());
  std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
  for (const Item& item : items_) {
    arranged[next[item.hash >> shift_]++] = item;
  }
  items_.swap(arranged);
}

}  // namespace portolan::match
