#include "portolan/world/world_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/world/reports.hpp"

namespace portolan::world {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// A folder of its own for each test.
class WorldFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / (std::string("portolan_world_") + test->name());
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  MakeWorldResult make(
      const std::string& name,
      std::uint64_t seed,
      const std::string& plants = "all",
      const std::string& decoys = "all"
  ) {
    SilentProgress progress;
    const MakeWorldRequest request{
        .folder = folder_ / name, .seed = seed, .plants = plants, .decoys = decoys};
    return make_world_files(request, progress);
  }

  [[nodiscard]] std::map<std::string, std::string> texts(const std::string& name) const {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / name)) {
      if (entry.is_regular_file()) {
        found[fs::relative(entry.path(), folder_ / name).string()] = text_of(entry.path());
      }
    }
    return found;
  }

  fs::path folder_;
};

/// Cells of a line; quotes only stand around whole cells.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (const char letter : line) {
    if (letter == '"') {
      is_quoted = !is_quoted;
    } else if (letter == ',' && !is_quoted) {
      cells.emplace_back();
    } else {
      cells.back() += letter;
    }
  }
  return cells;
}

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const std::string& text, std::size_t cells_more_than_header) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> header = cells_of(line);
  std::vector<Row> rows;
  while (std::getline(lines, line)) {
    const std::vector<std::string> cells = cells_of(line);
    EXPECT_EQ(cells.size(), header.size() + cells_more_than_header) << line;
    Row row;
    for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i) {
      row[header[i]] = cells[i];
    }
    rows.push_back(row);
  }
  return rows;
}

TEST_F(WorldFiles, HoldTheSameBytesForTheSameSeedAndOthersForAnother) {
  (void)make("a", 7);
  (void)make("b", 7);
  (void)make("c", 8);
  const auto a = texts("a");
  EXPECT_EQ(a, texts("b"));
  const auto c = texts("c");
  for (const auto& [path, text] : a) {
    if (path != "eur_usd.csv") {
      EXPECT_NE(text, c.at(path)) << path;
    }
  }
}

// Positions in the header of Comtrade v1, counted from 0.
constexpr std::size_t kRefYear = 3;
constexpr std::size_t kReporterCode = 6;
constexpr std::size_t kFlowCode = 9;
constexpr std::size_t kCifValue = 41;
constexpr std::size_t kFobValue = 42;
constexpr std::size_t kPrimaryValue = 43;

TEST_F(WorldFiles, HoldEveryStatementOfComtradeReporters) {
  const MakeWorldResult result = make("w", 1);
  const World world = make_world(spec_of_options("small", "all", "all"), 1);
  std::map<std::string, std::int64_t> expected_usd;
  std::map<std::string, std::int64_t> stated_usd;
  for (std::size_t c = 0; c < world.countries.size(); ++c) {
    const WorldCountry& country = world.countries[c];
    const std::string_view iso3 = country.code.iso3();
    if (!country.is_eu && iso3 != "CHE" && iso3 != "NOR" && iso3 != "CAN") {
      for (const WorldReport& report : statements_of(world, static_cast<std::uint16_t>(c)).first) {
        expected_usd[std::to_string(country.comtrade_code)] += report.value_usd;
      }
    }
  }
  for (const WorldFile& file : result.files) {
    if (file.layout != "comtrade-v1-csv") {
      continue;
    }
    const std::string text = text_of(folder_ / "w" / file.path);
    const std::vector<std::string_view> lines = split(text, '\n');
    EXPECT_EQ(
        static_cast<std::int64_t>(lines.size()), file.rows + 2
    );  // header, end of the last line
    const bool is_revised = file.path.find("revised") != std::string::npos;
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
      const std::vector<std::string_view> cells = split(lines[i], ',');
      ASSERT_EQ(cells.size(), 47U) << lines[i];
      if (!is_revised) {
        ASSERT_NE(file.path.find("_" + std::string(cells[kRefYear]) + "["), std::string::npos);
        stated_usd[std::string(cells[kReporterCode])] += *parse_integer(cells[kPrimaryValue]);
      }
      const bool is_import = cells[kFlowCode] == "M";
      ASSERT_EQ(cells[is_import ? kCifValue : kFobValue], cells[kPrimaryValue]);
      ASSERT_EQ(cells[is_import ? kFobValue : kCifValue], "");
    }
  }
  std::erase_if(expected_usd, [](const auto& entry) { return entry.second == 0; });
  EXPECT_EQ(stated_usd, expected_usd);
}

