#include "portolan/panel/coded_panel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"
#include "portolan/panel/coded_panel_writer.hpp"

namespace portolan::panel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class CodedPanelFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) / (std::string("coded_") + test->name());
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

CodedRow
flow(std::int32_t period, std::uint16_t importer, std::uint16_t exporter, std::int64_t usd) {
  CodedRow row;
  row.period = period;
  row.importer = importer;
  row.exporter = exporter;
  row.export_status = Status::kReported;
  row.value(Column::kExportUsd) = usd;
  return row;
}

TEST_F(CodedPanelFiles, GiveBackWhatWasWritten) {
  CodedPanelWriter writer(folder_, {"ARM", "RUS", "WLD"}, {"8542", "854231"});
  CodedRow row = flow(202200, 1, 0, 1'060'000);
  row.level = 4;
  row.import_status = Status::kInferredZero;
  row.is_partial = true;
  writer.add(row);
  row = flow(202301, 1, 0, 1'000'000);
  row.frequency = Frequency::kMonthly;
  row.family = 1;
  row.import_status = Status::kReported;
  row.margin = 0.06;
  row.value(Column::kImportUsd) = 530'000;
  writer.add(row);
  row = flow(202301, 2, 0, 7);
  row.frequency = Frequency::kMonthly;
  row.family = 1;
  writer.add(row);
  writer.finish();

  const CodedPanel panel = CodedPanel::open(folder_);
  panel.verify();
  EXPECT_EQ(panel.num_rows(), 3U);
  EXPECT_THAT(panel.places(), ElementsAre("ARM", "RUS", "WLD"));
  EXPECT_FALSE(panel.is_stated_sum(1));
  EXPECT_TRUE(panel.is_stated_sum(2));
  EXPECT_EQ(panel.find_place("RUS"), 1);
  EXPECT_EQ(panel.find_place("KAZ"), std::nullopt);
  ASSERT_EQ(panel.blocks().size(), 2U);
  EXPECT_EQ(panel.blocks(Frequency::kAnnual, 4).size(), 1U);
  EXPECT_EQ(panel.blocks(Frequency::kMonthly, 6, *panel.find_family("854231")).size(), 1U);
  EXPECT_TRUE(panel.blocks(Frequency::kMonthly, 6, *panel.find_family("8542")).empty());
  EXPECT_EQ(panel.export_status(0), Status::kReported);
  EXPECT_EQ(panel.import_status(0), Status::kInferredZero);
  EXPECT_TRUE(panel.is_partial(0));
  EXPECT_FALSE(panel.is_partial(1));
  EXPECT_EQ(panel.value(Column::kImportUsd, 0), kMissing);
  EXPECT_EQ(panel.value(Column::kImportUsd, 1), 530'000);
  EXPECT_TRUE(panel.values(Column::kImportKg).empty());
  EXPECT_EQ(panel.value(Column::kImportKg, 1), kMissing);
  EXPECT_NEAR(panel.gap(1), std::log(2.0), 1e-12);  // 1000 left, 530 arrived with 6 % freight
  EXPECT_TRUE(std::isnan(panel.gap(0)));
  EXPECT_EQ(panel.find_row(panel.blocks()[1], 0, 2), 2U);
  EXPECT_EQ(panel.find_row(panel.blocks()[1], 1, 2), std::nullopt);
}

TEST_F(CodedPanelFiles, FindEveryRowThatIsThereAndNoOther) {
  Random random(20'240'311);
  std::vector<std::string> places;
  for (int i = 0; i < 30; ++i) {
    places.push_back(fmt::format("A{:02}", i));
  }
  std::map<std::tuple<std::uint32_t, std::int32_t, std::uint16_t, std::uint16_t>, std::int64_t>
      truth;
  for (int i = 0; i < 5'000; ++i) {
    truth[{
        static_cast<std::uint32_t>(random.below(3)),
        static_cast<std::int32_t>(202000 + 100 * random.below(3)),
        static_cast<std::uint16_t>(random.below(30)),
        static_cast<std::uint16_t>(random.below(30))}] =
        static_cast<std::int64_t>(random.below(1'000'000));
  }
  CodedPanelWriter writer(folder_, places, {"010101", "020202", "030303"});
  for (const auto& [key, usd] : truth) {
    CodedRow row = flow(std::get<1>(key), std::get<2>(key), std::get<3>(key), usd);
    row.family = std::get<0>(key);
    writer.add(row);
  }
  writer.finish();

  const CodedPanel panel = CodedPanel::open(folder_);
  panel.verify();
  ASSERT_EQ(panel.num_rows(), truth.size());
  std::size_t found = 0;
  for (const Block& block : panel.blocks()) {
    for (std::uint16_t importer = 0; importer < 30; ++importer) {
      for (std::uint16_t exporter = 0; exporter < 30; ++exporter) {
        const auto row = panel.find_row(block, exporter, importer);
        const auto expected = truth.find({block.family, block.period, importer, exporter});
        ASSERT_EQ(row.has_value(), expected != truth.end());
        if (row) {
          ASSERT_EQ(panel.value(Column::kExportUsd, *row), expected->second);
          ++found;
        }
      }
    }
  }
  EXPECT_EQ(found, truth.size());
}

TEST_F(CodedPanelFiles, HoldTheSameValuesAfterTheirMemoryWasGivenBack) {
  CodedPanelWriter writer(folder_, {"ARM", "RUS"}, {"854231"});
  constexpr std::uint64_t kPeriods = 20'000;
  for (std::uint64_t i = 0; i < kPeriods; ++i) {
    CodedRow row = flow(static_cast<std::int32_t>(i), 1, 0, static_cast<std::int64_t>(i) * 3);
    writer.add(row);
  }
  writer.finish();
  const CodedPanel panel = CodedPanel::open(folder_);
  const auto sum = [&] {
    std::int64_t total = 0;
    for (const std::int64_t value : panel.values(Column::kExportUsd)) {
      total += value;
    }
    return total;
  };
  ASSERT_EQ(sum(), 3 * 19'999 * 20'000 / 2);  // 3 (0 + 1 + … + 19,999)
  for (const auto& [begin, end] :
       {std::pair(0, 20'000),
        std::pair(5'000, 15'000),
        std::pair(19'999, 20'000),
        std::pair(7, 7)}) {
    panel.release(static_cast<std::size_t>(begin), static_cast<std::size_t>(end));
    EXPECT_EQ(sum(), 3 * 19'999 * 20'000 / 2);
  }
  panel.verify();
}

TEST_F(CodedPanelFiles, AreNotOpenedWhenAFileIsCutAndNotVerifiedWhenAByteChanged) {
  CodedPanelWriter writer(folder_, {"ARM", "RUS"}, {"854231"});
  writer.add(flow(202200, 1, 0, 5'000));
  writer.finish();
  const auto file = folder_ / "export_usd.bin";
  std::ifstream in(file, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});

  std::string changed = bytes;
  changed[64] = static_cast<char>(changed[64] ^ 1);
  std::ofstream(file, std::ios::binary) << changed;
  const CodedPanel panel = CodedPanel::open(folder_);
  EXPECT_THAT([&] { panel.verify(); }, ThrowsMessage<Error>(HasSubstr("got another checksum")));

  std::ofstream(file, std::ios::binary) << bytes.substr(0, 70);
  EXPECT_THAT(
      [&] { (void)CodedPanel::open(folder_); },
      ThrowsMessage<Error>(HasSubstr("export_usd.bin: expected 1 elements, got 6 bytes"))
  );
}

TEST_F(CodedPanelFiles, AreNotThereBeforeTheWriterIsFinished) {
  CodedPanelWriter writer(folder_, {"ARM", "RUS"}, {"854231"});
  writer.add(flow(202200, 1, 0, 5'000));
  EXPECT_THAT(
      [&] { (void)CodedPanel::open(folder_); },
      ThrowsMessage<Error>(HasSubstr("expected a coded panel, got none"))
  );
}

TEST_F(CodedPanelFiles, RefuseRowsOutOfOrder) {
  CodedPanelWriter writer(folder_, {"ARM", "RUS"}, {"854231"});
  writer.add(flow(202200, 1, 0, 5'000));
  EXPECT_THAT(
      [&] { writer.add(flow(202200, 1, 0, 5'000)); },
      ThrowsMessage<Error>(HasSubstr("rows out of order"))
  );
}

}  // namespace
}  // namespace portolan::panel
