#include "coded_output.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <unordered_map>

#include "embedded/panel.hpp"
#include "portolan/base/error.hpp"
#include "portolan/panel/coded_panel_writer.hpp"

namespace portolan::panel {

namespace {

// Columns of coded_input.sql before those of `Column`.
enum InputColumn : std::size_t {
  kFreq,
  kLevel,
  kFamily,
  kPeriod,
  kImporter,
  kExporter,
  kExportStatus,
  kImportStatus,
  kIsPartial,
  kMargin,
  kFirstValue,
};

/// The position of each name, by name.
class Positions {
 public:
  explicit Positions(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      positions_.emplace(name, static_cast<std::uint32_t>(positions_.size()));
    }
  }
  /// Names repeat from row to row: the last one is tried first.
  [[nodiscard]] std::uint32_t of(std::string_view name) {
    if (name != last_name_) {
      const auto found = positions_.find(name);
      ensure(found != positions_.end(), "coded panel: a name that was not coded");
      last_name_ = found->first;
      last_ = found->second;
    }
    return last_;
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> positions_;
  std::string_view last_name_;
  std::uint32_t last_ = 0;
};

Status status_of(std::string_view text) {
  if (text == "reported") {
    return Status::kReported;
  }
  return text == "inferred_zero" ? Status::kInferredZero : Status::kUnknown;
}

/// A column of the chunk as thousandths: estimates are DOUBLE in the panel and rounded here.
std::int64_t thousandths_at(const store::Chunk& chunk, std::size_t column, std::size_t row) {
  if (chunk.is_null(column, row)) {
    return kMissing;
  }
  if (chunk.columns()[column].type == store::ColumnType::kDouble) {
    return std::llround(chunk.values<double>(column)[row] * 1000.0);
  }
  return chunk.thousandths(column)[row];
}

class ChunkCoder {
 public:
  ChunkCoder(CodedPanelWriter& writer, const CodedNames& names)
      : writer_(writer),
        importers_(names.places),
        exporters_(names.places),
        families_(names.families) {}

  void add(const store::Chunk& chunk) {
    const auto levels = chunk.values<std::int8_t>(kLevel);
    const auto periods = chunk.values<std::int32_t>(kPeriod);
    const auto partials = chunk.values<bool>(kIsPartial);
    const auto margins = chunk.values<double>(kMargin);
    for (std::size_t i = 0; i < chunk.num_rows(); ++i) {
      CodedRow row;
      row.frequency = chunk.text(kFreq, i) == "A" ? Frequency::kAnnual : Frequency::kMonthly;
      row.level = levels[i];
      row.family = families_.of(chunk.text(kFamily, i));
      row.period = periods[i];
      row.importer = static_cast<std::uint16_t>(importers_.of(chunk.text(kImporter, i)));
      row.exporter = static_cast<std::uint16_t>(exporters_.of(chunk.text(kExporter, i)));
      row.export_status = status_of(chunk.text(kExportStatus, i));
      row.import_status = status_of(chunk.text(kImportStatus, i));
      row.is_partial = partials[i];
      if (!chunk.is_null(kMargin, i)) {
        row.margin = margins[i];
      }
      for (std::size_t column = 0; column < kNumColumns; ++column) {
        row.values[column] = thousandths_at(chunk, kFirstValue + column, i);
      }
      writer_.add(row);
      ++num_rows_;
    }
  }

  [[nodiscard]] std::int64_t num_rows() const noexcept { return num_rows_; }

 private:
  CodedPanelWriter& writer_;
  Positions importers_;
  Positions exporters_;
  Positions families_;
  std::int64_t num_rows_ = 0;
};

}  // namespace

std::int64_t write_coded_arrays(
    store::Database& database,
    const std::vector<std::filesystem::path>& parts,
    const std::filesystem::path& folder,
    const CodedNames& names,
    Progress& progress
) {
  CodedPanelWriter writer(folder, names.places, names.families);
  ChunkCoder coder(writer, names);
  for (const auto& part : parts) {
    database.for_each_chunk(
        embedded::coded_input_sql,
        {part.string()},
        [&](const store::Chunk& chunk) { coder.add(chunk); },
        &progress
    );
  }
  writer.finish();
  return coder.num_rows();
}

}  // namespace portolan::panel
