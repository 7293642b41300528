#include "portolan/ingest/import.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "code_totals.hpp"
#include "coverage_warnings.hpp"
#include "dialect.hpp"
#include "manifest.hpp"
#include "opened_file.hpp"
#include "portolan/base/error.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/lake.hpp"
#include "rejects.hpp"
#include "table_reading.hpp"

namespace portolan::ingest {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNumFirstRejects = 10;

std::string no_dialect_message(const Table& table) {
  std::string names;
  for (const std::string& name : table.header().names()) {
    if (names.size() > 120) {
      names += ", ...";
      break;
    }
    names += (names.empty() ? "" : ", ") + name;
  }
  return fmt::format(
      "{}:{}: expected the column names of a known table, got \"{}\"",
      table.name(),
      std::max<std::int64_t>(table.header_line(), 1),
      names
  );
}

// The import of one file: each table in turn, all from the same bytes.
class FileImport {
 public:
  FileImport(const store::Workspace& workspace, const ImportRequest& request, Progress& progress)
      : workspace_(workspace),
        request_(request),
        progress_(progress),
        given_(request.dialect, request.mapping),
        file_(tables_of(request.file, request.member)) {}

  [[nodiscard]] int num_committed() const { return num_committed_; }

  ImportReport run() {
    ImportReport report{.files = {}, .dry_run = request_.dry_run};
    identity_ = identify(request_.file, progress_);
    for (const std::string& member : file_.members) {
      const auto table = open(member);
      const Dialect* dialect = given_.get() != nullptr ? given_.get() : dialect_of(table->header());
      if (dialect == nullptr || !dialect->fits(table->header())) {
        handle_stranger(*table, dialect);
        continue;
      }
      report.files.push_back(import_table(*table, *dialect, member));
    }
    if (report.files.empty()) {
      throw bad_data(
          "{}: expected an archive with a table of trade data, got none",
          file_.path.filename().string()
      )
          .with_hint(skipped_.empty() ? "" : skipped_.front());
    }
    for (const std::string& skipped : skipped_) {
      report.files.front().warnings.push_back("left out: " + skipped);
    }
    return report;
  }

 private:
  std::unique_ptr<Table> open(const std::string& member) const {
    return open_table(file_, member, options_for(given_.get(), request_.part_bytes));
  }

  // A file must be trade data; members of an archive that are something else are left out.
  void handle_stranger(const Table& table, const Dialect* dialect) {
    const std::string message = dialect == nullptr
                                    ? no_dialect_message(table)
                                    : fmt::format(
                                          "{}:{}: expected the columns of {}, got others",
                                          table.name(),
                                          std::max<std::int64_t>(table.header_line(), 1),
                                          dialect->info().name
                                      );
    if (file_.members.size() == 1) {
      throw Error(
          ErrorCode::kBadData,
          message,
          "`portolan sniff` shows the columns; a mapping file reads any other table "
          "(docs/data/mapping.md)"
      );
    }
    skipped_.push_back(message);
  }

  ImportedFile import_table(Table& table, const Dialect& dialect, const std::string& member) {
    const auto bound = dialect.bind(table.header(), file_.facts(member));
    const ImportTraits& traits = bound->traits();
    ImportedFile result;
    result.file = file_.path.filename().string();
    result.member = member;
    result.dialect = dialect.info().name;
    result.dialect_version = dialect.info().version;
    result.source = traits.source;
    result.vintage = traits.vintage;
    result.bytes = identity_.bytes;
    result.import_id = store::import_id(
        {.file_sha256 = identity_.sha256,
         .member = member,
         .dialect = result.dialect,
         .mapping_sha256 = traits.mapping_sha256}
    );
    refuse_other_version(traits);
    auto transaction = store::LakeTransaction::begin(workspace_, "trade", result.import_id);
    if (!transaction) {
      result.is_known = true;
      return result;
    }
    ReadTable read = read_parts(table, *bound, *transaction, result.import_id);
    fill_in(result, read.accounts, table, *bound);
    check_rejects(read.accounts, table);
    if (!request_.dry_run && read.accounts.records > 0) {
      put_into_lake(result, read, traits, std::move(*transaction));
    }
    return result;
  }

  // Values of two releases of BACI are not comparable: CEPII asks not to mix them.
  void refuse_other_version(const ImportTraits& traits) const {
    if (traits.source != "baci" || request_.mix_versions || traits.vintage.empty()) {
      return;
    }
    for (const store::LakeImport& import : store::list_imports(workspace_)) {
      if (import.table != "trade") {
        continue;
      }
      const formats::JsonValue manifest = store::read_manifest(import);
      const formats::JsonValue* vintage = manifest.find("vintage");
      const std::string* version = vintage == nullptr ? nullptr : vintage->as_string();
      if (manifest.string_at("source") == "baci" && version != nullptr &&
          *version != traits.vintage) {
        throw invalid_argument(
            "{}: expected BACI version {}, as in the lake, got {}",
            file_.path.filename().string(),
            *version,
            traits.vintage
        )
            .with_hint("versions should not be mixed; --mix-versions does it all the same");
      }
    }
  }

