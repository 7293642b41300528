#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/panel/build.hpp"
#include "portolan/store/database.hpp"

namespace portolan::panel {

/// A database that shows a lake of a few rows as a catalogue does, and a folder for the panel.
class LakeFixture : public ::testing::Test {
 protected:
  LakeFixture()
      : folder_(std::filesystem::path(::testing::TempDir()) / ("panel_" + test_name())),
        database_({.allowed_folders = {folder_}, .threads = 2}) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    make_tables(database_);
  }
  ~LakeFixture() override { std::filesystem::remove_all(folder_); }

  static std::string test_name() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    return std::string(test->test_suite_name()) + "_" + test->name();
  }

  static void make_tables(store::Database& database) {
    database.execute_script(R"sql(
      CREATE TABLE trade (
        import_id VARCHAR DEFAULT 'one', ordinal BIGINT DEFAULT 0, line BIGINT DEFAULT 0, plane VARCHAR DEFAULT 'main',
        source VARCHAR DEFAULT 'comtrade', vintage VARCHAR, reporter VARCHAR, partner VARCHAR, partner2 VARCHAR,
        reporter_code VARCHAR, partner_code VARCHAR, partner2_code VARCHAR, flow VARCHAR, freq VARCHAR DEFAULT 'A',
        period INTEGER DEFAULT 202300, hs_edition VARCHAR DEFAULT 'HS2022', level TINYINT DEFAULT 6,
        code VARCHAR DEFAULT '854231', value DECIMAL(18,3), currency VARCHAR DEFAULT 'USD', valuation VARCHAR,
        net_kg DECIMAL(18,3), quantity DECIMAL(18,3), quantity_unit VARCHAR, is_estimated BOOLEAN,
        procedure VARCHAR, transport VARCHAR, detail VARCHAR);
      CREATE TABLE coverage (
        import_id VARCHAR DEFAULT 'one', reporter VARCHAR, flow VARCHAR, freq VARCHAR DEFAULT 'A',
        period INTEGER DEFAULT 202300, level TINYINT DEFAULT 6, hs_edition VARCHAR DEFAULT 'HS2022',
        rows BIGINT DEFAULT 1, absence VARCHAR DEFAULT 'zero');
      CREATE TABLE extent_codes (import_id VARCHAR DEFAULT 'one', level TINYINT DEFAULT 6, code VARCHAR);
      CREATE TABLE extent_partners (import_id VARCHAR DEFAULT 'one', partner VARCHAR);
    )sql");
  }

  BuildReport build(const PanelInputs& inputs = {}) {
    SilentProgress progress;
    return build_panel(database_, folder_ / "panel", inputs, progress);
  }

  /// The rows of a query over the built panel, cells joined by blanks, NULL as "-".
  std::vector<std::string> rows_of(std::string_view select) {
    const std::string files = (folder_ / "panel" / "part-*.parquet").string();
    const auto result = database_.query(
        std::string(select) + " FROM read_parquet(" + store::quote_literal(files) +
        ") ORDER BY freq, level, family, period, importer, exporter"
    );
    std::vector<std::string> rows;
    for (std::size_t row = 0; row < result.num_rows(); ++row) {
      std::string text;
      for (std::size_t column = 0; column < result.columns().size(); ++column) {
        text += (column == 0 ? "" : " ") + result.text(row, column).value_or("-");
      }
      rows.push_back(text);
    }
    return rows;
  }

  std::filesystem::path folder_;
  store::Database database_;
};

}  // namespace portolan::panel
