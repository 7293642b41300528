#include "portolan/formats/text_encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "portolan/base/random.hpp"
#include "portolan/base/text.hpp"

namespace portolan::formats {
namespace {

using namespace std::string_view_literals;

// Hands out one byte after the other.
class DripSource final : public ByteSource {
 public:
  explicit DripSource(std::string_view bytes) : rest_(bytes) {}
  std::size_t read(std::span<char> into) override {
    if (rest_.empty()) {
      return 0;
    }
    into.front() = rest_.front();
    rest_.remove_prefix(1);
    return 1;
  }
  const std::string& name() const override { return name_; }

 private:
  std::string name_ = "t.csv";
  std::string_view rest_;
};

struct Read {
  std::string text;
  TextEncoding encoding;
  std::int64_t faults;
  std::int64_t fault_line;
  bool is_ascii;
  bool is_doubtful;
};

Read read_text(std::string_view bytes, std::optional<TextEncoding> encoding = std::nullopt) {
  DripSource source(bytes);
  TextSource text(source, encoding);
  const std::string content = read_all(text, std::size_t{1} << 30U);
  return {
      content,
      text.encoding().encoding,
      text.num_faults(),
      text.first_fault_line(),
      text.encoding().is_ascii,
      text.encoding().is_doubtful};
}

// "数据年月,商品编码" and "广东省" in GB18030, by the tables of GB 2312 (rows and cells given by
// any converter: iconv -t gb18030).
constexpr auto kChineseHeader =
    "\xCA\xFD\xBE\xDD\xC4\xEA\xD4\xC2,\xC9\xCC\xC6\xB7\xB1\xE0\xC2\xEB\n"sv;

TEST(TextEncoding, LeavesAsciiAndUtf8AsTheyAre) {
  EXPECT_EQ(read_text("a,b\n").text, "a,b\n");
  EXPECT_TRUE(read_text("a,b\n").is_ascii);
  const Read read = read_text("a,Türkiye 商品\n");
  EXPECT_EQ(read.text, "a,Türkiye 商品\n");
  EXPECT_EQ(read.encoding, TextEncoding::kUtf8);
  EXPECT_FALSE(read.is_ascii);
}

TEST(TextEncoding, DropsTheByteOrderMarkThatDecides) {
  EXPECT_EQ(
      read_text("\xEF\xBB\xBF"
                "a")
          .text,
      "a"
  );
  EXPECT_EQ(
      read_text("\xFF\xFE"
                "a\0,\0\xFC\0"sv)
          .text,
      "a,ü"
  );
  EXPECT_EQ(
      read_text("\xFE\xFF"
                "\0a\x4E\x2D"sv)
          .text,
      "a中"
  );
  EXPECT_EQ(
      read_text(
          "\xFE\xFF"
          "\0a"sv,
          TextEncoding::kUtf16Le
      )
          .text,
      "a"
  );
}

TEST(TextEncoding, KnowsChineseByTheWordsOfTheHeader) {
  const Read read = read_text(kChineseHeader);
  EXPECT_EQ(read.encoding, TextEncoding::kGb18030);
  EXPECT_EQ(read.text, "数据年月,商品编码\n");
}

TEST(TextEncoding, KnowsChineseByCommonCharacters) {
  const Read read = read_text("a,b\n1,\xB9\xE3\xB6\xAB\xCA\xA1\n");
  EXPECT_EQ(read.encoding, TextEncoding::kGb18030);
  EXPECT_EQ(read.text, "a,b\n1,广东省\n");
}

TEST(TextEncoding, KnowsCyrillicInLowerAndUpperCase) {
  const Read read = read_text("\xD1\xF2\xF0\xE0\xED\xE0;\xCA\xEE\xE4\n");
  EXPECT_EQ(read.encoding, TextEncoding::kWindows1251);
  EXPECT_EQ(read.text, "Страна;Код\n");
  EXPECT_EQ(read_text("\xCD\xC0\xC8\xCC\xC5\xCD\xCE\xC2\xC0\xCD\xC8\xC5\n").text, "НАИМЕНОВАНИЕ\n");
}

TEST(TextEncoding, FallsBackToLatin1WithADoubt) {
  const Read read = read_text("C\xF4te d'Ivoire,\x80\n");
  EXPECT_EQ(read.encoding, TextEncoding::kLatin1);
  EXPECT_EQ(read.text, "Côte d'Ivoire,€\n");
  EXPECT_TRUE(read.is_doubtful);
}

TEST(TextEncoding, DecidesByALetterLateInTheFile) {
  std::string bytes(300'000, 'x');
  bytes += "C\xF4te";
  const Read read = read_text(bytes);
  EXPECT_EQ(read.encoding, TextEncoding::kLatin1);
  EXPECT_TRUE(read.text.ends_with("xxCôte"));
}

TEST(TextEncoding, CountsAndReplacesWhatItsEncodingDoesNotKnow) {
  const Read read = read_text(
      "a\nb\xFF"
      "c\n\xE4\xBD",
      TextEncoding::kUtf8
  );
  EXPECT_EQ(read.text, "a\nb�c\n��");
  EXPECT_EQ(read.faults, 3);
  EXPECT_EQ(read.fault_line, 2);
  const Read chinese = read_text("a\n\nb\xFFz\n", TextEncoding::kGb18030);
  EXPECT_EQ(chinese.text, "a\n\nb�z\n");
  EXPECT_EQ(chinese.faults, 1);
  EXPECT_EQ(chinese.fault_line, 3);
}

TEST(TextEncoding, KeepsCharactersThatPiecesCut) {
  Random random(7);
  for (int round = 0; round < 50; ++round) {
    std::string text;
    const std::uint64_t size = 65'000 + random.below(200);
    while (text.size() < size) {
      text += random.below(20) == 0 ? "é" : "a";
    }
    text += "商品€😀商品€😀商品€😀商品€😀";
    const std::string padded = text + std::string(random.below(70'000), 'x') + "é";
    EXPECT_EQ(read_text(padded).text, padded);
  }
}

TEST(TextEncoding, MakesWellFormedTextOfAnyBytes) {
  Random random(8);
  for (int round = 0; round < 300; ++round) {
    std::string bytes(random.below(300), ' ');
    std::ranges::generate(bytes, [&] { return static_cast<char>(random.below(256)); });
    for (const auto encoding :
         {TextEncoding::kUtf8,
          TextEncoding::kUtf16Le,
          TextEncoding::kGb18030,
          TextEncoding::kLatin1}) {
      ASSERT_TRUE(is_utf8(read_text(bytes, encoding).text)) << ::testing::PrintToString(bytes);
    }
    ASSERT_TRUE(is_utf8(read_text(bytes).text)) << ::testing::PrintToString(bytes);
  }
}

TEST(TextSource, ShowsItsBeginningWithoutTakingIt) {
  MemorySource source(
      "t.csv",
      "a;Stra\xDF"
      "e\n"
  );
  TextSource text(source);
  EXPECT_EQ(text.peek(4), "a;St");
  EXPECT_EQ(text.peek(100), "a;Straße\n");
  EXPECT_EQ(read_all(text, 100), "a;Straße\n");
}

TEST(TextEncoding, IsKnownByItsUsualNames) {
  EXPECT_EQ(parse_text_encoding(" GBK"), TextEncoding::kGb18030);
  EXPECT_EQ(parse_text_encoding("ISO-8859-1"), TextEncoding::kLatin1);
  EXPECT_EQ(parse_text_encoding("koi9"), std::nullopt);
  EXPECT_EQ(to_string(TextEncoding::kWindows1251), "windows-1251");
}

TEST(RepairMojibake, UndoesOneReadingAsLatin1) {
  EXPECT_EQ(repair_mojibake("CÃ´te d'Ivoire"), "Côte d'Ivoire");
  EXPECT_EQ(repair_mojibake("TÃ¼rkiye â‚¬"), "Türkiye €");
  EXPECT_EQ(repair_mojibake("Côte d'Ivoire"), std::nullopt);
  EXPECT_EQ(repair_mojibake("Turkey"), std::nullopt);
  EXPECT_EQ(repair_mojibake("商品"), std::nullopt);
}

}  // namespace
}  // namespace portolan::formats
