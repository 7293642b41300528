#include "portolan/base/decimal3.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "portolan/base/random.hpp"

namespace portolan {
namespace {

std::optional<std::int64_t> thousandths(std::string_view text, char mark = '.') {
  const auto number = Decimal3::parse(text, mark);
  return number ? std::optional(number->thousandths()) : std::nullopt;
}

TEST(Decimal3, ReadsPlainAndScientificText) {
  EXPECT_EQ(thousandths("173514.72"), 173'514'720);
  EXPECT_EQ(thousandths("-0.5"), -500);
  EXPECT_EQ(thousandths("1.5e3"), 1'500'000);
  EXPECT_EQ(thousandths("25e-4"), 2);  // 0.0025 lies between 2 and 3 thousandths; 2 is even
  EXPECT_EQ(thousandths("1,25", ','), 1'250);
  EXPECT_EQ(thousandths("999999999999999.999"), 999'999'999'999'999'999);
}

TEST(Decimal3, RoundsHalfToEvenOnTheDecimalDigits) {
  EXPECT_EQ(thousandths("0.0005"), 0);
  EXPECT_EQ(thousandths("0.0015"), 2);
  EXPECT_EQ(thousandths("0.00050000001"), 1);
  EXPECT_EQ(thousandths("764942711.9200001"), 764'942'711'920);
}

TEST(Decimal3, RefusesWhatIsNoPlainNumber) {
  for (const char* text :
       {"", "-", ".", "1,5", "1 000", "+1", "1e", "1e99", "NaN", "inf", "0x10", "1.2.3", "--1"}) {
    EXPECT_EQ(thousandths(text), std::nullopt) << text;
  }
  EXPECT_EQ(thousandths("1000000000000000"), std::nullopt);  // 16 digits before the mark
}

TEST(Decimal3, PrintsTheShortestTextThatReadsBackTheSame) {
  EXPECT_EQ(Decimal3::from_thousandths(1'234'500).to_string(), "1234.5");
  EXPECT_EQ(Decimal3::from_thousandths(-7'000).to_string(), "-7");
  EXPECT_EQ(Decimal3::from_thousandths(-1).to_string(), "-0.001");
  Random random(20'261'123);
  for (int i = 0; i < 10'000; ++i) {
    const auto value = static_cast<std::int64_t>(random.next() >> 5U) - (std::int64_t{1} << 58U);
    const auto number = Decimal3::from_thousandths(value);
    ASSERT_EQ(thousandths(number.to_string()), value) << number.to_string();
  }
}

}  // namespace
}  // namespace portolan
