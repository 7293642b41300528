#include "portolan/formats/byte_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "portolan/base/error.hpp"
#include "portolan/formats/file_kind.hpp"
#include "portolan/formats/zip.hpp"
#include "support/packing.hpp"

namespace portolan::formats {
namespace {

using portolan::testing::gzip_of;
using portolan::testing::TemporaryFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Property;
using ::testing::Throws;
using ::testing::ThrowsMessage;

constexpr std::size_t kAll = std::size_t{1} << 30U;

auto throws_error(ErrorCode code, const std::string& message) {
  return Throws<Error>(AllOf(
      Property("code", &Error::code, code), Property("what", &Error::what, HasSubstr(message))
  ));
}

std::string gunzip(std::string_view packed, const ExpansionLimits& limits = {}) {
  MemorySource source("trade.csv.gz", packed);
  GzipSource content(source, limits);
  return read_all(content, kAll);
}

TEST(FileSource, SaysThatAFileIsMissing) {
  const TemporaryFolder folder;
  EXPECT_THAT(
      [&] { FileSource file(folder.path() / "no.csv"); },
      throws_error(ErrorCode::kInvalidArgument, "no.csv: expected a file, got nothing of that name")
  );
  EXPECT_THAT(
      [&] { FileSource file(folder.path()); },
      throws_error(ErrorCode::kInvalidArgument, "expected a file, got a folder")
  );
}

TEST(GzipSource, UnpacksSeveralMembersAndPaddingAsOneContent) {
  EXPECT_EQ(gunzip(gzip_of("a,b\n") + gzip_of("") + gzip_of("1,2\n")), "a,b\n1,2\n");
  EXPECT_EQ(gunzip(gzip_of("a,b\n") + std::string(512, '\0')), "a,b\n");
  EXPECT_EQ(gunzip(gzip_of("")), "");
}

TEST(GzipSource, RefusesEveryCut) {
  const std::string packed = gzip_of("period,value\n2023,12\n");
  for (std::size_t size = 0; size < packed.size(); ++size) {
    EXPECT_THAT(
        [&] { (void)gunzip(packed.substr(0, size)); },
        throws_error(
            ErrorCode::kBadData, "trade.csv.gz: expected gzip to its end, got its end too early"
        )
    ) << size;
  }
}

TEST(GzipSource, RefusesBytesChangedInTheMiddle) {
  std::string packed = gzip_of("period,value\n2023,12\n");
  packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 1);  // within the CRC
  EXPECT_THAT([&] { (void)gunzip(packed); }, throws_error(ErrorCode::kBadData, "trade.csv.gz"));
  EXPECT_THAT(
      [&] { (void)gunzip(gzip_of("a\n") + "tail"); },
      throws_error(ErrorCode::kBadData, "expected gzip to its end")
  );
}

TEST(GzipSource, RefusesABomb) {
  const std::string packed = gzip_of(std::string(4'000'000, '0'));
  EXPECT_THAT(
      [&] { (void)gunzip(packed, {.max_ratio = 250, .free_bytes = 1'000'000}); },
      throws_error(ErrorCode::kBadData, "expected at most 250 bytes out of each packed byte")
  );
  EXPECT_THAT(
      [&] { (void)gunzip(packed, {.max_bytes = 3'000'000}); },
      throws_error(ErrorCode::kBadData, "expected at most 3000000 bytes when unpacked")
  );
  EXPECT_EQ(gunzip(packed).size(), 4'000'000U);
}

TEST(ReadAll, StopsAtItsBound) {
  MemorySource source("big.json", "12345");
  EXPECT_THAT(
      [&] { (void)read_all(source, 4); },
      ThrowsMessage<Error>("big.json: expected at most 4 bytes, got more")
  );
}

TEST(ZipMemberSource, ReadsEachMemberOfAnArchive) {
  const TemporaryFolder folder;
  const auto path =
      folder.write_zip("baci.zip", {{"y2023.csv", "t,i\n"}, {"codes/c.csv", "k\n1\n"}});

  const auto members = zip_members(path);

  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].name, "y2023.csv");
  EXPECT_EQ(members[0].bytes, 4);
  EXPECT_EQ(members[1].name, "codes/c.csv");
  ZipMemberSource source(path, "codes/c.csv");
  EXPECT_EQ(source.name(), "baci.zip(codes/c.csv)");
  EXPECT_EQ(read_all(source, kAll), "k\n1\n");
}

TEST(ZipMemberSource, NamesTheNearestMember) {
  const TemporaryFolder folder;
  const auto path = folder.write_zip("baci.zip", {{"y2023.csv", "t\n"}});
  EXPECT_THAT(
      [&] { ZipMemberSource source(path, "y2022.csv"); },
      Throws<Error>(Property("hint", &Error::hint, "nearest: y2023.csv"))
  );
}

TEST(ZipMemberSource, RefusesABombAndADamagedArchive) {
  const TemporaryFolder folder;
  const std::string zeros(4'000'000, '0');
  const auto path = folder.write_zip("bomb.zip", {{"zeros.csv", zeros}});
  ZipMemberSource source(path, "zeros.csv", {.free_bytes = 1'000'000});
  EXPECT_THAT(
      [&] { (void)read_all(source, kAll); },
      throws_error(ErrorCode::kBadData, "bomb.zip(zeros.csv): expected at most 250 bytes out of")
  );
  const std::string bytes = read_file(path);
  const auto cut = folder.write("cut.zip", std::string_view(bytes).substr(0, bytes.size() / 2));
  EXPECT_THAT(
      [&] { (void)zip_members(cut); },
      throws_error(ErrorCode::kBadData, "cut.zip: expected a zip archive, got a damaged one")
  );
}

TEST(FileKind, IsToldByTheFirstBytes) {
  using namespace std::string_view_literals;
  EXPECT_EQ(kind_of_bytes(""), FileKind::kEmpty);
  EXPECT_EQ(kind_of_bytes("t,i,j\n"), FileKind::kText);
  EXPECT_EQ(kind_of_bytes("\xEF\xBB\xBF{\"data\""), FileKind::kJson);
  EXPECT_EQ(kind_of_bytes(" [[1"), FileKind::kJson);
  EXPECT_EQ(kind_of_bytes("<?xml version='1.0'?><a/>"), FileKind::kXml);
  EXPECT_EQ(kind_of_bytes("\n<!DOCTYPE HTML PUBLIC"), FileKind::kHtml);
  EXPECT_EQ(kind_of_bytes("<?xml version='1.0'?>\n<html xmlns"), FileKind::kHtml);
  EXPECT_EQ(kind_of_bytes("\xFF\xFEt\0,\0"sv), FileKind::kUtf16);
  EXPECT_EQ(kind_of_bytes("a\0b"sv), FileKind::kBinary);
  EXPECT_EQ(kind_of_bytes("PAR1\x15\x04"), FileKind::kParquet);
  EXPECT_EQ(kind_of_bytes(gzip_of("a")), FileKind::kGzip);
}

TEST(FileKind, TellsAWorkbookFromOtherArchives) {
  const TemporaryFolder folder;
  EXPECT_EQ(
      kind_of_file(folder.write_zip("a.xlsx", {{"xl/workbook.xml", "<w/>"}})), FileKind::kXlsx
  );
  EXPECT_EQ(kind_of_file(folder.write_zip("a.zip", {{"a.csv", "1"}})), FileKind::kZip);
}

}  // namespace
}  // namespace portolan::formats
