#include "portolan/components/workspace_components.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/database.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/parquet.hpp"

namespace portolan::components {
namespace {

using formats::JsonValue;

constexpr std::string_view kTable = "component";
constexpr std::string_view kDialect = "components-csv";
constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20U;

/// The text columns of the table behind ordinal and line, in the order of docs/data/components.md.
struct TextColumn {
  std::string_view name;
  std::string Component::*member;
};

constexpr std::array kTextColumns{
    TextColumn{"component_id", &Component::id},
    TextColumn{"marking", &Component::marking},
    TextColumn{"kind", &Component::kind},
    TextColumn{"maker", &Component::maker},
    TextColumn{"country_given", &Component::country_given},
    TextColumn{"part_number", &Component::part_number},
    TextColumn{"weapons", &Component::weapons},
    TextColumn{"source_url", &Component::source_url},
    TextColumn{"note", &Component::note}};

constexpr std::size_t kFirstText = 2;
constexpr std::size_t kCountryColumn = kFirstText + kTextColumns.size();

std::vector<store::ColumnSpec> columns_of(const std::string& import_id) {
  using enum store::ColumnType;
  std::vector<store::ColumnSpec> columns{
      {.name = "ordinal", .type = kBigint}, {.name = "line", .type = kBigint}};
  for (const TextColumn& column : kTextColumns) {
    columns.push_back({.name = std::string(column.name), .type = kVarchar});
  }
  columns.push_back({.name = "country", .type = kVarchar});
  columns.push_back({.name = "import_id", .type = kVarchar, .constant = store::Value(import_id)});
  return columns;
}

void set_text(store::RowBatch& batch, std::size_t column, std::size_t row, std::string_view text) {
  if (text.empty()) {
    batch.set_null(column, row);
  } else {
    batch.set_text(column, row, text);
  }
}

void write_rows(
    const ComponentFile& file,
    const std::string& import_id,
    const std::filesystem::path& to
) {
  std::vector<std::string> countries;
  for (const Component& component : file.components) {
    countries.push_back(component.country ? component.country->to_string() : "");
  }
  std::size_t next = 0;
  const auto fill = [&](store::RowBatch& batch) {
    std::size_t filled = 0;
    for (; next < file.components.size() && filled < store::kBatchRows; ++next, ++filled) {
      const Component& component = file.components[next];
      batch.values<std::int64_t>(0)[filled] = component.ordinal;
      batch.values<std::int64_t>(1)[filled] = component.line;
      for (std::size_t i = 0; i < kTextColumns.size(); ++i) {
        set_text(batch, kFirstText + i, filled, component.*kTextColumns[i].member);
      }
      set_text(batch, kCountryColumn, filled, countries[next]);
    }
    return filled;
  };
  store::write_parquet(to, columns_of(import_id), fill);
}

void write_rejects(
    const ComponentFile& file,
    const std::string& import_id,
    const std::filesystem::path& to
) {
  std::vector<store::ColumnSpec> columns = store::rejects_columns();
  columns[0].constant = store::Value(import_id);
  std::size_t next = 0;
  const auto fill = [&](store::RowBatch& batch) {
    std::size_t filled = 0;
    for (; next < file.rejects.size() && filled < store::kBatchRows; ++next, ++filled) {
      const ComponentReject& reject = file.rejects[next];
      batch.values<std::int64_t>(1)[filled] = reject.ordinal;
      batch.values<std::int64_t>(2)[filled] = reject.line;
      batch.set_text(3, filled, reject.column);
      batch.set_text(4, filled, reject.reason);
      batch.set_text(5, filled, reject.value);
    }
    return filled;
  };
  store::write_parquet(to, columns, fill);
}

JsonValue manifest_of(
    const ComponentFile& file,
    formats::InputFile& input,
    const formats::TextSource& text,
    const std::filesystem::path& path,
    std::string_view at
) {
  std::map<std::string, std::int64_t> reasons;
  for (const ComponentReject& reject : file.rejects) {
    ++reasons[reject.reason];
  }
  JsonValue rejected = JsonValue::object();
  for (const auto& [reason, count] : reasons) {
    rejected.set(reason, count);
  }
  JsonValue manifest = JsonValue::object();
  manifest.set("schema", "portolan.import/1").set("file", path.filename().string());
  manifest.set("member", input.member()).set("sha256", input.sha256()).set("bytes", input.size());
  manifest.set("dialect", kDialect).set("dialect_version", "1");
  manifest.set("mapping_sha256", "").set("mapping", "");
  manifest.set("encoding", formats::to_string(text.encoding().encoding));
  manifest.set("source", "components").set("vintage", JsonValue());
  manifest.set("records", file.records);
  manifest.set("imported", static_cast<std::int64_t>(file.components.size()));
  manifest.set("apart", JsonValue::object()).set("rejected", rejected);
  manifest.set("imported_at", at).set("portolan_version", PORTOLAN_VERSION);
  return manifest;
}

void read_back(const store::LakeImport& import, std::vector<Component>& into) {
  store::DatabaseOptions options;
  options.allowed_folders = {import.folder};
  options.memory_limit = "400MB";
  options.threads = 1;
  store::Database database(options);
  const store::Result rows = database.query(
      "SELECT * FROM read_parquet(?, hive_partitioning = false) ORDER BY ordinal",
      {(import.folder / "part-0000.parquet").string()}
  );
  const std::size_t country = rows.column("country");
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    Component component;
    component.ordinal = rows.integer(row, rows.column("ordinal")).value_or(0);
    component.line = rows.integer(row, rows.column("line")).value_or(0);
    for (const TextColumn& column : kTextColumns) {
      component.*column.member = rows.text(row, rows.column(column.name)).value_or("");
    }
    if (const auto code = rows.text(row, country)) {
      component.country = CountryCode::parse(*code);
    }
    into.push_back(std::move(component));
  }
}

}  // namespace

