#include "portolan/goods/list_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "portolan/base/error.hpp"

namespace portolan::goods {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ListFileOptions kOwn{.name = "own", .version = "1"};

TEST(ListReader, ReadsAListWithAllColumns) {
  const ListFile file = read_list(
      "\xEF\xBB\xBF"
      "Tier;code;listed_on;controlled_since;threshold;threshold_unit;note\r\n"
      "A;870323;2023-06-23;2023-06-24;50000;EUR/item;\"large; expensive\"\r\n"
      ";8542;2023-05;;;;\r\n",
      "own.csv",
      kOwn
  );

  EXPECT_EQ(file.layout, "portolan-list");
  EXPECT_EQ(file.records, 2);
  EXPECT_THAT(file.rejects, IsEmpty());
  ASSERT_THAT(file.list.entries, SizeIs(2));
  EXPECT_EQ(file.list.entries[0].code.text(), "8542");
  const ListEntry& car = file.list.entries[1];
  EXPECT_EQ(car.code.text(), "870323");
  EXPECT_EQ(car.tier, "A");
  EXPECT_EQ(car.listed_on, "2023-06-23");
  EXPECT_EQ(car.controlled_since, "2023-06-24");
  EXPECT_EQ(car.threshold.value().to_string(), "50000");
  EXPECT_EQ(car.threshold_unit, "EUR/item");
  EXPECT_EQ(car.note, "large; expensive");
  EXPECT_EQ(file.list.source, "own.csv");
  EXPECT_EQ(file.list.published_on, "2023-06-24");
}

TEST(ListReader, RejectsWhatItCannotUseWithLineAndColumn) {
  const ListFile file = read_list(
      "code,tier,listed_on,threshold,threshold_unit\n"
      "854231,,,,\n"
      "85423,,,,\n"
      "854299,,,,\n"
      "854232,,2023-13,,\n"
      "854233,,2023-02-30,,\n"
      "854239,,,-5,EUR/item\n"
      "854239,,,5,\n"
      "854231,,,,\n"
      "854231,x,,,\n",
      "own.csv",
      kOwn
  );

  EXPECT_EQ(file.records, 9);
  EXPECT_EQ(file.list.entries.size() + file.rejects.size(), 9U);
  EXPECT_THAT(
      file.rejects,
      ElementsAre(
          ListReject{1, 3, "code", "expected an HS code of 2, 4 or 6 digits", "85423"},
          ListReject{2, 4, "code", "expected a code of HS2022", "854299"},
          ListReject{3, 5, "listed_on", "expected a date as 2023-05-19 or 2023-05", "2023-13"},
          ListReject{4, 6, "listed_on", "expected a date as 2023-05-19 or 2023-05", "2023-02-30"},
          ListReject{5, 7, "threshold", "expected a positive number", "-5"},
          ListReject{
              6,
              8,
              "threshold_unit",
              "expected a currency and what it is counted by (EUR/item)",
              ""},
          ListReject{7, 9, "code", "expected each code once in a tier", "854231"}
      )
  );
}

TEST(ListReader, ChecksCodesAgainstTheEditionOfTheList) {
  ListFileOptions options = kOwn;
  options.edition = HsEdition::kHs2017;
  EXPECT_THAT(read_list("code\n854140\n854149\n", "a.csv", options).rejects, SizeIs(1));
  EXPECT_THAT(read_list("code\n854149\n854140\n", "a.csv", kOwn).rejects, SizeIs(1));
}

TEST(ListReader, ReadsEuMeasures) {
  const ListFile file = read_list(
      "hs6,sanction_date,sanctioned,partially_exempt,dual_use,category\n"
      "854231,2022-02-25,1.0,0.0,1.0,dual_use\n"
      "010121,2022-03-15,1.0,1.0,,luxury\n"
      "870421,,,,,non_sanctioned\n"
      "854149,2022-02-25,1.0,0.0,,dual_use\n",  // of HS2022, not of HS2017
      "eu.csv"
  );

  EXPECT_EQ(file.layout, "eu-sanction-dates");
  EXPECT_EQ(file.records, 4);
  EXPECT_EQ(file.num_apart, 1);
  EXPECT_THAT(file.rejects, SizeIs(1));
  EXPECT_EQ(file.list.name, "eu");
  EXPECT_EQ(file.list.version, "2022-03-15");
  EXPECT_EQ(file.list.edition, HsEdition::kHs2017);
  ASSERT_THAT(file.list.entries, SizeIs(2));
  EXPECT_EQ(file.list.entries[0].note, "partly exempt");
  EXPECT_EQ(file.list.entries[1].controlled_since, "2022-02-25");
  EXPECT_EQ(file.list.entries[1].tier, "dual_use");
}

TEST(ListReader, RefusesFilesThatAreNoLists) {
  EXPECT_THAT(
      [] { (void)read_list("", "a.csv", kOwn); },
      testing::ThrowsMessage<Error>("a.csv: expected a list of goods, got an empty file")
  );
  EXPECT_THAT(
      [] { (void)read_list("hs,value\n8542,1\n", "a.csv", kOwn); },
      testing::ThrowsMessage<Error>("a.csv:1: expected a column \"code\", got hs, value")
  );
  EXPECT_THAT(
      [] { (void)read_list("code,price\n8542,1\n", "a.csv", kOwn); },
      testing::ThrowsMessage<Error>("a.csv:1: expected columns of a list, got \"price\"")
  );
  EXPECT_THAT(
      [] { (void)read_list("code\nx\n", "a.csv", kOwn); },
      testing::ThrowsMessage<Error>("a.csv: expected at least one code under control, got none")
  );
}

TEST(ListReader, NeedsANameAndAVersionThatCanBeTyped) {
  const auto read = [](std::string name, std::string version) {
    (void
    )read_list("code\n8542\n", "a.csv", {.name = std::move(name), .version = std::move(version)});
  };
  EXPECT_NO_THROW(read("own_2", "2024-01"));
  EXPECT_THROW(read("", "1"), Error);
  EXPECT_THROW(read("own-2", "1"), Error);
  EXPECT_THROW(read("8542", "1"), Error);
  EXPECT_THROW(read("chpl", "60"), Error);
  EXPECT_THROW(read("own", ""), Error);
  EXPECT_THROW(read("own", "a,b"), Error);
}

// The file as published: 5,369 subheadings, 2,304 of them under measures, first on 2016-12-22 and
// last on 2023-02-25.
TEST(ListReader, ReadsTheWholeFileOfEuMeasures) {
  const char* folder = std::getenv("PORTOLAN_SHARED_DATA");
  const std::filesystem::path path =
      std::filesystem::path(folder != nullptr ? folder : PORTOLAN_SOURCE_DIR "/../shared/data") /
      "eu-sanction-dates-hs6/sanctions_hs6.csv";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "the shared data are absent";
  }
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();

  const ListFile file = read_list(text.str(), path.filename().string());

  EXPECT_EQ(file.records, 5369);
  EXPECT_EQ(file.rows.size() + file.rejects.size(), 5369U);
  EXPECT_EQ(static_cast<std::size_t>(file.num_apart) + file.list.entries.size(), file.rows.size());
  EXPECT_EQ(file.list.version, "2023-02-25");
  std::map<std::string, std::string> dates;
  for (const ListEntry& entry : file.list.entries) {
    dates.emplace(entry.code.to_string(), entry.controlled_since);
  }
  EXPECT_EQ(dates.at("854231"), "2022-02-25");
  EXPECT_EQ(dates.at("870323"), "2022-03-15");
  for (const ListReject& reject : file.rejects) {
    EXPECT_THAT(reject.reason, HasSubstr("expected a code of HS2017")) << reject.value;
  }
}

}  // namespace
}  // namespace portolan::goods
