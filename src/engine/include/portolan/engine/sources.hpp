#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portolan/formats/table.hpp"

namespace portolan::engine {

struct SourcesRequest {
  std::filesystem::path workspace = {};
};

/// An import as the catalogue knows it. `records` = `imported` + `apart` + `rejected`.
struct Source {
  std::string import_id;
  std::string file;
  std::optional<std::string> member;
  std::string dialect;
  std::string source;
  std::optional<std::string> vintage;
  std::string sha256;
  std::int64_t bytes = 0;
  std::int64_t records = 0;
  std::int64_t imported = 0;
  std::int64_t apart = 0;
  std::int64_t rejected = 0;
  /// Of the rows that count: who reported, from when until when, year * 100 + month.
  std::int64_t num_reporters = 0;
  std::optional<std::int64_t> first_period;
  std::optional<std::int64_t> last_period;
  std::string imported_at;
};

/// Returns all imports, by time and id.
[[nodiscard]] std::vector<Source> sources(const SourcesRequest& request);

struct SourceRequest {
  std::filesystem::path workspace = {};
  /// The import's id or a beginning of it that fits only one.
  std::string import_id;
};

/// One import in full.
struct SourceDetail {
  Source source;
  /// Records kept apart by plane, rejected by reason.
  std::vector<std::pair<std::string, std::int64_t>> apart;
  std::vector<std::pair<std::string, std::int64_t>> rejected;
  /// reporter, flow, freq, period, level, hs_edition, rows, absence.
  formats::Table coverage;
};

/// Throws `Error` (kNotFound, with the nearest ids; kInvalidArgument where several fit).
[[nodiscard]] SourceDetail source(const SourceRequest& request);

struct RemoveSourceRequest {
  std::filesystem::path workspace = {};
  std::string import_id;
  /// Why, for the journal; not empty.
  std::string reason;
  /// When, as ISO time.
  std::string at;
};

/// Takes an import out of the workspace; the journal keeps that it was there. Returns its id.
std::string remove_source(const RemoveSourceRequest& request);

}  // namespace portolan::engine
