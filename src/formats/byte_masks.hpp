#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace portolan::formats {

inline constexpr std::size_t kMaskBytes = 64;

/// Sixty-four bytes of text, to be asked where certain characters are.
class ByteChunk {
 public:
  /// Loads 64 bytes.
  explicit ByteChunk(const char* bytes) {
#if defined(__SSE2__)
    for (std::size_t i = 0; i < 4; ++i) {
      parts_[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
    }
#else
    std::memcpy(parts_, bytes, kMaskBytes);
#endif
  }

  /// Returns a number whose bit i says whether byte i is `wanted`.
  [[nodiscard]] std::uint64_t where(char wanted) const {
    std::uint64_t mask = 0;
#if defined(__SSE2__)
    const __m128i pattern = _mm_set1_epi8(wanted);
    for (std::size_t i = 0; i < 4; ++i) {
      const auto bits =
          static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(parts_[i], pattern)));
      mask |= static_cast<std::uint64_t>(bits) << (16 * i);
    }
#else
    for (std::size_t i = 0; i < kMaskBytes; ++i) {
      mask |= static_cast<std::uint64_t>(parts_[i] == wanted) << i;
    }
#endif
    return mask;
  }

  /// Returns a number whose bit i says whether byte i is not ASCII.
  [[nodiscard]] std::uint64_t where_not_ascii() const {
    std::uint64_t mask = 0;
#if defined(__SSE2__)
    for (std::size_t i = 0; i < 4; ++i) {
      const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(parts_[i]));
      mask |= static_cast<std::uint64_t>(bits) << (16 * i);
    }
#else
    for (std::size_t i = 0; i < kMaskBytes; ++i) {
      mask |= static_cast<std::uint64_t>(static_cast<unsigned char>(parts_[i]) >> 7U) << i;
    }
#endif
    return mask;
  }

 private:
#if defined(__SSE2__)
  __m128i parts_[4];
#else
  char parts_[kMaskBytes];
#endif
};

/// Returns how many bits of `mask` are set, without needing the instruction for it.
[[nodiscard]] inline std::int64_t num_bits(std::uint64_t mask) {
  mask -= (mask >> 1U) & 0x5555555555555555U;
  mask = (mask & 0x3333333333333333U) + ((mask >> 2U) & 0x3333333333333333U);
  mask = (mask + (mask >> 4U)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<std::int64_t>((mask * 0x0101010101010101U) >> 56U);
}

}  // namespace portolan::formats
