#include "portolan/panel/coded_panel.hpp"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coded_file.hpp"
#include "portolan/base/equal_span.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::panel {

namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::array<std::string_view, kNumColumns> kColumnNames = {
    "export_usd",
    "import_usd",
    "export_eur",
    "import_eur",
    "export_kg",
    "import_kg",
    "export_usd_with_kg",
    "import_usd_with_kg",
    "reconciled_usd",
    "reconciled_kg",
    "reconciled_usd_with_kg",
    "estimate_usd",
    "low_usd",
    "high_usd",
};

Error damaged(const std::filesystem::path& file, std::string_view expected) {
  return bad_data("{}: expected {}", file.string(), expected)
      .with_hint("delete the folder and run `portolan panel build`");
}

std::optional<std::size_t> position(std::span<const std::string> sorted, std::string_view name) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), name);
  if (at == sorted.end() || *at != name) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(at - sorted.begin());
}

}  // namespace

std::string_view to_string(Status status) {
  switch (status) {
    case Status::kInferredZero:
      return "inferred_zero";
    case Status::kReported:
      return "reported";
    case Status::kUnknown:
      break;
  }
  return "unknown";
}

std::string_view to_string(Column column) {
  return kColumnNames[static_cast<std::size_t>(column)];
}

/// A file mapped into memory, its header checked.
class CodedPanel::File {
 public:
  File(const std::filesystem::path& path, std::uint32_t element_bytes) : path_(path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      throw unavailable(
          "{}: expected a file that can be read, got {}", path.string(), std::strerror(errno)
      );
    }
    struct stat status = {};
    const bool is_known = ::fstat(descriptor, &status) == 0;
    size_ = is_known ? static_cast<std::size_t>(status.st_size) : 0;
    void* const address = size_ < sizeof(CodedFileHeader)
                              ? MAP_FAILED
                              : ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
    ::close(descriptor);
    if (address == MAP_FAILED) {
      throw damaged(path, "a header of 64 bytes");
    }
    data_ = static_cast<const std::byte*>(address);
    std::memcpy(&header_, data_, sizeof(header_));
    try {
      check_header(element_bytes);
    } catch (const Error&) {  // the destructor does not run for a constructor that throws
      ::munmap(address, size_);
      throw;
    }
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::munmap(const_cast<std::byte*>(data_), size_); }

  [[nodiscard]] const CodedFileHeader& header() const noexcept { return header_; }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  template <typename T>
  [[nodiscard]] std::span<const T> values() const {
    return {reinterpret_cast<const T*>(data_ + sizeof(CodedFileHeader)), header_.count};
  }

  void verify() const {
    Checksum checksum;
    checksum.add({data_ + sizeof(CodedFileHeader), size_ - sizeof(CodedFileHeader)});
    if (checksum.value() != header_.data_checksum) {
      throw damaged(path_, "the bytes that were written, got another checksum");
    }
  }

  /// Gives the pages of the elements [begin, end) back, and those that they share with others:
  /// these come back when they are touched.
  void release(std::size_t begin, std::size_t end) const noexcept {
    const auto data = reinterpret_cast<std::uintptr_t>(data_);
    const std::uintptr_t first = data + sizeof(CodedFileHeader);
    const std::uintptr_t from =
        std::max(data, (first + begin * header_.element_bytes) / kWindow * kWindow);
    const std::uintptr_t until = std::min(
        data + size_, (first + end * header_.element_bytes + kWindow - 1) / kWindow * kWindow
    );
    (void)::madvise(const_cast<std::byte*>(data_) + (from - data), until - from, MADV_DONTNEED);
  }

 private:
  /// Linux maps pages around one that is touched, as a rule this many bytes.
  static constexpr std::size_t kWindow = std::size_t{1} << 16U;

  void check_header(std::uint32_t element_bytes) const {
    const CodedFileHeader expected;
    if (std::memcmp(header_.magic, expected.magic, sizeof(expected.magic)) != 0) {
      throw damaged(path_, "a file of the coded panel, got other first bytes");
    }
    if (header_.version != expected.version) {
      throw damaged(path_, fmt::format("version {}, got {}", expected.version, header_.version));
    }
    if (header_.header_checksum != checksum_of(header_) || header_.element_bytes != element_bytes) {
      throw damaged(path_, "the header that was written, got another checksum");
    }
    const std::size_t data_bytes = size_ - sizeof(CodedFileHeader);
    if (header_.count != data_bytes / element_bytes || data_bytes % element_bytes != 0) {
      throw damaged(path_, fmt::format("{} elements, got {} bytes", header_.count, data_bytes));
    }
  }

  std::filesystem::path path_;
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  CodedFileHeader header_;
};

CodedPanel::CodedPanel() = default;
CodedPanel::CodedPanel(CodedPanel&&) noexcept = default;
CodedPanel& CodedPanel::operator=(CodedPanel&&) noexcept = default;
CodedPanel::~CodedPanel() = default;

