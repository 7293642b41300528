#include "mapping_dialect.hpp"

#include <algorithm>
#include <regex>
#include <unordered_map>
#include <utility>

#include "mapping_reader.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::ingest {

namespace {

class BoundMapping final : public BoundDialect {
 public:
  BoundMapping(
      const TableHeader& header,
      const TableFacts& facts,
      std::shared_ptr<const MappingFile> mapping
  )
      : header_(header), mapping_(std::move(mapping)) {
    for (const std::string& name : header_.names()) {
      roles_.push_back({.column = name, .lake_column = {}});
    }
    for (const std::string& column : mapping_->columns()) {
      const std::size_t found = find_exact_column(header_, column);
      if (found == kNoColumn) {
        throw bad_data(
            "{}: expected a column \"{}\", as the mapping {} says, got none of that name",
            facts.published_name(),
            column,
            mapping_->name
        )
            .with_hint(nearest_hint(column, header_.names()));
      }
    }
    note_roles();
    traits_ = {
        .source = mapping_->source,
        .vintage = mapping_->vintage,
        .currency = mapping_->statements.front().value.currency.constant.value_or(""),
        .absence = mapping_->absence,
        .mapping_text = mapping_->text,
        .mapping_sha256 = mapping_->sha256};
  }

  [[nodiscard]] const ImportTraits& traits() const override { return traits_; }
  [[nodiscard]] const std::vector<ColumnRole>& roles() const override { return roles_; }
  [[nodiscard]] std::unique_ptr<RowReader> make_reader() const override {
    return make_mapping_reader(header_, *mapping_);
  }

 private:
  void note(const std::string& column, std::string_view lake_column) {
    const std::size_t found = column.empty() ? kNoColumn : find_exact_column(header_, column);
    if (found == kNoColumn) {
      return;
    }
    std::string& role = roles_[found].lake_column;
    if (role.find(lake_column) == std::string::npos) {
      role += (role.empty() ? "" : ", ") + std::string(lake_column);
    }
  }

  void note_roles() {
    for (const StatementMapping& s : mapping_->statements) {
      note(s.reporter.source.column, "reporter");
      note(s.partner.source.column, "partner");
      note(s.partner2.source.column, "partner2");
      note(s.flow.source.column, "flow");
      note(s.period.source.column, "period");
      note(s.period.year_column, "period");
      note(s.period.month_column, "period");
      note(s.code.source.column, "code");
      note(s.code.edition_column, "hs_edition");
      note(s.value.source.column, "value");
      note(s.value.currency.column, "currency");
      note(s.net_kg.source.column, "net_kg");
      note(s.quantity.source.column, "quantity");
      note(s.quantity.unit.column, "quantity_unit");
      note(s.is_estimated.source.column, "is_estimated");
      note(s.procedure.column, "procedure");
      note(s.transport.column, "transport");
      for (const std::string& column : s.detail_columns) {
        note(column, "detail");
      }
    }
    for (const PlaneRule& rule : mapping_->rules) {
      note(rule.column, "plane");
    }
  }

  TableHeader header_;
  std::shared_ptr<const MappingFile> mapping_;  // shared with the dialect, which may go first
  std::vector<ColumnRole> roles_;
  ImportTraits traits_;
};

class MappingDialect final : public Dialect {
 public:
  explicit MappingDialect(MappingFile mapping)
      : mapping_(std::make_shared<const MappingFile>(std::move(mapping))),
        columns_(mapping_->columns()) {}

  [[nodiscard]] DialectInfo info() const override {
    return {
        .name = mapping_->name,
        .version = 1,
        .title = "A mapping file",
        .source = mapping_->source};
  }
  [[nodiscard]] bool fits(const TableHeader& header) const override {
    return std::ranges::all_of(columns_, [&header](const std::string& column) {
      return find_exact_column(header, column) != kNoColumn;
    });
  }
  [[nodiscard]] std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const override {
    return std::make_unique<BoundMapping>(header, facts, mapping_);
  }
  [[nodiscard]] TableOptions table_options() const override {
    TableOptions options;
    options.delimiter = mapping_->delimiter;
    options.header_line = mapping_->header_row;
    options.encoding = mapping_->encoding;
    options.sheet = mapping_->sheet;
    return options;
  }

 private:
  std::shared_ptr<const MappingFile> mapping_;  // shared with the dialects bound to tables
  std::vector<std::string> columns_;
};

}  // namespace

std::unique_ptr<const Dialect> make_mapping_dialect(MappingFile mapping) {
  return std::make_unique<MappingDialect>(std::move(mapping));
}

}  // namespace portolan::ingest
