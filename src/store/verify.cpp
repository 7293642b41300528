#include "portolan/store/verify.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "durable_file.hpp"
#include "lake_layout.hpp"
#include "portolan/base/error.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/journal.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/run_files.hpp"

namespace portolan::store {
namespace {

using formats::JsonValue;
using Severity = Finding::Severity;

std::int64_t sum_of(const JsonValue* counts) {
  std::int64_t sum = 0;
  if (counts != nullptr) {
    for (const formats::JsonMember& member : counts->members()) {
      sum += member.value.as_integer().value_or(0);
    }
  }
  return sum;
}

std::string text_at(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

class Check {
 public:
  Check(const Workspace& workspace, Progress* progress)
      : workspace_(workspace), progress_(progress), imports_(list_imports(workspace)) {}

  std::vector<Finding> run();

 private:
  void add(Severity severity, const std::filesystem::path& path, std::string detail) {
    findings_.push_back(
        {severity, path.lexically_relative(workspace_.root()).string(), std::move(detail)}
    );
  }

  template <typename Work>
  void guarded(const std::filesystem::path& path, const Work& work) {
    // What stops one check is a finding, and the others go on; only the user stops them all.
    try {
      work();
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kInterrupted) {
        throw;
      }
      add(Severity::kFault, path, error.what());
    }
  }

  void check_import(const LakeImport& import);
  void check_name(const LakeImport& import, const JsonValue& manifest);
  void check_counts(const LakeImport& import, const JsonValue& manifest);
  void check_file(const LakeImport& import, const JsonValue& record);
  [[nodiscard]] std::string hash_of(const std::filesystem::path& file);
  void check_strangers(const LakeImport& import);
  void check_journal();
  void check_runs();
  void check_catalogue();
  void compare_with_lake(Database& catalogue);
  void check_journal_end(Database& catalogue);
  void note_leftovers();

  const Workspace& workspace_;
  Progress* progress_;
  std::vector<LakeImport> imports_;
  /// By import and file name: what import.json says the hash is.
  std::map<std::pair<std::string, std::string>, std::string> hashes_;
  std::vector<JournalEntry> journal_;
  bool has_journal_ = false;  ///< Its chain holds.
  std::int64_t bytes_done_ = 0;
  std::vector<Finding> findings_;
};

std::string Check::hash_of(const std::filesystem::path& file) {
  constexpr std::size_t kBlock = std::size_t{1} << 20U;
  formats::FileSource source(file);
  formats::Sha256 hash;
  std::string block(kBlock, '\0');
  for (std::size_t size = source.read(block); size > 0; size = source.read(block)) {
    hash.update(std::string_view(block).substr(0, size));
    bytes_done_ += static_cast<std::int64_t>(size);
    if (progress_ != nullptr) {
      progress_->check();
      progress_->advance(bytes_done_);
    }
  }
  return hash.hex();
}

void Check::check_file(const LakeImport& import, const JsonValue& record) {
  const std::string& name = record.string_at("name");
  const std::filesystem::path file = import.folder / name;
  hashes_[{import.id, name}] = record.string_at("sha256");
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  if (error) {
    add(Severity::kFault, file, "expected a file, got none");
    return;
  }
  if (static_cast<std::int64_t>(bytes) != record.integer_at("bytes")) {
    add(Severity::kFault,
        file,
        fmt::format("expected {} bytes, got {}", record.integer_at("bytes"), bytes));
    return;
  }
  if (const std::string hash = hash_of(file); hash != record.string_at("sha256")) {
    add(Severity::kFault,
        file,
        fmt::format("expected SHA-256 {}, got {}", record.string_at("sha256"), hash));
  }
}

void Check::check_name(const LakeImport& import, const JsonValue& manifest) {
  const std::filesystem::path file = import.folder / kManifestName;
  const std::string sha256 = text_at(manifest, "sha256");
  const std::string member = text_at(manifest, "member");
  const std::string dialect = text_at(manifest, "dialect");
  const std::string mapping = text_at(manifest, "mapping_sha256");
  const std::string made = import_id(
      {.file_sha256 = sha256, .member = member, .dialect = dialect, .mapping_sha256 = mapping}
  );
  for (const std::string& id : {made, manifest.string_at("import_id")}) {
    if (id != import.id) {
      add(Severity::kFault, file, fmt::format("import_id: expected {}, got {}", import.id, id));
    }
  }
  if (manifest.string_at("table") != import.table) {
    add(Severity::kFault,
        file,
        fmt::format("table: expected {}, got {}", import.table, manifest.string_at("table")));
  }
}

void Check::check_counts(const LakeImport& import, const JsonValue& manifest) {
  const std::filesystem::path file = import.folder / kManifestName;
  const std::int64_t stored = manifest.integer_at("imported") + sum_of(manifest.find("apart"));
  const std::int64_t rejected = sum_of(manifest.find("rejected"));
  if (manifest.integer_at("records") != stored + rejected) {
    add(Severity::kFault,
        file,
        fmt::format(
            "records: expected {}, the sum of imported, apart and rejected, got {}",
            stored + rejected,
            manifest.integer_at("records")
        ));
  }
  std::int64_t rows = 0;
  if (const JsonValue* parts = manifest.find("parts")) {
    for (const JsonValue& part : parts->elements()) {
      rows += part.integer_at("rows");
    }
  }
  if (rows != stored) {
    add(Severity::kFault,
        file,
        fmt::format("parts: expected {} rows, as imported and apart, got {}", stored, rows));
  }
}

void Check::check_strangers(const LakeImport& import) {
  for (const std::string& name : names_in(import.folder)) {
    if (name != kManifestName && !hashes_.contains({import.id, name})) {
      add(Severity::kNote, import.folder / name, "expected no file that import.json does not name");
    }
  }
}

void Check::check_import(const LakeImport& import) {
  guarded(import.folder / kManifestName, [&] {
    const JsonValue manifest = read_manifest(import);
    check_name(import, manifest);
    check_counts(import, manifest);
    if (const JsonValue* parts = manifest.find("parts")) {
      for (const JsonValue& part : parts->elements()) {
        check_file(import, part);
      }
    }
    if (const JsonValue* rejects = manifest.find("rejects"); rejects && !rejects->is_null()) {
      check_file(import, *rejects);
    }
    check_strangers(import);
  });
}

void Check::check_journal() {
  const std::filesystem::path file = workspace_.journal_file();
  guarded(file, [&] {
    journal_ = Journal(file).entries();
    has_journal_ = true;
  });
}

void Check::check_runs() {
  if (!has_journal_) {
    return;
  }
  const std::filesystem::path folder = workspace_.runs_folder();
  std::set<std::string> known;
  for (const RunFile& run : run_files_of(journal_)) {
    const std::filesystem::path file = folder / (run.id + ".json");
    known.insert(file.filename().string());
    guarded(file, [&] {
      if (!path_exists(file)) {
        add(Severity::kFault, file, "expected the run that the journal names, got none");
      } else if (const std::string hash = hash_of(file); hash != run.sha256) {
        add(Severity::kFault, file, fmt::format("expected SHA-256 {}, got {}", run.sha256, hash));
      }
    });
  }
  for (const std::string& name : names_in(folder)) {
    if (name.ends_with(".json") && !known.contains(name)) {
      add(Severity::kNote, folder / name, "expected no run that the journal does not name");
    }
  }
}

void Check::check_journal_end(Database& catalogue) {
  const Result facts = catalogue.query(
      "SELECT max(value) FILTER (name = 'journal_lines')::BIGINT, "
      "max(value) FILTER (name = 'journal_sha256') FROM generation_facts"
  );
  const auto lines = static_cast<std::size_t>(facts.integer(0, 0).value_or(0));
  const std::filesystem::path file = workspace_.journal_file();
  if (lines > journal_.size()) {
    add(Severity::kFault,
        file,
        fmt::format(
            "expected {} lines, as when the catalogue was made, got {}", lines, journal_.size()
        ));
    return;
  }
  if (lines > 0 && journal_[lines - 1].sha256 != facts.text(0, 1)) {
    add(Severity::kFault, file, fmt::format("line {}: expected the hash in the catalogue", lines));
  }
}

void Check::compare_with_lake(Database& catalogue) {
  std::set<std::string> removed;
  for (const JournalEntry& entry : journal_) {
    if (entry.action == "sources.remove") {
      removed.insert(text_at(entry.body, "import_id"));
    }
  }
  std::set<std::string> missing;
  for (const LakeImport& import : imports_) {
    missing.insert(import.id);
  }
  const Result files = catalogue.query(
      "SELECT import_id, name, import_files.sha256 FROM imports "
      "LEFT JOIN import_files USING (import_id) ORDER BY ALL"
  );
  const std::filesystem::path folder = workspace_.catalogue_folder();
  std::set<std::string> gone;
  for (std::size_t row = 0; row < files.num_rows(); ++row) {
    const std::string id = *files.text(row, 0);
    if (std::ranges::find(imports_, id, &LakeImport::id) == imports_.end()) {
      gone.insert(id);
      continue;
    }
    missing.erase(id);
    const auto known = hashes_.find({id, files.text(row, 1).value_or("")});
    if (known != hashes_.end() && known->second != files.text(row, 2)) {
      add(Severity::kFault,
          folder,
          fmt::format(
              "import {}: {}: expected the hash in import.json; `portolan rebuild` helps",
              id,
              *files.text(row, 1)
          ));
    }
  }
  for (const std::string& id : gone) {
    add(removed.contains(id) ? Severity::kNote : Severity::kFault,
        folder,
        fmt::format("import {}: expected it in the lake, got none", id));
  }
  for (const std::string& id : missing) {
    add(Severity::kNote,
        folder,
        fmt::format("import {}: not in the catalogue yet; the next import brings it in", id));
  }
}

void Check::check_catalogue() {
  guarded(workspace_.catalogue_folder(), [&] {
    if (!current_generation(workspace_)) {
      if (!imports_.empty()) {
        add(Severity::kNote,
            workspace_.catalogue_folder(),
            "no catalogue yet; the next import or `portolan rebuild` makes it");
      }
      return;
    }
    Database catalogue = open_catalogue(workspace_, {.has_views = false});
    compare_with_lake(catalogue);
    check_journal_end(catalogue);
  });
}

void Check::note_leftovers() {
  const std::filesystem::path staging = workspace_.lake_folder() / kStagingName;
  for (const std::string& name : names_in(staging)) {
    if (name.ends_with(kLockSuffix) && !is_locked(staging / name)) {
      add(Severity::kNote,
          staging / name,
          "left by an import that was killed; the next import removes it");
    }
  }
  const std::filesystem::path trash = workspace_.lake_folder() / kTrashName;
  for (const std::string& name : names_in(trash)) {
    add(Severity::kNote, trash / name, "left of an import that was removed; may be deleted");
  }
}

std::vector<Finding> Check::run() {
  for (const LakeImport& import : imports_) {
    check_import(import);
  }
  check_journal();
  check_runs();
  check_catalogue();
  note_leftovers();
  std::ranges::sort(findings_, {}, [](const Finding& finding) {
    return std::tuple(
        finding.severity != Severity::kFault,
        std::string_view(finding.subject),
        std::string_view(finding.detail)
    );
  });
  return findings_;
}

}  // namespace

std::vector<Finding> verify(const Workspace& workspace, Progress* progress) {
  return Check(workspace, progress).run();
}

}  // namespace portolan::store
