#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/store/row_source.hpp"

namespace portolan::ingest {

/// Cells of one column. As long as all are equal only the first is kept: most columns of an import
/// are constant and then written as such.
template <typename T>
class CellColumn {
 public:
  void push(T cell) {
    if (!cells_.empty()) {
      cells_.push_back(cell);
    } else if (size_ == 0) {
      first_ = cell;
    } else if (cell != first_) {
      become_varied(cell);
    }
    ++size_;
  }
  [[nodiscard]] bool is_constant() const noexcept { return cells_.empty(); }
  [[nodiscard]] T first() const noexcept { return first_; }
  [[nodiscard]] const T* data() const noexcept { return cells_.data(); }

 private:
  void become_varied(T cell) {
    cells_.reserve(size_ + size_ / 2 + 1024);
    cells_.assign(size_, first_);
    cells_.push_back(cell);
  }

  T first_{};
  std::size_t size_ = 0;
  std::vector<T> cells_;
};

/// Texts of up to eight bytes as one number each, different for different texts and never 0; 0 for
/// other texts. Codes of goods and countries are nearly all that short.
[[nodiscard]] inline std::uint64_t short_text_key(std::string_view text) {
  const std::size_t size = text.size();
  if (size == 0 || size > 8 || text.back() == '\0') {
    return 0;
  }
  if (size >= 4) {
    std::uint32_t front = 0;
    std::uint32_t back = 0;
    std::memcpy(&front, text.data(), 4);
    std::memcpy(&back, text.data() + size - 4, 4);
    return front | (std::uint64_t{back} << (8 * (size - 4)));
  }
  std::uint64_t key = static_cast<unsigned char>(text[0]);
  if (size > 1) {
    key |= std::uint64_t{static_cast<unsigned char>(text[1])} << 8U;
  }
  if (size > 2) {
    key |= std::uint64_t{static_cast<unsigned char>(text[2])} << 16U;
  }
  return key;
}

/// Codes of short texts by their keys: open addressing, at most half full.
class ShortTextIndex {
 public:
  /// Returns the code of `key`; `store::kNullCode` if it is new.
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
    for (std::size_t slot = home_of(key);; slot = (slot + 1) & (slots_.size() - 1)) {
      if (slots_[slot].key == key) {
        return slots_[slot].code;
      }
      if (slots_[slot].key == 0) {
        return store::kNullCode;
      }
    }
  }
  void insert(std::uint64_t key, std::uint32_t code) {
    if (2 * (size_ + 1) > slots_.size()) {
      const std::vector<Slot> old = std::move(slots_);
      slots_ = std::vector<Slot>(2 * old.size());
      for (const Slot& slot : old) {
        if (slot.key != 0) {
          place(slot);
        }
      }
    }
    place({.key = key, .code = code});
    ++size_;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t code = 0;
  };
  [[nodiscard]] std::size_t home_of(std::uint64_t key) const {
    const std::uint64_t mixed = key * 0x9E3779B97F4A7C15U;
    return static_cast<std::size_t>(mixed >> 32U) & (slots_.size() - 1);
  }
  void place(const Slot& slot) {
    std::size_t at = home_of(slot.key);
    while (slots_[at].key != 0) {
      at = (at + 1) & (slots_.size() - 1);
    }
    slots_[at] = slot;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(64);
  std::size_t size_ = 0;
};

/// A column of texts: codes into a table of the different ones. Empty text is NULL.
class TextColumn {
 public:
  void push(std::string_view text) {
    if (text.empty()) {
      codes_.push(store::kNullCode);
      return;
    }
    const std::uint64_t key = short_text_key(text);
    if (key == 0) {
      last_key_ = 0;
      last_code_ = texts_.code(text);
    } else if (key != last_key_) {
      last_key_ = key;
      last_code_ = short_texts_.find(key);
      if (last_code_ == store::kNullCode) {
        last_code_ = texts_.code(text);
        short_texts_.insert(key, last_code_);
      }
    }
    codes_.push(last_code_);
  }
  /// The same for texts that stay where they are: known again by their address.
  void push_lasting(std::string_view text) {
    if (!text.empty() && text.data() == last_lasting_) {
      codes_.push(last_lasting_code_);
      return;
    }
    push(text);
    last_lasting_ = text.empty() ? nullptr : text.data();
    last_lasting_code_ = last_code_;
  }
  [[nodiscard]] const store::TextDictionary& texts() const noexcept { return texts_; }
  [[nodiscard]] const CellColumn<std::uint32_t>& codes() const noexcept { return codes_; }

 private:
  store::TextDictionary texts_;
  ShortTextIndex short_texts_;
  CellColumn<std::uint32_t> codes_;
  std::uint64_t last_key_ = 0;
  const char* last_lasting_ = nullptr;
  std::uint32_t last_lasting_code_ = store::kNullCode;
  std::uint32_t last_code_ = store::kNullCode;
};

}  // namespace portolan::ingest
