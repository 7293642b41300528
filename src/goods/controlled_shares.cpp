#include "portolan/goods/controlled_shares.hpp"

#include <array>
#include <utility>
#include <vector>

#include "embedded/goods.hpp"
#include "portolan/store/row_source.hpp"

namespace portolan::goods {
namespace {

struct GroupCode {
  std::string family;
  std::string edition;
  std::string code;
  bool is_named = false;
};

std::vector<GroupCode> codes_of_partly_named(const GoodsGroup& group) {
  std::vector<GroupCode> codes;
  for (const GroupFamily& family : group.families) {
    if (!family.is_partly_named()) {
      continue;
    }
    const std::string edition(to_string(family.codes_edition));
    for (const HsCode& code : family.named) {
      codes.push_back({family.family, edition, code.to_string(), true});
    }
    for (const HsCode& code : family.others) {
      codes.push_back({family.family, edition, code.to_string(), false});
    }
  }
  return codes;
}

void create_group_code(store::Database& catalogue, const std::vector<GroupCode>& codes) {
  using enum store::ColumnType;
  const std::vector<store::ColumnSpec> columns = {
      {.name = "family", .type = kVarchar},
      {.name = "hs_edition", .type = kVarchar},
      {.name = "code", .type = kVarchar},
      {.name = "is_named", .type = kBoolean}};
  std::size_t next = 0;
  catalogue.create_temp_table("group_code", columns, [&](store::RowBatch& batch) {
    std::size_t filled = 0;
    for (; next < codes.size() && filled < store::kBatchRows; ++next, ++filled) {
      batch.set_text(0, filled, codes[next].family);
      batch.set_text(1, filled, codes[next].edition);
      batch.set_text(2, filled, codes[next].code);
      batch.values<bool>(3)[filled] = codes[next].is_named;
    }
    return filled;
  });
}

std::map<std::string, std::vector<ControlledPart>> read_parts(store::Database& catalogue) {
  const store::Result rows = catalogue.query(embedded::controlled_parts_sql);
  const std::size_t controlled = rows.column("controlled_value");
  const std::size_t total = rows.column("total_value");
  std::map<std::string, std::vector<ControlledPart>> parts;
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    parts[rows.text(row, 0).value_or("")].push_back(
        {rows.number(row, controlled).value_or(0.0), rows.number(row, total).value_or(0.0)}
    );
  }
  return parts;
}

}  // namespace

std::map<std::string, ShareInterval>
controlled_shares(store::Database& catalogue, const GoodsGroup& group) {
  std::map<std::string, ShareInterval> shares;
  for (const GroupFamily& family : group.families) {
    const bool is_whole = !family.is_partly_named();
    shares[family.family] = is_whole ? ShareInterval{.low = 1.0, .high = 1.0} : ShareInterval{};
  }
  const auto codes = codes_of_partly_named(group);
  if (codes.empty()) {
    return shares;
  }
  create_group_code(catalogue, codes);
  const auto parts = read_parts(catalogue);
  catalogue.execute("DROP TABLE group_code");
  for (const auto& entry : parts) {
    shares[entry.first] = controlled_share(entry.second);
  }
  return shares;
}

}  // namespace portolan::goods
