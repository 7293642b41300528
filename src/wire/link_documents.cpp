#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::Document;
using formats::JsonWriter;

constexpr int kShownDigits = 4;

Document empty_document(
    const engine::LinkRequest& request,
    const engine::LinkResult& result,
    std::string_view shown
) {
  Document document;
  document.schema = fmt::format("portolan.link.{}/1", shown);
  JsonWriter params;
  document.params_json = params.begin_object()
                             .field("file", request.file.string())
                             .field("second_file", text_cell(request.second_file.string()))
                             .field("settings", request.settings.string())
                             .field("threshold", result.threshold)
                             .field("seed", request.seed)
                             .field("prior_weight", result.prior_weight)
                             .end_object()
                             .take();
  document.notices = result.notices;
  return document;
}

/// "prior -11.0, surname exact +7.2 +1.3, dob edit 1 +4.0": the second number is that of the
/// value's frequency. Parts that weigh most come first; what is missing weighs nothing and is left
/// out.
std::string explanation_of(const engine::LinkedPair& pair, double prior_weight) {
  std::vector<engine::LinkPart> parts = pair.parts;
  const auto size = [](const engine::LinkPart& part) {
    return std::abs(part.weight + part.frequency_weight);
  };
  std::ranges::stable_sort(parts, [&size](const auto& a, const auto& b) {
    return size(a) > size(b);
  });
  std::vector<std::string> texts{fmt::format("prior {:+.2f}", prior_weight)};
  for (const auto& part : parts) {
    if (part.outcome != "missing") {
      texts.push_back(fmt::format(
          "{} {} {:+.2f}{}",
          part.comparison,
          part.outcome,
          part.weight,
          part.frequency_weight == 0.0 ? "" : fmt::format(" {:+.2f}", part.frequency_weight)
      ));
    }
  }
  return join(texts, ", ");
}

std::string record_of(const engine::LinkedPair& pair, double prior_weight) {
  JsonWriter json;
  json.begin_object()
      .field("id_left", pair.left)
      .field("id_right", pair.right)
      .field("weight", pair.weight)
      .field("probability", pair.probability)
      .field("prior_weight", prior_weight);
  json.key("parts").begin_array();
  for (const auto& part : pair.parts) {
    json.begin_object()
        .field("comparison", part.comparison)
        .field("outcome", part.outcome)
        .field("weight", part.weight)
        .field("frequency_weight", part.frequency_weight)
        .end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace

Document link_pairs_document(const engine::LinkRequest& request, const engine::LinkResult& result) {
  Document document = empty_document(request, result, "pairs");
  document.table.columns = {
      formats::text_column("id_left", formats::Overflow::kKeep),
      formats::text_column("id_right", formats::Overflow::kKeep),
      formats::double_column("weight", "bits", kShownDigits),
      formats::double_column("probability", {}, kShownDigits),
      formats::text_column("explanation", formats::Overflow::kWrap)};
  document.records_json.emplace();
  for (const auto& pair : result.pairs) {
    document.table.rows.push_back(
        {Cell(pair.left),
         Cell(pair.right),
         Cell(pair.weight),
         Cell(pair.probability),
         Cell(explanation_of(pair, result.prior_weight))}
    );
    document.records_json->push_back(record_of(pair, result.prior_weight));
  }
  return document;
}

Document
link_clusters_document(const engine::LinkRequest& request, const engine::LinkResult& result) {
  Document document = empty_document(request, result, "clusters");
  document.table.columns = {
      formats::text_column("cluster", formats::Overflow::kKeep),
      formats::integer_column("size"),
      formats::text_column("id", formats::Overflow::kKeep),
      formats::text_column("file")};
  for (const auto& record : result.records) {
    document.table.rows.push_back(
        {Cell(record.cluster), Cell(record.size), Cell(record.id), Cell(record.file)}
    );
  }
  return document;
}

Document link_model_document(const engine::LinkRequest& request, const engine::LinkResult& result) {
  Document document = empty_document(request, result, "model");
  document.table.columns = {
      formats::text_column("comparison", formats::Overflow::kKeep),
      formats::text_column("outcome", formats::Overflow::kKeep),
      formats::double_column("share_of_matches", {}, kShownDigits),
      formats::double_column("share_of_others", {}, kShownDigits),
      formats::double_column("weight", "bits", kShownDigits),
      formats::boolean_column("is_assumed")};
  document.table.rows.push_back(
      {Cell("prior"), Cell(), Cell(), Cell(), Cell(result.prior_weight), Cell(false)}
  );
  for (const auto& row : result.model) {
    document.table.rows.push_back(
        {Cell(row.comparison),
         Cell(row.outcome),
         Cell(row.share_of_matches),
         Cell(row.share_of_others),
         Cell(row.weight),
         Cell(row.is_assumed)}
    );
  }
  return document;
}

}  // namespace portolan::wire
