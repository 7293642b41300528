#include "portolan/components/goods_of_part.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace portolan::components {
namespace {

std::string code_of(const char* marking, const char* kind = "unknown", const char* part = "") {
  const auto goods = goods_of({.marking = marking, .kind = kind, .part_number = part});
  return goods ? goods->code.to_string() : "";
}

// Codes of the nomenclature of 2022 for goods that the words name.
TEST(GoodsOf, ReadsWhatThePartIs) {
  EXPECT_EQ(code_of("Microcontroller STM32F107VCT6"), "854231");
  EXPECT_EQ(code_of("Flash memory S29AL008J"), "854232");
  EXPECT_EQ(code_of("Operational amplifier AD8221"), "854233");
  EXPECT_EQ(code_of("FPGA Spartan-6"), "854239");
  EXPECT_EQ(code_of("MOSFET transistor IRF 5305"), "8541");
  EXPECT_EQ(code_of("Schottky diode MBRS320"), "854110");
  EXPECT_EQ(code_of("Tantalum capacitor 10 uF"), "853221");
  EXPECT_EQ(code_of("GPS receiver NV08C-CSM"), "852691");
  EXPECT_EQ(code_of("Antenna"), "852910");
  EXPECT_EQ(code_of("Turbojet engine LX-WP-160"), "841111");
  EXPECT_EQ(code_of("Servo drive"), "8501");
}

TEST(GoodsOf, TellsAChipFromTheGoodsItIsFor) {
  EXPECT_EQ(code_of("MOSFET driver chip"), "8542");
  EXPECT_EQ(code_of("GPS receiver chip"), "8542");
  EXPECT_EQ(code_of("Memory controller"), "8542");
}

TEST(GoodsOf, TakesPartNumberAndKindWhereTheMarkingSaysNothing) {
  EXPECT_EQ(code_of("(unspecified)", "unknown", "TMS320 F28335PGFA"), "854231");
  EXPECT_EQ(code_of("(unspecified)", "fpga"), "854239");
  EXPECT_EQ(code_of("(unspecified)", "antenna"), "852910");
}

TEST(GoodsOf, CannotTellWhereNothingIsSaid) {
  EXPECT_EQ(code_of("(unspecified)"), "");
  EXPECT_EQ(code_of("not identified"), "");
  EXPECT_EQ(code_of(""), "");
  EXPECT_EQ(code_of("STM32"), "") << "a beginning alone is no part number";
}

TEST(GoodsOf, SaysWhatDecided) {
  const auto goods = goods_of({.marking = "Microcontroller AB12"});
  ASSERT_TRUE(goods.has_value());
  EXPECT_EQ(goods->evidence, "microcontroller");
  EXPECT_EQ(goods->confidence, Confidence::kHigh);
  EXPECT_FALSE(goods->reason.empty());
}

TEST(BarePartNumber, LeavesLettersAndDigits) {
  EXPECT_EQ(bare_part_number(" tms320 F28335-PGFA"), "TMS320F28335PGFA");
  EXPECT_EQ(bare_part_number("-"), "");
}

}  // namespace
}  // namespace portolan::components
