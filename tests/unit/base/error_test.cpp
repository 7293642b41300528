#include "portolan/base/error.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portolan {
namespace {

TEST(Error, SaysWhatItQuotesOnOneLine) {
  const Error error = bad_data("t.csv:2: expected a number, got \"{}\"", "x\r\n\ty");
  EXPECT_EQ(std::string(error.what()), "t.csv:2: expected a number, got \"x   y\"");
}

}  // namespace
}  // namespace portolan
