// Counts were taken with another CSV reader from the same files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "imported_rows.hpp"

namespace portolan::ingest {
namespace {

using ::testing::ElementsAre;

class RealData : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = shared_data();
    if (!folder_) {
      GTEST_SKIP() << "no real data: set PORTOLAN_SHARED_DATA to their folder";
    }
  }
  std::optional<std::filesystem::path> folder_;
};

TEST_F(RealData, ExportsToRussiaFromTheWebsite) {
  ImportScene scene;
  const auto report =
      scene.import(*folder_ / "comtrade-exports-to-russia" / "machinery_vehicles.csv.gz");
  const ImportedFile& file = report.files.at(0);
  EXPECT_EQ(file.dialect, "comtrade-v1");
  EXPECT_EQ(file.sentence(), "9,508 records: 9,508 imported, 0 kept apart, 0 rejected");
  EXPECT_EQ(file.encoding, "latin-1");
  EXPECT_THAT(
      scene.rows("SELECT count(DISTINCT reporter), count(DISTINCT code), min(line), max(line) "
                 "FROM trade"),
      ElementsAre("117|19|2|9509")
  );
}

TEST_F(RealData, FuelsOf2017ByBothReporters) {
  ImportScene scene;
  const auto report = scene.import(*folder_ / "comtrade-hs27-mirror" / "hs27_2017.csv.gz");
  const ImportedFile& file = report.files.at(0);
  EXPECT_EQ(file.dialect, "comtrade-legacy");
  EXPECT_EQ(file.records, 17'409);
  EXPECT_EQ(file.apart.at(Plane::kWorld), 286);
  EXPECT_EQ(file.apart.at(Plane::kReExport), 60 + 721);
  EXPECT_EQ(file.num_rejected(), 0);
  EXPECT_EQ(file.zero_weights, 16'791);
  EXPECT_THAT(
      scene.rows("SELECT count(*) FROM trade AS arrival JOIN trade AS departure ON "
                 "arrival.flow = 'M' AND departure.flow = 'X' AND arrival.plane = 'main' AND "
                 "departure.plane = 'main' AND arrival.reporter_code = departure.partner_code AND "
                 "arrival.partner_code = departure.reporter_code"),
      ElementsAre("5298")
  );
}

}  // namespace
}  // namespace portolan::ingest