  ReadTable read_parts(
      Table& table,
      const BoundDialect& bound,
      const store::LakeTransaction& transaction,
      std::string_view import_id
  ) {
    const unsigned threads =
        request_.threads != 0 ? request_.threads : workspace_.settings().store.threads;
    const std::int64_t total = file_.kind == formats::FileKind::kZip ? 0 : identity_.bytes;
    progress_.begin("reading " + table.name(), "bytes", total);
    ReadTable read = read_table(
        table,
        bound,
        {.part_file = [&](std::size_t number) { return transaction.part_file(number); },
         .import_id = import_id},
        {.threads = threads},
        progress_
    );
    progress_.end();
    ensure_unchanged(file_.path, identity_);
    if (read.accounts.has_several_levels()) {
      std::vector<fs::path> parts;
      for (std::size_t number = 0; number < read.part_rows.size(); ++number) {
        parts.push_back(transaction.part_file(number));
      }
      mark_code_totals(parts, workspace_, read.accounts, progress_);
    }
    return read;
  }

  static void fill_in(
      ImportedFile& result,
      const Accounts& accounts,
      const Table& table,
      const BoundDialect& bound
  ) {
    result.encoding = table.encoding();
    result.records = accounts.records;
    result.imported = accounts.of(Plane::kMain);
    for (std::size_t i = 1; i < kNumPlanes; ++i) {
      if (accounts.planes[i] > 0) {
        result.apart[static_cast<Plane>(i)] = accounts.planes[i];
      }
    }
    for (const auto& [where, count] : accounts.rejected) {
      result.rejected[(where.first.empty() ? "" : where.first + ": ") + where.second] = count;
    }
    ensure(
        result.records == result.imported + result.num_apart() + result.num_rejected(),
        "every record is imported, kept apart or rejected"
    );
    result.zero_weights = accounts.zero_weights;
    const std::size_t shown = std::min(accounts.rejects.size(), kNumFirstRejects);
    result.first_rejects.assign(
        accounts.rejects.begin(), accounts.rejects.begin() + static_cast<std::ptrdiff_t>(shown)
    );
    result.warnings = bound.traits().warnings;
    std::ranges::move(bound.warnings_after(accounts), std::back_inserter(result.warnings));
    std::ranges::move(coverage_warnings(accounts), std::back_inserter(result.warnings));
    if (table.num_encoding_faults() > 0) {
      result.warnings.push_back(fmt::format(
          "{} byte sequences are no {} (the first on line {}): letters there are lost",
          table.num_encoding_faults(),
          table.encoding(),
          table.first_encoding_fault_line()
      ));
    }
  }

  void check_rejects(const Accounts& accounts, const Table& table) {
    if (!request_.rejects_file.empty()) {
      write_rejects_csv(request_.rejects_file, accounts.rejects, table.name(), wrote_rejects_);
      wrote_rejects_ = true;
    }
    const std::int64_t allowed = request_.max_rejects.allowed(accounts.records);
    if (accounts.num_rejected() > allowed) {
      throw too_many_rejects(accounts.rejects, table.name(), accounts.records, allowed);
    }
  }

  void put_into_lake(
      ImportedFile& result,
      const ReadTable& read,
      const ImportTraits& traits,
      store::LakeTransaction transaction
  ) {
    const auto num_rejects = static_cast<std::int64_t>(read.accounts.rejects.size());
    if (num_rejects > 0) {
      write_rejects(transaction.rejects_file(), read.accounts.rejects, result.import_id, progress_);
    }
    progress_.check();
    const bool is_new = transaction.commit(
        make_manifest(result, read.accounts, traits, identity_.sha256, request_.now),
        read.part_rows,
        num_rejects > 0 ? std::optional(num_rejects) : std::nullopt
    );
    result.is_known = !is_new;
    num_committed_ += is_new ? 1 : 0;
    result.parts = static_cast<std::int64_t>(read.part_rows.size());
  }

  const store::Workspace& workspace_;
  const ImportRequest& request_;
  Progress& progress_;
  GivenDialect given_;
  FileTables file_;
  FileIdentity identity_;
  std::vector<std::string> skipped_;
  bool wrote_rejects_ = false;
  int num_committed_ = 0;
};

}  // namespace

ImportReport
import_file(const store::Workspace& workspace, const ImportRequest& request, Progress& progress) {
  FileImport import(workspace, request, progress);
  try {
    ImportReport report = import.run();
    if (!request.dry_run) {
      store::update_catalogue(workspace);
    }
    return report;
  } catch (const Error&) {
    // Tables of the archive that were complete before the failure stay, and must be listed.
    if (import.num_committed() > 0) {
      store::update_catalogue(workspace);
    }
    throw;
  }
}

}  // namespace portolan::ingest