ComponentImport import_components(
    const store::Workspace& workspace,
    const std::filesystem::path& file,
    std::string_view at
) {
  formats::InputFile input(file);
  formats::TextSource text(input);
  const std::string content = formats::read_all(text, kMaxFileBytes);
  ComponentImport result;
  result.file = read_components(content, input.name());
  if (result.file.components.empty()) {
    const auto& rejects = result.file.rejects;
    throw bad_data(
        "{}: expected at least one component, got {}",
        file.filename().string(),
        rejects.empty()
            ? "none"
            : fmt::format("{} rejects, the first: {}", rejects.size(), rejects.front().reason)
    );
  }
  result.import_id = store::import_id(
      {.file_sha256 = input.sha256(), .member = input.member(), .dialect = kDialect}
  );
  if (store::find_import(workspace, result.import_id)) {
    return result;
  }
  auto import = store::LakeTransaction::begin(workspace, kTable, result.import_id);
  if (!import) {
    return result;
  }
  write_rows(result.file, result.import_id, import->part_file(0));
  std::optional<std::int64_t> num_rejects;
  if (!result.file.rejects.empty()) {
    write_rejects(result.file, result.import_id, import->rejects_file());
    num_rejects = static_cast<std::int64_t>(result.file.rejects.size());
  }
  const std::array part_rows = {static_cast<std::int64_t>(result.file.components.size())};
  result.is_new =
      import->commit(manifest_of(result.file, input, text, file, at), part_rows, num_rejects);
  store::update_catalogue(workspace);
  return result;
}

std::vector<Component> workspace_components(const store::Workspace& workspace) {
  std::vector<std::pair<std::string, store::LakeImport>> imports;
  for (const store::LakeImport& import : store::list_imports(workspace)) {
    if (import.table == kTable) {
      imports.emplace_back(store::read_manifest(import).string_at("imported_at"), import);
    }
  }
  std::ranges::sort(imports, {}, [](const auto& one) {
    return std::tie(one.first, one.second.id);
  });
  std::vector<Component> all;
  for (const auto& [at, import] : imports) {
    read_back(import, all);
  }
  std::map<std::string, std::size_t> last;
  for (std::size_t i = 0; i < all.size(); ++i) {
    last[all[i].id] = i;
  }
  std::vector<Component> components;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (last[all[i].id] == i) {
      components.push_back(std::move(all[i]));
    }
  }
  return components;
}

}  // namespace portolan::components
