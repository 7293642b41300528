#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "list_parts.hpp"
#include "party_json.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/parties/party_lists.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/lake.hpp"
#include "version_files.hpp"

namespace portolan::parties {
namespace {

using formats::JsonValue;

constexpr std::size_t kNumFirstRejects = 10;
constexpr std::size_t kDateBytes = 10;

/// A file's bytes as they were before the reading.
struct FileFacts {
  std::string name;
  std::string sha256;
  std::int64_t bytes = 0;
};

std::vector<FileFacts> facts_of(const std::vector<ListFile>& files) {
  std::vector<FileFacts> facts;
  for (const ListFile& file : files) {
    const std::string name = file.member.empty()
                                 ? file.path.filename().string()
                                 : file.path.filename().string() + "(" + file.member + ")";
    facts.push_back(
        {.name = name,
         .sha256 = formats::sha256_of_file(file.path),
         .bytes = static_cast<std::int64_t>(std::filesystem::file_size(file.path))}
    );
  }
  return facts;
}

// Of a set, the hash over the hashes in sorted order: the order in which files are given is no
// difference.
std::string joint_sha256(const std::vector<FileFacts>& facts) {
  if (facts.size() == 1) {
    return facts.front().sha256;
  }
  std::vector<std::string> hashes;
  for (const FileFacts& one : facts) {
    hashes.push_back(one.sha256);
  }
  std::ranges::sort(hashes);
  return formats::sha256_of(join(hashes, "\n") + "\n");
}

bool is_list_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

void check(const ListImportRequest& request) {
  ensure(!request.files.empty(), "a list has files");
  if (!request.list.empty() && !is_list_name(request.list)) {
    throw invalid_argument(
        "--list: expected small letters, digits, \"-\", \"_\" and \".\", got \"{}\"", request.list
    );
  }
  const PartyDate as_of = parse_party_date(request.as_of);
  if (!request.as_of.empty() && (as_of.day == 0 || iso_text(as_of) != request.as_of)) {
    throw invalid_argument("--as-of: expected a date (YYYY-MM-DD), got \"{}\"", request.as_of);
  }
}

/// The import of one list.
class ListImport {
 public:
  ListImport(
      const store::Workspace& workspace,
      const ListImportRequest& request,
      Progress& progress
  )
      : workspace_(workspace),
        request_(request),
        progress_(progress),
        facts_(facts_of(request.files)),
        sha256_(joint_sha256(facts_)) {
    result_.version.list = request.list.empty() ? request.files.front().list : request.list;
    is_delta_ = request.files.front().format == ListFormat::kFtmDelta;
  }

  ImportedList run() {
    if (const auto known = find_known()) {
      result_.version = *known;
      result_.is_known = true;
      return std::move(result_);
    }
    choose_base();
    const std::string mapping = mapping_text();
    const std::string id = store::import_id(
        {.file_sha256 = sha256_,
         .dialect = to_string(request_.files.front().format),
         .mapping_sha256 = formats::sha256_of(mapping)}
    );
    auto transaction = store::LakeTransaction::begin(workspace_, "parties", id);
    if (!transaction) {
      result_.version = find_version(workspace_, result_.version.list, id);
      result_.is_known = true;
      return std::move(result_);
    }
    PartWriter writer(*transaction, id, result_.version.list);
    progress_.begin("reading " + result_.version.list, "", 0);
    ListReading reading = is_delta_ ? apply_delta(writer) : read_whole(writer);
    writer.finish();
    progress_.end();
    check_unchanged();
    check_rejects(reading, writer);
    describe(reading, writer, id);
    if (!reading.rejects.empty()) {
      write_list_rejects(transaction->rejects_file(), reading.rejects, id);
    }
    const bool is_new = transaction->commit(
        manifest(reading, writer, mapping),
        writer.part_rows(),
        reading.rejects.empty() ? std::nullopt : std::optional(std::ssize(reading.rejects))
    );
    result_.is_known = !is_new;
    store::update_catalogue(workspace_);
    return std::move(result_);
  }

 private:
  // A delta has another base once it was applied: its bytes alone tell that it was.
  [[nodiscard]] std::optional<ListVersion> find_known() const {
    for (const ListVersion& version : list_versions(workspace_)) {
      if (version.list == result_.version.list && version.sha256 == sha256_ &&
          version.format == to_string(request_.files.front().format)) {
        return version;
      }
    }
    return std::nullopt;
  }

