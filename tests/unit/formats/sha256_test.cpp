#include "portolan/formats/sha256.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "portolan/base/error.hpp"
#include "support/packing.hpp"

namespace portolan::formats {
namespace {

// Expected sums: the examples of FIPS 180-4 (NIST, "SHA256.pdf": one block, two blocks, a million
// a).
TEST(Sha256, GivesTheSumsOfTheStandard) {
  EXPECT_EQ(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(
      sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  );
  EXPECT_EQ(
      sha256_of(std::string(1'000'000, 'a')),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
  );
}

TEST(Sha256, DoesNotDependOnHowTheBytesAreCut) {
  Sha256 sum;
  sum.update("a");
  EXPECT_EQ(sum.hex(), sha256_of("a"));
  sum.update("");
  sum.update("bc");
  EXPECT_EQ(sum.hex(), sha256_of("abc"));
}

TEST(Sha256, OfAFileIsTheSumOfItsBytes) {
  const testing::TemporaryFolder folder;
  const auto path = folder.write("abc.txt", "abc");
  EXPECT_EQ(sha256_of_file(path), sha256_of("abc"));
}

}  // namespace
}  // namespace portolan::formats
