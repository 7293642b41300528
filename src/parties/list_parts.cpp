#include "list_parts.hpp"

#include <utility>

#include "party_json.hpp"
#include "portolan/store/parquet.hpp"

namespace portolan::parties {
namespace {

constexpr std::size_t kPartRows = 20'000;

std::vector<std::string> texts_of(const ListedParty& party) {
  PartyColumns columns = columns_of(party);
  return {
      party.entry_id,
      std::string(to_string(party.schema)),
      caption_of(party),
      std::move(columns.names),
      std::move(columns.addresses),
      std::move(columns.identifiers),
      std::move(columns.birth_dates),
      std::move(columns.countries),
      std::move(columns.programmes),
      party.listed_on,
      std::move(columns.remarks),
      std::move(columns.details),
      content_sha256(party)};
}

std::vector<store::ColumnSpec> column_specs(const std::string& import_id, const std::string& list) {
  std::vector<store::ColumnSpec> columns = store::party_columns();
  columns[kNumPartyColumns].constant = store::Value(import_id);
  columns[kNumPartyColumns + 1].constant = store::Value(list);
  return columns;
}

void set(store::RowBatch& batch, std::size_t column, std::size_t row, const std::string& text) {
  if (text.empty()) {
    batch.set_null(column, row);
  } else {
    batch.set_text(column, row, text);
  }
}

}  // namespace

PartWriter::PartWriter(
    const store::LakeTransaction& transaction,
    std::string import_id,
    std::string list
)
    : transaction_(transaction), import_id_(std::move(import_id)), list_(std::move(list)) {}

void PartWriter::add(const ListedParty& party) {
  const bool is_nameless =
      party.schema == PartySchema::kAddress ? party.addresses.empty() : party.names.empty();
  num_nameless_ += is_nameless ? 1 : 0;
  ++num_rows_;
  ++schemas_[std::string(to_string(party.schema))];
  rows_.push_back({.line = party.line, .texts = texts_of(party)});
  if (rows_.size() == kPartRows) {
    write();
  }
}

void PartWriter::finish() {
  if (!rows_.empty()) {
    write();
  }
}

void PartWriter::write() {
  const std::int64_t first = num_rows_ - std::ssize(rows_);
  std::size_t next = 0;
  const auto fill = [&](store::RowBatch& batch) {
    std::size_t filled = 0;
    for (; next < rows_.size() && filled < store::kBatchRows; ++next, ++filled) {
      batch.values<std::int64_t>(0)[filled] = first + static_cast<std::int64_t>(next);
      batch.values<std::int64_t>(1)[filled] = rows_[next].line;
      for (std::size_t i = 0; i < rows_[next].texts.size(); ++i) {
        set(batch, kFirstTextColumn + i, filled, rows_[next].texts[i]);
      }
    }
    return filled;
  };
  store::write_parquet(
      transaction_.part_file(part_rows_.size()), column_specs(import_id_, list_), fill
  );
  part_rows_.push_back(std::ssize(rows_));
  rows_.clear();
}

void write_list_rejects(
    const std::filesystem::path& file,
    std::span<const ListReject> rejects,
    const std::string& import_id
) {
  std::vector<store::ColumnSpec> columns = store::rejects_columns();
  columns.front().constant = store::Value(import_id);
  std::size_t next = 0;
  const auto fill = [&](store::RowBatch& batch) {
    std::size_t filled = 0;
    for (; next < rejects.size() && filled < store::kBatchRows; ++next, ++filled) {
      const ListReject& reject = rejects[next];
      batch.values<std::int64_t>(1)[filled] = reject.ordinal;
      batch.values<std::int64_t>(2)[filled] = reject.line;
      set(batch, 3, filled, reject.column);
      set(batch, 4, filled, reject.reason);
      set(batch, 5, filled, reject.value);
    }
    return filled;
  };
  store::write_parquet(file, columns, fill);
}

}  // namespace portolan::parties