  void choose_base() {
    if (!is_delta_) {
      return;
    }
    for (const ListVersion& version : newest_versions(workspace_)) {
      if (version.list == result_.version.list) {
        base_ = version;
        result_.base = version.import_id;
      }
    }
    if (!base_) {
      result_.notices.push_back(
          result_.version.list + ": there was no version to change; the delta begins the list"
      );
    }
  }

  [[nodiscard]] std::string mapping_text() const {
    std::string text = fmt::format("list = \"{}\"\n", result_.version.list);
    return base_ ? text + fmt::format("base = \"{}\"\n", base_->import_id) : text;
  }

  ListReading read_whole(PartWriter& writer) {
    return read_party_list(
        request_.files, [&](ListedParty&& party, EntryChange) { writer.add(party); }, progress_
    );
  }

  ListReading apply_delta(PartWriter& writer) {
    std::vector<std::pair<ListedParty, EntryChange>> changes;
    ListReading reading = read_party_list(
        request_.files,
        [&](ListedParty&& party, EntryChange change) {
          changes.emplace_back(std::move(party), change);
        },
        progress_
    );
    std::unordered_map<std::string, std::size_t> last_change;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      last_change[changes[i].first.entry_id] = i;
    }
    std::vector<bool> is_used(changes.size(), false);
    if (base_) {
      for_each_party(workspace_, *base_, [&](StoredParty&& stored) {
        const auto found = last_change.find(stored.party.entry_id);
        if (found == last_change.end()) {
          writer.add(stored.party);
          return;
        }
        is_used[found->second] = true;
        const auto& [party, change] = changes[found->second];
        if (change != EntryChange::kRemove) {
          writer.add(party);
        }
      });
    }
    add_new(changes, last_change, is_used, writer, reading);
    return reading;
  }

  // What the list did not have: added; a change or removal of nothing is no statement about it.
  static void add_new(
      const std::vector<std::pair<ListedParty, EntryChange>>& changes,
      const std::unordered_map<std::string, std::size_t>& last_change,
      const std::vector<bool>& is_used,
      PartWriter& writer,
      ListReading& reading
  ) {
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const auto& [party, change] = changes[i];
      if (is_used[i] || last_change.at(party.entry_id) != i) {
        continue;
      }
      if (change == EntryChange::kAdd) {
        writer.add(party);
        continue;
      }
      reading.rejects.push_back(
          {.ordinal = static_cast<std::int64_t>(i),
           .line = party.line,
           .column = "op",
           .reason = change == EntryChange::kModify
                         ? "expected to change an entry of the list, got none of that id"
                         : "expected to remove an entry of the list, got none of that id",
           .value = party.entry_id}
      );
    }
  }

