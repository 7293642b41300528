#include "portolan/parties/party_lists.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "list_parts.hpp"
#include "party_json.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/store/database.hpp"
#include "portolan/store/lake.hpp"
#include "version_files.hpp"

namespace portolan::parties {
namespace {

using formats::JsonValue;

std::string text_at(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

std::map<std::string, std::int64_t> counts_at(const JsonValue& object, std::string_view key) {
  std::map<std::string, std::int64_t> counts;
  if (const JsonValue* value = object.find(key)) {
    for (const formats::JsonMember& member : value->members()) {
      counts[member.key] = member.value.as_integer().value_or(0);
    }
  }
  return counts;
}

std::int64_t sum_of(const std::map<std::string, std::int64_t>& counts) {
  std::int64_t sum = 0;
  for (const auto& [name, count] : counts) {
    sum += count;
  }
  return sum;
}

ListVersion version_of(const store::LakeImport& import) {
  const JsonValue manifest = store::read_manifest(import);
  ListVersion version;
  version.list = manifest.string_at("source");
  version.import_id = import.id;
  version.as_of = manifest.string_at("vintage");
  version.format = manifest.string_at("dialect");
  version.is_register = version.format == to_string(ListFormat::kLeiXml);
  version.sha256 = manifest.string_at("sha256");
  version.imported_at = manifest.string_at("imported_at");
  if (const JsonValue* files = manifest.find("files")) {
    for (const JsonValue& file : files->elements()) {
      version.files.push_back(text_at(file, "name"));
    }
  }
  version.num_nameless = sum_of(counts_at(manifest, "apart"));
  version.num_entries = manifest.integer_at("imported") + version.num_nameless;
  version.num_rejected = sum_of(counts_at(manifest, "rejected"));
  version.schemas = counts_at(manifest, "schemas");
  return version;
}

StoredParty party_at(const store::Chunk& chunk, std::size_t row) {
  const auto text = [&](PartyColumn column) {
    return std::string(chunk.text(static_cast<std::size_t>(column), row));
  };
  StoredParty stored;
  ListedParty& party = stored.party;
  party.line = chunk.values<std::int64_t>(static_cast<std::size_t>(PartyColumn::kLine))[row];
  party.entry_id = text(PartyColumn::kEntryId);
  party.schema = parse_party_schema(text(PartyColumn::kSchema)).value_or(PartySchema::kUnknown);
  party.listed_on = text(PartyColumn::kListedOn);
  read_columns(
      {.names = text(PartyColumn::kNames),
       .addresses = text(PartyColumn::kAddresses),
       .identifiers = text(PartyColumn::kIdentifiers),
       .birth_dates = text(PartyColumn::kBirthDates),
       .countries = text(PartyColumn::kCountries),
       .programmes = text(PartyColumn::kProgrammes),
       .remarks = text(PartyColumn::kRemarks),
       .details = text(PartyColumn::kDetails)},
      party
  );
  stored.content_sha256 = text(PartyColumn::kContentSha256);
  return stored;
}

std::string all_columns() {
  std::vector<std::string> names;
  for (const store::ColumnSpec& column : store::party_columns()) {
    names.push_back(store::quote_identifier(column.name));
  }
  return join(names, ", ");
}

}  // namespace

store::Database open_lake(const store::Workspace& workspace) {
  return store::Database(
      {.allowed_folders = {workspace.lake_folder()},
       .memory_limit = workspace.settings().store.memory_limit,
       .temp_folder = workspace.temp_folder(),
       .threads = 1}
  );
}

std::string version_source(const store::Workspace& workspace, const ListVersion& version) {
  const auto folder = workspace.lake_folder() / "parties" / version.import_id;
  return fmt::format(
      "read_parquet({}, hive_partitioning = false)",
      store::quote_literal((folder / "part-*.parquet").string())
  );
}

std::vector<ListVersion> list_versions(const store::Workspace& workspace) {
  std::vector<ListVersion> versions;
  for (const store::LakeImport& import : store::list_imports(workspace)) {
    if (import.table == "parties") {
      versions.push_back(version_of(import));
    }
  }
  std::ranges::sort(versions, {}, [](const ListVersion& one) {
    return std::tuple(one.list, one.as_of, one.imported_at, one.import_id);
  });
  return versions;
}

std::vector<ListVersion> newest_versions(const store::Workspace& workspace) {
  std::vector<ListVersion> newest;
  for (ListVersion& version : list_versions(workspace)) {
    if (!newest.empty() && newest.back().list == version.list) {
      newest.back() = std::move(version);
    } else {
      newest.push_back(std::move(version));
    }
  }
  return newest;
}

ListVersion
find_version(const store::Workspace& workspace, std::string_view list, std::string_view version) {
  std::vector<std::string> lists;
  std::vector<std::string> names;
  std::optional<ListVersion> found;
  for (ListVersion& one : list_versions(workspace)) {
    lists.push_back(one.list);
    if (one.list != list) {
      continue;
    }
    names.push_back(one.as_of + " (" + one.import_id + ")");
    if (version.empty() || one.as_of == version || one.import_id.starts_with(version)) {
      found = std::move(one);
    }
  }
  if (found) {
    return *found;
  }
  if (names.empty()) {
    lists.erase(std::unique(lists.begin(), lists.end()), lists.end());
    throw not_found("list: expected one of the workspace, got \"{}\"", list)
        .with_hint(
            lists.empty() ? "portolan parties import FILE… brings one in"
                          : "the lists are " + join(lists, ", ")
        );
  }
  throw not_found("{}: expected one of its versions, got \"{}\"", list, version)
      .with_hint("the versions are " + join(names, ", "));
}

void for_each_party(
    const store::Workspace& workspace,
    const ListVersion& version,
    const std::function<void(StoredParty&&)>& use,
    std::span<const std::string> entry_ids
) {
  store::Database database = open_lake(workspace);
  store::Parameters parameters;
  std::string where;
  if (!entry_ids.empty()) {
    // Line feeds separate: no id of a list holds one.
    parameters.emplace_back(join(entry_ids, "\n"));
    where = "WHERE list_contains(string_split(?, chr(10)), entry_id) ";
  }
  const std::string sql = fmt::format(
      "SELECT {} FROM {} {}ORDER BY ordinal",
      all_columns(),
      version_source(workspace, version),
      where
  );
  database.for_each_chunk(sql, parameters, [&](const store::Chunk& chunk) {
    for (std::size_t row = 0; row < chunk.num_rows(); ++row) {
      use(party_at(chunk, row));
    }
  });
}

std::vector<std::string> statements_about(const ListedParty& party) {
  return statements_of(party);
}

}  // namespace portolan::parties
