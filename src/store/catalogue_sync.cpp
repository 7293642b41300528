#include "catalogue_sync.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "embedded/store.hpp"
#include "lake_layout.hpp"
#include "portolan/base/text.hpp"
#include "portolan/store/journal.hpp"
#include "portolan/store/lake.hpp"

namespace portolan::store {
namespace {

std::set<std::string> imports_in(Database& database) {
  const Result known = database.query("SELECT import_id FROM imports ORDER BY import_id");
  std::set<std::string> ids;
  for (std::size_t row = 0; row < known.num_rows(); ++row) {
    ids.insert(*known.text(row, 0));
  }
  return ids;
}

void add(Database& database, const std::vector<std::string>& manifests) {
  database.execute(embedded::read_manifests_sql, {join(manifests, "\n")});
  database.execute_script(embedded::add_imports_sql);
  database.execute("DROP TABLE manifest");
}

void remove(Database& database, const std::set<std::string>& ids) {
  auto next = ids.begin();
  const std::vector<ColumnSpec> columns{{.name = "import_id", .type = ColumnType::kVarchar}};
  database.create_temp_table("removed", columns, [&](RowBatch& batch) {
    std::size_t row = 0;
    for (; row < kBatchRows && next != ids.end(); ++row, ++next) {
      batch.set_text(0, row, *next);
    }
    return row;
  });
  database.execute_script(embedded::remove_imports_sql);
  database.execute("DROP TABLE removed");
}

}  // namespace

bool synchronise(Database& database, const Workspace& workspace) {
  std::set<std::string> gone = imports_in(database);
  std::vector<std::string> manifests;
  for (const LakeImport& import : list_imports(workspace)) {
    if (gone.erase(import.id) == 0) {
      manifests.push_back((import.folder / kManifestName).string());
    }
  }
  if (!manifests.empty()) {
    add(database, manifests);
  }
  if (!gone.empty()) {
    remove(database, gone);
  }
  return !manifests.empty() || !gone.empty();
}

void record_journal(Database& database, const Workspace& workspace) {
  const auto entries = Journal(workspace.journal_file()).entries();
  database.execute("DELETE FROM generation_facts WHERE name IN ('journal_lines', 'journal_sha256')"
  );
  database.execute(
      "INSERT INTO generation_facts VALUES ('journal_lines', ?), ('journal_sha256', ?)",
      {std::to_string(entries.size()), entries.empty() ? std::string() : entries.back().sha256}
  );
}

}  // namespace portolan::store