  void check_unchanged() const {
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (formats::sha256_of_file(request_.files[i].path) != facts_[i].sha256) {
        throw unavailable(
            "{}: expected a file at rest, got one that changed while it was read", facts_[i].name
        );
      }
    }
  }

  void check_rejects(const ListReading& reading, const PartWriter& writer) const {
    const std::int64_t records = writer.num_rows() + std::ssize(reading.rejects);
    const std::int64_t allowed =
        request_.allowed_rejects ? request_.allowed_rejects(records) : records;
    if (std::ssize(reading.rejects) > allowed) {
      const ListReject& first = reading.rejects.front();
      throw bad_data(
          "{}:{}: {}{}{}",
          facts_.front().name,
          first.line,
          first.column,
          first.column.empty() ? "" : ": ",
          first.reason
      )
          .with_hint(fmt::format(
              "{} of {} records cannot be read; --max-rejects takes the others all the same",
              reading.rejects.size(),
              records
          ));
    }
    if (writer.num_rows() == 0) {
      throw bad_data("{}: expected entries, got none", facts_.front().name)
          .with_hint("the file is empty or cut off; download it again");
    }
  }

  void describe(ListReading& reading, const PartWriter& writer, const std::string& id) {
    ListVersion& version = result_.version;
    version.import_id = id;
    version.format = to_string(request_.files.front().format);
    version.is_register = is_register(request_.files.front().format);
    version.as_of = !request_.as_of.empty()         ? request_.as_of
                    : !reading.published_on.empty() ? reading.published_on
                                                    : request_.now.substr(0, kDateBytes);
    version.imported_at = request_.now;
    version.sha256 = sha256_;
    for (const FileFacts& file : facts_) {
      version.files.push_back(file.name);
    }
    version.num_entries = writer.num_rows();
    version.num_nameless = writer.num_nameless();
    version.num_rejected = std::ssize(reading.rejects);
    version.schemas = writer.schemas();
    result_.attached = reading.attached;
    const std::size_t shown = std::min(reading.rejects.size(), kNumFirstRejects);
    result_.first_rejects.assign(
        reading.rejects.begin(), reading.rejects.begin() + static_cast<std::ptrdiff_t>(shown)
    );
    std::ranges::move(reading.notices, std::back_inserter(result_.notices));
  }

  [[nodiscard]] JsonValue
  manifest(const ListReading& reading, const PartWriter& writer, const std::string& mapping) const {
    const ListVersion& version = result_.version;
    JsonValue rejected = JsonValue::object();
    std::map<std::string, std::int64_t> reasons;
    for (const ListReject& reject : reading.rejects) {
      ++reasons[(reject.column.empty() ? "" : reject.column + ": ") + reject.reason];
    }
    for (const auto& [reason, count] : reasons) {
      rejected.set(reason, count);
    }
    JsonValue apart = JsonValue::object();
    if (version.num_nameless > 0) {
      apart.set("nameless", version.num_nameless);
    }
    std::int64_t bytes = 0;
    JsonValue files = JsonValue::array();
    for (const FileFacts& file : facts_) {
      bytes += file.bytes;
      files.push_back(JsonValue::object()
                          .set("name", file.name)
                          .set("sha256", file.sha256)
                          .set("bytes", file.bytes));
    }
    JsonValue value = JsonValue::object();
    value.set("schema", "portolan.import/1")
        .set("import_id", version.import_id)
        .set("table", "parties")
        .set("file", join(version.files, " "))
        .set("member", JsonValue())
        .set("sha256", sha256_)
        .set("bytes", bytes)
        .set("dialect", version.format)
        .set("dialect_version", 1)
        .set("mapping_sha256", formats::sha256_of(mapping))
        .set("mapping", mapping)
        .set("source", version.list)
        .set("vintage", version.as_of)
        .set("records", writer.num_rows() + std::ssize(reading.rejects))
        .set("imported", writer.num_rows() - version.num_nameless)
        .set("apart", std::move(apart))
        .set("rejected", std::move(rejected))
        .set("files", std::move(files))
        .set("schemas", counts(version.schemas))
        .set("attached", counts(reading.attached))
        .set(
            "published_on",
            reading.published_on.empty() ? JsonValue() : JsonValue(reading.published_on)
        )
        .set("base", base_ ? JsonValue(base_->import_id) : JsonValue())
        .set("imported_at", request_.now)
        .set("portolan_version", PORTOLAN_VERSION);
    return value;
  }

  static JsonValue counts(const std::map<std::string, std::int64_t>& named) {
    JsonValue object = JsonValue::object();
    for (const auto& [name, count] : named) {
      object.set(name, count);
    }
    return object;
  }

  const store::Workspace& workspace_;
  const ListImportRequest& request_;
  Progress& progress_;
  std::vector<FileFacts> facts_;
  std::string sha256_;
  std::optional<ListVersion> base_;
  bool is_delta_ = false;
  ImportedList result_;
};

}  // namespace

std::vector<std::vector<ListFile>> group_list_files(std::vector<ListFile> files) {
  std::vector<std::vector<ListFile>> groups;
  for (ListFile& file : files) {
    const auto same = std::ranges::find_if(groups, [&](const std::vector<ListFile>& group) {
      return file.format == ListFormat::kOfacCsv && group.front().format == file.format &&
             group.front().list == file.list &&
             std::ranges::find(group, file.part, &ListFile::part) == group.end();
    });
    if (same == groups.end()) {
      groups.push_back({std::move(file)});
    } else {
      same->push_back(std::move(file));
    }
  }
  return groups;
}

ImportedList import_party_list(
    const store::Workspace& workspace,
    const ListImportRequest& request,
    Progress& progress
) {
  check(request);
  return ListImport(workspace, request, progress).run();
}

}  // namespace portolan::parties