TEST_F(WorldFiles, ShowTheWebsitesExtraComma) {
  const MakeWorldResult result = make("w", 1);
  const std::string text = text_of(folder_ / "w/files/comtrade_CAN_website.csv");
  const std::vector<Row> rows = rows_of(text, 1);
  EXPECT_GT(rows.size(), 1'000U);
  for (const Row& row : rows) {
    EXPECT_EQ(row.at("reporterDesc"), "Canada");
    EXPECT_EQ(row.at("partner2ISO"), "W00");
    EXPECT_FALSE(row.at("partnerDesc").empty());
    EXPECT_EQ(row.at("netWgt"), row.at("qty"));
  }
}

TEST_F(WorldFiles, AreJsonWithTheFieldsOfComtrade) {
  const MakeWorldResult result = make("w", 1);
  const std::string text = text_of(folder_ / "w/files/comtrade_CHE.json");
  const formats::JsonValue envelope = formats::parse_json(text, "comtrade_CHE.json");
  const auto& rows = envelope.find("data")->elements();
  EXPECT_EQ(envelope.integer_at("count"), static_cast<std::int64_t>(rows.size()));
  EXPECT_GT(rows.size(), 1'000U);
  for (const formats::JsonValue& row : rows) {
    ASSERT_EQ(row.members().size(), 47U);
    ASSERT_EQ(row.integer_at("reporterCode"), 757);
    ASSERT_EQ(row.string_at("period").size(), 6U);
    ASSERT_GT(row.integer_at("primaryValue"), 0);
  }
}

TEST_F(WorldFiles, GiveEuMembersInComextOnlyAndInEuro) {
  const MakeWorldResult result = make("w", 1);
  const World world = make_world(spec_of_options("small", "all", "all"), 1);
  double expected_usd = 0.0;
  for (std::size_t c = 0; c < world.countries.size(); ++c) {
    if (world.countries[c].is_eu) {
      for (const WorldReport& report : statements_of(world, static_cast<std::uint16_t>(c)).first) {
        const bool is_sum =
            report.code_kind == CodeKind::kTotal || report.partner_kind == PartnerKind::kWorld;
        // December 2023: the European Central Bank's average is 1.0903 dollars a euro.
        if (!is_sum && world.months[report.month].number() == 202312) {
          expected_usd += static_cast<double>(report.value_usd);
        }
      }
    }
  }
  const std::vector<Row> rows = rows_of(text_of(folder_ / "w/files/full_v2_202312.dat"), 0);
  double eur = 0.0;
  std::set<std::string> reporters;
  for (const Row& row : rows) {
    EXPECT_EQ(row.size(), 18U);
    EXPECT_EQ(row.at("PRODUCT_NC").size(), 8U);
    EXPECT_EQ(row.at("PERIOD"), "202312");
    reporters.insert(row.at("REPORTER"));
    eur += std::stod(row.at("VALUE_EUR"));
  }
  EXPECT_NEAR(eur * 1.0903, expected_usd, 0.55 * static_cast<double>(rows.size()));
  EXPECT_EQ(reporters.size(), 14U);  // the small world's: AT CZ DE EE ES FI FR HU IT LT LV NL PL SE
  EXPECT_EQ(reporters.count("DE"), 1U);
  EXPECT_EQ(reporters.count("US"), 0U);
}

TEST_F(WorldFiles, TellNothingOfTheTruth) {
  (void)make("w", 1);
  std::vector<std::string> words = {"truth", "planted", "decoy", "transit", "ghost", "seed"};
  for (int kind = 0; kind < kNumEventKinds; ++kind) {
    words.emplace_back(to_string(static_cast<EventKind>(kind)));
  }
  for (const auto& [path, text] : texts("w")) {
    if (path.rfind("files/", 0) == 0) {
      for (const std::string& word : words) {
        EXPECT_EQ(text.find(word), std::string::npos) << path << " holds " << word;
        EXPECT_EQ(path.find(word), std::string::npos);
      }
    }
  }
}

TEST_F(WorldFiles, HoldNoEventsInTheTruthWhereNothingIsPlanted) {
  const MakeWorldResult result = make("w", 1, "none", "none");
  EXPECT_TRUE(result.truth.events.empty());
  const auto truth = formats::parse_json(text_of(folder_ / "w/truth.json"), "truth.json");
  EXPECT_EQ(truth.string_at("schema"), "portolan.world_truth/1");
  EXPECT_TRUE(truth.find("events")->elements().empty());
}

TEST_F(WorldFiles, RefuseAFolderWithFiles) {
  fs::create_directories(folder_ / "w");
  std::ofstream(folder_ / "w/letter.txt") << "mine";
  EXPECT_THAT(
      [&] { (void)make("w", 1); },
      ::testing::ThrowsMessage<Error>(
          (folder_ / "w").string() + ": expected a folder that is new or empty, got one with files"
      )
  );
  EXPECT_EQ(text_of(folder_ / "w/letter.txt"), "mine");
}

}  // namespace
}  // namespace portolan::world