CodedPanel CodedPanel::open(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / "blocks.bin")) {
    throw not_found("{}: expected a coded panel, got none", folder.string())
        .with_hint("run `portolan panel build`");
  }
  CodedPanel panel;
  const auto add = [&](std::string_view name, std::size_t element_bytes) -> const File& {
    panel.files_.push_back(std::make_unique<File>(
        folder / (std::string(name) + ".bin"), static_cast<std::uint32_t>(element_bytes)
    ));
    return *panel.files_.back();
  };
  const auto add_names = [&](std::string_view name) {
    const auto bytes = add(name, 1).values<char>();
    std::vector<std::string> names;
    for (const std::string_view text : split({bytes.data(), bytes.size()}, '\n')) {
      names.emplace_back(text);
    }
    names.pop_back();  // behind the last line break
    return names;
  };
  panel.blocks_ = add("blocks", sizeof(Block)).values<Block>();
  panel.num_rows_ = panel.files_.front()->header().panel_rows;
  panel.places_ = add_names("places");
  panel.families_ = add_names("families");
  panel.importers_ = add("importer", 2).values<std::uint16_t>();
  panel.exporters_ = add("exporter", 2).values<std::uint16_t>();
  panel.flags_ = add("flags", 1).values<std::uint8_t>();
  if (std::filesystem::exists(folder / "margin.bin")) {
    panel.margins_ = add("margin", sizeof(double)).values<double>();
  }
  for (std::size_t i = 0; i < kNumColumns; ++i) {
    if (std::filesystem::exists(folder / (std::string(kColumnNames[i]) + ".bin"))) {
      panel.values_[i] = add(kColumnNames[i], sizeof(std::int64_t)).values<std::int64_t>();
    }
  }
  for (const std::string& place : panel.places_) {
    panel.is_country_.push_back(is_country_name(place) ? 1 : 0);
  }
  panel.check_counts();
  return panel;
}

bool is_country_name(std::string_view place) {
  return place != "WLD" && place != "EU27" && place != kNoCountry;
}

void CodedPanel::check_counts() const {
  for (const auto& file : files_) {
    const CodedFileHeader& header = file->header();
    const auto name = file->path().stem().string();
    const bool is_column = name != "blocks" && name != "places" && name != "families";
    if (header.panel_rows != num_rows_ || (is_column && header.count != num_rows_)) {
      throw damaged(file->path(), fmt::format("{} rows as in blocks.bin", num_rows_));
    }
  }
}

void CodedPanel::verify() const {
  for (const auto& file : files_) {
    file->verify();
  }
  std::uint64_t row = 0;
  const Block* last_block = nullptr;
  const auto key = [](const Block& block) {
    return std::tuple(block.is_monthly, block.level, block.family, block.period);
  };
  for (const Block& block : blocks_) {
    if (block.begin != row || block.end <= row || block.end > num_rows_ ||
        block.family >= families_.size() ||
        (last_block != nullptr && key(*last_block) >= key(block))) {
      throw damaged(files_.front()->path(), "blocks in order and without holes");
    }
    last_block = &block;
    for (; row < block.end; ++row) {
      const bool is_in_order =
          row == block.begin || std::pair(importers_[row - 1], exporters_[row - 1]) <
                                    std::pair(importers_[row], exporters_[row]);
      if (!is_in_order || importers_[row] >= places_.size() || exporters_[row] >= places_.size()) {
        throw damaged(files_.front()->path(), fmt::format("row {} in order", row));
      }
    }
  }
  if (row != num_rows_) {
    throw damaged(files_.front()->path(), fmt::format("{} rows in blocks, got {}", num_rows_, row));
  }
}

std::optional<std::uint16_t> CodedPanel::find_place(std::string_view name) const {
  const auto found = position(places_, name);
  return found ? std::optional(static_cast<std::uint16_t>(*found)) : std::nullopt;
}

std::optional<std::uint32_t> CodedPanel::find_family(std::string_view name) const {
  const auto found = position(families_, name);
  return found ? std::optional(static_cast<std::uint32_t>(*found)) : std::nullopt;
}

std::span<const Block> CodedPanel::blocks(Frequency frequency, int level) const {
  const auto key = [](const Block& block) {
    return std::pair(block.frequency(), int{block.level});
  };
  return equal_span(std::span<const Block>(blocks_), std::pair(frequency, level), key);
}

std::span<const Block> CodedPanel::blocks(Frequency frequency, int level, std::uint32_t family)
    const {
  return equal_span(blocks(frequency, level), family, &Block::family);
}

double CodedPanel::gap(std::size_t row) const noexcept {
  const std::int64_t exported = value(Column::kExportUsd, row);
  const std::int64_t imported = value(Column::kImportUsd, row);
  if (exported <= 0 || imported <= 0) {  // `kMissing` is negative
    return std::numeric_limits<double>::quiet_NaN();
  }
  return std::log(static_cast<double>(exported) / static_cast<double>(imported)) +
         std::log1p(margin(row));
}

void CodedPanel::release(std::size_t begin, std::size_t end) const noexcept {
  constexpr std::size_t kFewRows = 8'192;  // not worth the calls
  if (end < begin + kFewRows) {
    return;
  }
  constexpr std::size_t kFirstColumn = 3;  // behind blocks, places and families
  for (std::size_t i = kFirstColumn; i < files_.size(); ++i) {
    files_[i]->release(begin, end);
  }
}

std::pair<std::size_t, std::size_t>
CodedPanel::rows_of_importer(const Block& block, std::uint16_t importer) const {
  const auto rows = importers_.subspan(block.begin, block.end - block.begin);
  const auto found = equal_span(rows, importer);
  const std::size_t begin = block.begin + static_cast<std::size_t>(found.data() - rows.data());
  return {begin, begin + found.size()};
}

std::optional<std::size_t>
CodedPanel::find_row(const Block& block, std::uint16_t exporter, std::uint16_t importer) const {
  const auto [begin, end] = rows_of_importer(block, importer);
  const auto rows = exporters_.subspan(begin, end - begin);
  const auto at = std::ranges::lower_bound(rows, exporter);
  if (at == rows.end() || *at != exporter) {
    return std::nullopt;
  }
  return begin + static_cast<std::size_t>(at - rows.begin());
}

}  // namespace portolan::panel
