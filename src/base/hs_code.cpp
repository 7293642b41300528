#include "portolan/base/hs_code.hpp"

#include <algorithm>
#include <cstddef>

namespace portolan {
namespace {

struct EditionName {
  std::string_view name;
  std::string_view comtrade;
  int year;
};

constexpr std::array<EditionName, 7> kEditions{{
    {"HS1992", "H0", 1992},
    {"HS1996", "H1", 1996},
    {"HS2002", "H2", 2002},
    {"HS2007", "H3", 2007},
    {"HS2012", "H4", 2012},
    {"HS2017", "H5", 2017},
    {"HS2022", "H6", 2022},
}};

}  // namespace

std::optional<HsCode> HsCode::parse(std::string_view text) {
  HsCode code;
  if (text == "TOTAL") {
    return code;
  }
  if (text.size() < 2 || text.size() > code.digits_.size() || text.size() % 2 != 0) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    }
    code.digits_[i] = text[i];
  }
  code.size_ = static_cast<std::uint8_t>(text.size());
  return code;
}

std::string_view HsCode::text() const noexcept {
  return size_ == 0 ? std::string_view("TOTAL") : std::string_view(digits_.data(), size_);
}

HsCode HsCode::prefix(int level) const {
  if (level >= size_) {
    return *this;
  }
  HsCode cut;
  cut.size_ = static_cast<std::uint8_t>(std::max(level, 0));
  std::copy_n(digits_.begin(), cut.size_, cut.digits_.begin());
  return cut;
}

bool HsCode::covers(const HsCode& other) const {
  return size_ <= other.size_ &&
         std::equal(digits_.begin(), digits_.begin() + size_, other.digits_.begin());
}

std::string_view to_string(HsEdition edition) {
  return kEditions[static_cast<std::size_t>(edition)].name;
}

std::optional<HsEdition> parse_hs_edition(std::string_view text) {
  for (std::size_t i = 0; i < kEditions.size(); ++i) {
    const EditionName& edition = kEditions[i];
    const bool is_short =
        text.size() == 4 && text.substr(0, 2) == "HS" && text.substr(2) == edition.name.substr(4);
    if (text == edition.name || text == edition.comtrade || text == edition.name.substr(2) ||
        is_short) {
      return static_cast<HsEdition>(i);
    }
  }
  return std::nullopt;
}

HsEdition hs_edition_in_force(int year) {
  std::size_t index = 0;
  while (index + 1 < kEditions.size() && kEditions[index + 1].year <= year) {
    ++index;
  }
  return static_cast<HsEdition>(index);
}

}  // namespace portolan
