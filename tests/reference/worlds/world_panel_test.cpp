// The panel of a practice world made in memory against the slow way: files, import, panel build.
#include "world_panel.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "portolan/engine/demo.hpp"
#include "portolan/panel/workspace_panel.hpp"
#include "portolan/store/workspace.hpp"
#include "world_question.hpp"

namespace portolan::bench {
namespace {

using panel::CodedPanel;
using panel::Column;
using panel::Status;
using ::testing::IsEmpty;

constexpr std::uint64_t kSeed = 3;

using RowName = std::tuple<int, std::string, std::int32_t, std::string, std::string>;

std::map<RowName, std::size_t> rows_by_name(const CodedPanel& panel) {
  std::map<RowName, std::size_t> rows;
  for (const panel::Block& block : panel.blocks()) {
    for (std::size_t row = block.begin; row < block.end; ++row) {
      rows.emplace(
          RowName{
              block.level,
              panel.families()[block.family],
              block.period,
              panel.places()[panel.exporters()[row]],
              panel.places()[panel.importers()[row]]},
          row
      );
    }
  }
  return rows;
}

std::string text_of(const RowName& name) {
  return fmt::format(
      "{} {} {} {} to {}",
      std::get<0>(name),
      std::get<1>(name),
      std::get<2>(name),
      std::get<3>(name),
      std::get<4>(name)
  );
}

/// The demo's workspace of one seed, made once, and the same world in memory.
class WorldPanelTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string name = (std::filesystem::temp_directory_path() / "worlds-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    SilentProgress progress;
    run_ =
        engine::demo(
            {.folder = folder_ / "demo", .seed = kSeed, .threads = 2, .now = "2026-01-01"}, progress
        )
            .run;
    const auto workspace = store::Workspace::open(folder_ / "demo");
    slow_ = std::make_unique<CodedPanel>(std::move(panel::open_workspace_panel(workspace).coded));
    families_ = std::make_unique<goods::FamilyTable>(families_of_worlds());
    world_ = std::make_unique<world::World>(world::make_world({}, kSeed));
    fast_ = std::make_unique<WorldPanel>(panel_of_world(*world_, *families_));
  }
  static void TearDownTestSuite() {
    slow_.reset();
    fast_.reset();
    std::filesystem::remove_all(folder_);
  }

  static bool is_eu(const std::string& place) {
    for (const world::WorldCountry& country : world_->countries) {
      if (country.code.iso3() == place) {
        return country.is_eu;
      }
    }
    return false;
  }

  static inline std::filesystem::path folder_;
  static inline engine::LeadRun run_;
  static inline std::unique_ptr<CodedPanel> slow_;
  static inline std::unique_ptr<goods::FamilyTable> families_;
  static inline std::unique_ptr<world::World> world_;
  static inline std::unique_ptr<WorldPanel> fast_;
};

/// Values of EU members stand in the files in whole EUR, one line or two a code, and come back
/// with the panel's own rate, which agrees with the world's to four digits after the point.
bool is_same_value(std::int64_t slow, std::int64_t fast, bool is_from_eur, std::size_t codes) {
  if (!is_from_eur || slow == panel::kMissing || fast == panel::kMissing) {
    return slow == fast;
  }
  const double tolerance = 1300.0 * static_cast<double>(codes) + 6e-5 * static_cast<double>(fast);
  return std::abs(static_cast<double>(slow - fast)) <= tolerance;
}

TEST_F(WorldPanelTest, HoldsTheRowsThatTheImportOfTheFilesGives) {
  const auto slow = rows_by_name(*slow_);
  const auto fast = rows_by_name(fast_->panel);
  EXPECT_GT(slow.size(), 300'000U);
  std::vector<std::string> differences;
  for (const auto& [name, row] : slow) {
    if (!fast.contains(name)) {
      differences.push_back("lacks " + text_of(name));
    }
  }
  for (const auto& [name, row] : fast) {
    if (!slow.contains(name)) {
      differences.push_back("has " + text_of(name));
    }
  }
  EXPECT_THAT(differences, IsEmpty());
}

TEST_F(WorldPanelTest, KnowsWhatIsReportedZeroAndUnknownAsThePanelDoes) {
  const auto fast = rows_by_name(fast_->panel);
  std::map<Status, int> counts;
  std::vector<std::string> differences;
  for (const auto& [name, row] : rows_by_name(*slow_)) {
    const std::size_t other = fast.at(name);
    ++counts[slow_->export_status(row)];
    if (slow_->export_status(row) != fast_->panel.export_status(other) ||
        slow_->import_status(row) != fast_->panel.import_status(other)) {
      differences.push_back(text_of(name));
    }
  }
  EXPECT_THAT(differences, IsEmpty());
  EXPECT_EQ(counts.size(), 3U) << "each status occurs";
}

TEST_F(WorldPanelTest, HoldsTheValuesAndWeightsThatThePanelHolds) {
  using Columns = std::array<Column, 3>;
  constexpr Columns kExport = {Column::kExportUsd, Column::kExportKg, Column::kExportUsdWithKg};
  constexpr Columns kImport = {Column::kImportUsd, Column::kImportKg, Column::kImportUsdWithKg};
  const auto fast = rows_by_name(fast_->panel);
  std::vector<std::string> differences;
  std::size_t lost_weights = 0;
  for (const auto& [name, row] : rows_by_name(*slow_)) {
    const std::size_t other = fast.at(name);
    const auto& [level, family, period, exporter, importer] = name;
    const std::size_t codes = families_->members(family).size();
    for (const auto& [columns, reporter] :
         {std::pair(kExport, exporter), std::pair(kImport, importer)}) {
      for (const Column column : columns) {
        const bool is_from_eur = is_eu(reporter) && column != columns[1];
        const std::int64_t given = slow_->value(column, row);
        const std::int64_t made = fast_->panel.value(column, other);
        if (is_same_value(given, made, is_from_eur, codes)) {
          continue;
        }
        // Of a kilogram on two national lines the smaller line gets none.
        if (is_from_eur && column == columns[2] && given < made) {
          ++lost_weights;
        } else {
          differences.push_back(
              fmt::format("{}: {} {} instead of {}", text_of(name), to_string(column), made, given)
          );
        }
      }
    }
  }
  EXPECT_THAT(differences, IsEmpty());
  EXPECT_LT(lost_weights, 100U);
}

TEST_F(WorldPanelTest, LetsDetectFindWhatItFindsInTheWorkspace) {
  std::map<std::string, std::int64_t> slow;
  for (const formats::JsonValue& lead : run_.leads) {
    slow[lead.string_at("kind") + " " + lead.string_at("id")] =
        std::llround(lead.find("score_db")->as_number().value());
  }
  const WorldQuestion question(*families_);
  SilentProgress progress;
  const auto found = detect::detect(question.input(*fast_), WorldQuestion::options(), progress);
  std::map<std::string, std::int64_t> fast;
  for (const auto* part : {&found.leads, &found.surges}) {
    for (const detect::Lead& lead : *part) {
      fast[std::string(to_string(lead.kind)) + " " + lead.id] = std::llround(lead.score / 10.0);
    }
  }
  EXPECT_FALSE(slow.empty());
  EXPECT_EQ(fast, slow);
}

}  // namespace
}  // namespace portolan::bench
