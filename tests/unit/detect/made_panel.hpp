#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include "portolan/base/period.hpp"
#include "portolan/detect/cell.hpp"
#include "portolan/panel/coded_panel_writer.hpp"

/// Coded panels made by hand for the tests of `detect`.
namespace portolan::detect::made {

/// One series to be written: who reports what. Values that are not positive give no row.
struct PanelFlow {
  std::string family;
  std::string exporter;
  std::string importer;
  bool by_exporter = true;
  Values usd;
  Values kg;  ///< May be empty: no weights. NaN: none in that period.
  Period first = Period::of_month(2020, 3);
};

inline std::vector<std::string> sorted_names(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// Writes the panel of `flows` into `folder` and opens it.
inline panel::CodedPanel
write_panel(const std::filesystem::path& folder, const std::vector<PanelFlow>& flows) {
  std::vector<std::string> places;
  std::vector<std::string> families;
  for (const PanelFlow& flow : flows) {
    places.insert(places.end(), {flow.exporter, flow.importer});
    families.push_back(flow.family);
  }
  places = sorted_names(std::move(places));
  families = sorted_names(std::move(families));
  const auto code = [](const std::vector<std::string>& names, const std::string& name) {
    return std::lower_bound(names.begin(), names.end(), name) - names.begin();
  };
  std::vector<panel::CodedRow> rows;
  for (const PanelFlow& flow : flows) {
    for (std::size_t i = 0; i < flow.usd.size(); ++i) {
      if (!(flow.usd[i] > 0.0)) {
        continue;
      }
      panel::CodedRow row;
      row.frequency = flow.first.frequency();
      row.level = flow.family == "TOTAL" ? 0 : static_cast<int>(flow.family.size());
      row.family = static_cast<std::uint32_t>(code(families, flow.family));
      row.period = flow.first.plus(static_cast<int>(i)).number();
      row.exporter = static_cast<std::uint16_t>(code(places, flow.exporter));
      row.importer = static_cast<std::uint16_t>(code(places, flow.importer));
      const auto put = [&](panel::Column export_column, panel::Column import_column, double value) {
        row.value(flow.by_exporter ? export_column : import_column) =
            static_cast<std::int64_t>(value * 1000.0);
      };
      using panel::Column;
      (flow.by_exporter ? row.export_status : row.import_status) = panel::Status::kReported;
      put(Column::kExportUsd, Column::kImportUsd, flow.usd[i]);
      if (i < flow.kg.size() && flow.kg[i] > 0.0) {
        put(Column::kExportKg, Column::kImportKg, flow.kg[i]);
        put(Column::kExportUsdWithKg, Column::kImportUsdWithKg, flow.usd[i]);
      }
      rows.push_back(row);
    }
  }
  std::sort(rows.begin(), rows.end(), [](const panel::CodedRow& a, const panel::CodedRow& b) {
    return std::tie(a.frequency, a.level, a.family, a.period, a.importer, a.exporter) <
           std::tie(b.frequency, b.level, b.family, b.period, b.importer, b.exporter);
  });
  panel::CodedPanelWriter writer(folder, places, families);
  for (const panel::CodedRow& row : rows) {
    writer.add(row);
  }
  writer.finish();
  return panel::CodedPanel::open(folder);
}

/// A folder that is removed at the end; named after the running test.
class Folder {
 public:
  Folder();
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline Folder::Folder() {
  const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
  path_ = std::filesystem::path(::testing::TempDir()) /
          (std::string("made_panel_") + test->test_suite_name() + "_" + test->name());
  std::filesystem::remove_all(path_);
}

}  // namespace portolan::detect::made
