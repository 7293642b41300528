#include "portolan/formats/input_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "portolan/base/error.hpp"
#include "portolan/formats/sha256.hpp"
#include "support/packing.hpp"

namespace portolan::formats {
namespace {

using portolan::testing::gzip_of;
using portolan::testing::TemporaryFolder;
using ::testing::AllOf;
using ::testing::Property;
using ::testing::Throws;
using ::testing::ThrowsMessage;

constexpr std::size_t kAll = std::size_t{1} << 30U;

TEST(InputFile, GivesContentAndSumOfAPlainFile) {
  const TemporaryFolder folder;
  const std::string bytes(10'000, 'x');
  InputFile file(folder.write("t.csv", bytes));
  EXPECT_EQ(file.kind(), FileKind::kText);
  EXPECT_EQ(file.size(), 10'000);
  EXPECT_EQ(file.position(), 0);
  EXPECT_EQ(read_all(file, kAll), bytes);
  EXPECT_EQ(file.position(), 10'000);
  EXPECT_EQ(file.sha256(), sha256_of(bytes));
}

TEST(InputFile, SumsTheBytesOnDiskThoughNotAllWereRead) {
  const TemporaryFolder folder;
  const std::string packed = gzip_of(std::string(100'000, 'y')) + gzip_of("z");
  InputFile file(folder.write("t.csv.gz", packed));
  EXPECT_EQ(file.kind(), FileKind::kGzip);
  std::array<char, 10> some{};
  EXPECT_EQ(file.read(some), 10U);
  EXPECT_EQ(file.sha256(), sha256_of(packed));
}

TEST(InputFile, ReadsTheOnlyMemberOfAnArchive) {
  const TemporaryFolder folder;
  const auto path = folder.write_zip("t.zip", {{"a.csv", "1\n"}});
  InputFile file(path);
  EXPECT_EQ(file.member(), "a.csv");
  EXPECT_EQ(file.name(), "t.zip(a.csv)");
  EXPECT_EQ(read_all(file, kAll), "1\n");
  EXPECT_EQ(file.sha256(), sha256_of_file(path));
}

TEST(InputFile, AsksWhichMemberIfThereAreSeveral) {
  const TemporaryFolder folder;
  const auto path = folder.write_zip("t.zip", {{"a.csv", "1\n"}, {"b.csv", "2\n"}});
  EXPECT_THAT(
      [&] { InputFile file(path); },
      Throws<Error>(AllOf(
          Property("code", &Error::code, ErrorCode::kInvalidArgument),
          Property("hint", &Error::hint, "it holds: a.csv, b.csv")
      ))
  );
  InputFile file(path, {.member = "b.csv"});
  EXPECT_EQ(read_all(file, kAll), "2\n");
}

TEST(InputFile, KnowsAWorkbookAndRefusesMembersOfPlainFiles) {
  const TemporaryFolder folder;
  EXPECT_EQ(
      InputFile(folder.write_zip("t.xlsx", {{"xl/workbook.xml", "<w/>"}})).kind(), FileKind::kXlsx
  );
  EXPECT_THAT(
      [&] { InputFile file(folder.write("t.csv", "a"), {.member = "b.csv"}); },
      ThrowsMessage<Error>("t.csv: expected an archive with a file \"b.csv\", got text")
  );
}

}  // namespace
}  // namespace portolan::formats
