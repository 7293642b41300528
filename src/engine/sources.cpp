#include "portolan/engine/sources.hpp"

#include <algorithm>
#include <string_view>

#include "embedded/engine.hpp"
#include "open_workspace.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/lake.hpp"
#include "result_table.hpp"

namespace portolan::engine {
namespace {

std::vector<Source> read_sources(store::Database& catalogue) {
  const store::Result result = catalogue.query(embedded::list_sources_sql);
  std::vector<Source> list;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    const auto text = [&](std::string_view name) {
      return result.text(row, result.column(name));
    };
    const auto count = [&](std::string_view name) {
      return result.integer(row, result.column(name));
    };
    Source source;
    source.import_id = text("import_id").value_or("");
    source.file = text("file").value_or("");
    source.member = text("member");
    source.dialect = text("dialect").value_or("");
    source.source = text("source").value_or("");
    source.vintage = text("vintage");
    source.sha256 = text("sha256").value_or("");
    source.bytes = count("bytes").value_or(0);
    source.records = count("records").value_or(0);
    source.imported = count("imported").value_or(0);
    source.apart = count("apart").value_or(0);
    source.rejected = count("rejected").value_or(0);
    source.num_reporters = count("num_reporters").value_or(0);
    source.first_period = count("first_period");
    source.last_period = count("last_period");
    source.imported_at = text("imported_at").value_or("");
    list.push_back(std::move(source));
  }
  return list;
}

// The import whose id begins with `given`.
Source find_source(store::Database& catalogue, const std::string& given) {
  std::vector<Source> fitting;
  std::vector<std::string> ids;
  for (Source& source : read_sources(catalogue)) {
    ids.push_back(source.import_id);
    if (!given.empty() && source.import_id.starts_with(given)) {
      fitting.push_back(std::move(source));
    }
  }
  if (fitting.empty()) {
    const std::string nearest = nearest_hint(given, ids);
    throw not_found("import: expected the id of one, got \"{}\"", given)
        .with_hint(nearest.empty() ? "portolan sources list shows them" : nearest);
  }
  if (fitting.size() > 1) {
    std::vector<std::string> names;
    for (const auto& source : fitting) {
      names.push_back(source.import_id);
    }
    throw invalid_argument("import: expected the id of one, got \"{}\"", given)
        .with_hint("it fits " + join(names, ", "));
  }
  return fitting.front();
}

std::vector<std::pair<std::string, std::int64_t>>
counts(store::Database& catalogue, std::string_view sql, const std::string& import_id) {
  const store::Result result = catalogue.query(sql, {import_id});
  std::vector<std::pair<std::string, std::int64_t>> list;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    list.emplace_back(result.text(row, 0).value_or(""), result.integer(row, 1).value_or(0));
  }
  return list;
}

}  // namespace

std::vector<Source> sources(const SourcesRequest& request) {
  store::Database catalogue = store::open_catalogue(open_workspace(request.workspace));
  return read_sources(catalogue);
}

SourceDetail source(const SourceRequest& request) {
  store::Database catalogue = store::open_catalogue(open_workspace(request.workspace));
  SourceDetail detail;
  detail.source = find_source(catalogue, request.import_id);
  const std::string& id = detail.source.import_id;
  detail.apart = counts(catalogue, embedded::source_apart_sql, id);
  detail.rejected = counts(catalogue, embedded::source_rejected_sql, id);
  detail.coverage = table_of(catalogue.query(embedded::source_coverage_sql, {id}));
  return detail;
}

std::string remove_source(const RemoveSourceRequest& request) {
  if (trim(request.reason).empty()) {
    throw invalid_argument("--reason: expected why the import goes, got none");
  }
  const store::Workspace workspace = open_workspace(request.workspace);
  std::string id;
  {
    store::Database catalogue = store::open_catalogue(workspace);
    id = find_source(catalogue, request.import_id).import_id;
  }
  store::remove_import(workspace, id, request.reason, request.at);
  return id;
}

}  // namespace portolan::engine
