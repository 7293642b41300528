#include "icu_converter.hpp"

#include <algorithm>
#include <utility>

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

const char* icu_name(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kUtf8:
      return "UTF-8";
    case TextEncoding::kUtf16Le:
      return "UTF-16LE";
    case TextEncoding::kUtf16Be:
      return "UTF-16BE";
    case TextEncoding::kGb18030:
      return "gb18030";
    case TextEncoding::kWindows1251:
      return "windows-1251";
    case TextEncoding::kLatin1:
      return "windows-1252";
  }
  return "UTF-8";
}

Converter open_converter(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &status));
  ensure(U_SUCCESS(status) != 0, "ICU: an encoding of the project is not in its data");
  return converter;
}

// Puts U+FFFD for what the encoding does not know, and counts.
void replace_and_count(
    const void* context,
    UConverterToUnicodeArgs* args,
    const char* code_units,
    int32_t length,
    UConverterCallbackReason reason,
    UErrorCode* status
) {
  if (reason > UCNV_IRREGULAR) {
    return;
  }
  ++*static_cast<std::int64_t*>(const_cast<void*>(context));
  UCNV_TO_U_CALLBACK_SUBSTITUTE(nullptr, args, code_units, length, reason, status);
}

}  // namespace

struct IcuDecoder::State {
  explicit State(TextEncoding encoding)
      : from(open_converter(icu_name(encoding))), to(open_converter("UTF-8")) {}

  Converter from;
  Converter to;
  std::array<UChar, 4096> pivot{};
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  std::int64_t faults = 0;
};

IcuDecoder::IcuDecoder(TextEncoding encoding) : state_(std::make_unique<State>(encoding)) {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(
      state_->from.get(), replace_and_count, &state_->faults, nullptr, nullptr, &status
  );
  ensure(U_SUCCESS(status) != 0, "ICU: a converter refuses its callback");
}

IcuDecoder::~IcuDecoder() = default;

std::string IcuDecoder::decode(std::string_view bytes, bool is_last) {
  State& state = *state_;
  std::string text;
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  std::array<char, 16'384> piece{};
  for (;;) {
    char* target = piece.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_convertEx(
        state.to.get(),
        state.from.get(),
        &target,
        piece.data() + piece.size(),
        &source,
        source_end,
        state.pivot.data(),
        &state.pivot_source,
        &state.pivot_target,
        state.pivot.data() + state.pivot.size(),
        0,
        is_last ? 1 : 0,
        &status
    );
    text.append(piece.data(), static_cast<std::size_t>(target - piece.data()));
    if (status != U_BUFFER_OVERFLOW_ERROR) {
      ensure(U_SUCCESS(status) != 0, "ICU: a conversion to UTF-8 failed");
      return text;
    }
  }
}

std::int64_t IcuDecoder::num_faults() const {
  return state_->faults;
}

std::string decoded_text(std::string_view bytes, TextEncoding encoding) {
  return IcuDecoder(encoding).decode(bytes, true);
}

std::optional<std::string> encoded_as_latin1(std::string_view text) {
  // windows-1252 gives these characters the bytes 80 to 9F; 0 where it gives none.
  constexpr std::array<char16_t, 32> kHigh{
      0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
  std::string bytes;
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    std::uint32_t c = length == 1 ? lead : lead & (0x7FU >> length);
    for (const char next : text.substr(1, length - 1)) {
      c = c << 6U | (static_cast<unsigned char>(next) & 0x3FU);
    }
    text.remove_prefix(std::min(length, text.size()));
    if (c > 0xFF) {
      std::size_t at = 0;
      while (at < kHigh.size() && kHigh[at] != c) {
        ++at;
      }
      if (at == kHigh.size()) {
        return std::nullopt;
      }
      c = 0x80 + static_cast<std::uint32_t>(at);
    }
    bytes += static_cast<char>(c);
  }
  return bytes;
}

}  // namespace portolan::formats
