#include "portolan/panel/coded_panel_writer.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "coded_file.hpp"
#include "portolan/base/error.hpp"

namespace portolan::panel {

namespace {

auto sort_key(const CodedRow& row) {
  return std::tuple(row.frequency, row.level, row.family, row.period, row.importer, row.exporter);
}

void check_names(std::string_view what, const std::vector<std::string>& names, std::size_t limit) {
  if (names.size() > limit) {
    throw invalid_argument("{}: expected at most {}, got {}", what, limit, names.size());
  }
  if (std::adjacent_find(names.begin(), names.end(), std::greater_equal<>()) != names.end()) {
    throw invalid_argument("{}: expected sorted names without repeats", what);
  }
}

/// A column that is written from its first value on; a column of nothing but missing has no file.
template <typename T>
class LazyColumn {
 public:
  LazyColumn(std::filesystem::path file, T missing) : file_(std::move(file)), missing_(missing) {}

  void add(T value, bool is_missing) {
    if (!writer_ && !is_missing) {
      writer_.emplace(file_, static_cast<std::uint32_t>(sizeof(T)));
      for (std::uint64_t row = 0; row < rows_; ++row) {
        writer_->add(bytes_of(missing_));
      }
    }
    ++rows_;
    if (writer_) {
      writer_->add(bytes_of(value));
    }
  }

  void finish() {
    if (writer_) {
      writer_->finish(rows_);
    }
  }

 private:
  std::filesystem::path file_;
  T missing_;
  std::optional<CodedFileWriter> writer_;
  std::uint64_t rows_ = 0;
};

void write_names(
    const std::filesystem::path& file,
    const std::vector<std::string>& names,
    std::uint64_t panel_rows
) {
  CodedFileWriter writer(file, 1);
  for (const std::string& name : names) {
    writer.add(std::as_bytes(std::span(name)));
    writer.add(bytes_of('\n'));
  }
  writer.finish(panel_rows);
}

}  // namespace

std::array<std::int64_t, kNumColumns> missing_values() {
  std::array<std::int64_t, kNumColumns> values{};
  values.fill(kMissing);
  return values;
}

struct CodedPanelWriter::Impl {
  Impl(const std::filesystem::path& target, std::vector<std::string> p, std::vector<std::string> f)
      : folder(target),
        places(std::move(p)),
        families(std::move(f)),
        importers(folder / "importer.bin", sizeof(std::uint16_t)),
        exporters(folder / "exporter.bin", sizeof(std::uint16_t)),
        flags(folder / "flags.bin", 1),
        margins(folder / "margin.bin", std::numeric_limits<double>::quiet_NaN()) {
    for (std::size_t i = 0; i < kNumColumns; ++i) {
      const auto name = std::string(to_string(static_cast<Column>(i))) + ".bin";
      values.push_back(LazyColumn<std::int64_t>(folder / name, kMissing));
    }
  }

  std::filesystem::path folder;
  std::vector<std::string> places;
  std::vector<std::string> families;
  CodedFileWriter importers;
  CodedFileWriter exporters;
  CodedFileWriter flags;
  LazyColumn<double> margins;
  std::vector<LazyColumn<std::int64_t>> values;
  std::vector<Block> blocks;
  std::optional<CodedRow> last;
  std::uint64_t rows = 0;
};

CodedPanelWriter::CodedPanelWriter(
    const std::filesystem::path& folder,
    std::vector<std::string> places,
    std::vector<std::string> families
) {
  check_names("places", places, std::numeric_limits<std::uint16_t>::max());
  check_names("families", families, std::numeric_limits<std::uint32_t>::max());
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw unavailable(
        "{}: expected a folder that can be made, got {}", folder.string(), error.message()
    );
  }
  impl_ = std::make_unique<Impl>(folder, std::move(places), std::move(families));
}

CodedPanelWriter::CodedPanelWriter(CodedPanelWriter&&) noexcept = default;
CodedPanelWriter& CodedPanelWriter::operator=(CodedPanelWriter&&) noexcept = default;
CodedPanelWriter::~CodedPanelWriter() = default;

void CodedPanelWriter::add(const CodedRow& row) {
  Impl& impl = *impl_;
  ensure(!impl.last || sort_key(*impl.last) < sort_key(row), "coded panel: rows out of order");
  ensure(
      row.importer < impl.places.size() && row.exporter < impl.places.size() &&
          row.family < impl.families.size(),
      "coded panel: a code without a name"
  );
  const bool is_monthly = row.frequency == Frequency::kMonthly;
  if (!impl.last || row.frequency != impl.last->frequency || row.level != impl.last->level ||
      row.family != impl.last->family || row.period != impl.last->period) {
    impl.blocks.push_back(
        {.begin = impl.rows,
         .end = impl.rows,
         .family = row.family,
         .period = row.period,
         .level = static_cast<std::uint8_t>(row.level),
         .is_monthly = static_cast<std::uint8_t>(is_monthly ? 1 : 0)}
    );
  }
  impl.last = row;
  impl.blocks.back().end = ++impl.rows;
  impl.importers.add(bytes_of(row.importer));
  impl.exporters.add(bytes_of(row.exporter));
  const auto flags = static_cast<std::uint8_t>(
      static_cast<unsigned>(row.export_status) | static_cast<unsigned>(row.import_status) << 2U |
      (row.is_partial ? 16U : 0U)
  );
  impl.flags.add(bytes_of(flags));
  impl.margins.add(row.margin, std::isnan(row.margin));
  for (std::size_t i = 0; i < kNumColumns; ++i) {
    impl.values[i].add(row.values[i], row.values[i] == kMissing);
  }
}

void CodedPanelWriter::finish() {
  Impl& impl = *impl_;
  impl.importers.finish(impl.rows);
  impl.exporters.finish(impl.rows);
  impl.flags.finish(impl.rows);
  impl.margins.finish();
  for (auto& column : impl.values) {
    column.finish();
  }
  write_names(impl.folder / "families.bin", impl.families, impl.rows);
  write_names(impl.folder / "places.bin", impl.places, impl.rows);
  // Last, since `CodedPanel::open` takes its presence for a whole panel.
  CodedFileWriter blocks(impl.folder / "blocks.bin", sizeof(Block));
  blocks.add(std::as_bytes(std::span(impl.blocks)));
  blocks.finish(impl.rows);
}

}  // namespace portolan::panel
