#include "portolan/goods/find_goods.hpp"

#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "goods_catalogue.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/goods.hpp"
#include "text_rows.hpp"

namespace portolan::engine {
namespace {

constexpr std::size_t kMostCodes = 100;

/// The first of some columns that the file has.
std::size_t column_of(const TextRows& rows, std::size_t begin, std::size_t end) {
  for (std::size_t column = begin; column < end; ++column) {
    if (rows.has(column)) {
      return column;
    }
  }
  rows.require(begin);
  return begin;
}

/// Codes of 2, 4 and 6 digits with their texts; longer ones and sums are left out.
std::vector<goods::CodeText> texts_of(const std::filesystem::path& file) {
  const std::vector<std::string> columns = {
      "code", "hscode", "hs6", "description", "text", "label"};
  const TextRows rows(file, columns);
  const std::size_t code = column_of(rows, 0, 3);
  const std::size_t text = column_of(rows, 3, columns.size());
  std::vector<goods::CodeText> texts;
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    const std::string cell = rows.required(row, code);
    const auto parsed = HsCode::parse(cell);
    if (!parsed) {
      throw bad_data(
          "{}: expected a code of the Harmonized System, got \"{}\"", rows.place(row, code), cell
      );
    }
    if (parsed->level() >= 2 && parsed->level() <= 6) {
      texts.push_back({*parsed, rows.text(row, text)});
    }
  }
  return texts;
}

/// The lists of which the latest version names the code, or a code above it.
std::vector<std::string> lists_of(const goods::ListCatalogue& lists, const HsCode& code) {
  std::vector<std::string> result;
  for (const std::string& name : lists.names()) {
    std::set<std::string> tiers;
    bool is_named = false;
    for (const goods::ListEntry& entry : lists.find(name)->entries) {
      if (entry.code.covers(code)) {
        is_named = true;
        tiers.insert(entry.tier);
      }
    }
    if (is_named) {
      const std::vector<std::string> all(tiers.begin(), tiers.end());
      result.push_back(std::string(trim(name + " " + join(all, " "))));
    }
  }
  return result;
}

}  // namespace

FindGoodsResult find_goods(const FindGoodsRequest& request) {
  if (trim(request.words).empty()) {
    throw invalid_argument("WORDS: expected what the goods are called, got none");
  }
  const auto texts =
      request.nomenclature.empty() ? goods::own_code_texts() : texts_of(request.nomenclature);
  const auto lists = list_catalogue(workspace_if_any(request.workspace));
  FindGoodsResult result;
  for (const goods::FoundCode& found : goods::find_goods(request.words, texts, kMostCodes)) {
    result.codes.push_back(
        {.code = found.code.to_string(),
         .label = found.text,
         .score = found.score,
         .covered = found.covered,
         .lists = lists_of(lists, found.code),
         .reasons = found.reasons}
    );
  }
  if (result.codes.empty()) {
    result.notices.emplace_back(
        request.nomenclature.empty()
            ? "none of the words is known; other words, or a nomenclature with --nomenclature FILE"
            : "none of the words is known; try others"
    );
  } else {
    result.notices.emplace_back(
        "where to begin to look, no ruling: what a code covers is said by the nomenclature alone"
    );
  }
  return result;
}

}  // namespace portolan::engine
