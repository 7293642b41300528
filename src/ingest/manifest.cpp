#include "manifest.hpp"

#include <string>

#include "portolan/base/hs_code.hpp"

namespace portolan::ingest {

namespace {

using formats::JsonValue;

JsonValue text_or_null(std::string_view text) {
  return text.empty() ? JsonValue() : JsonValue(text);
}

JsonValue coverage_of(const Accounts& accounts) {
  JsonValue coverage = JsonValue::array();
  for (const auto& [key, rows] : accounts.coverage) {
    JsonValue line = JsonValue::object();
    line.set("reporter", std::string(key.reporter.data(), key.reporter.size()));
    line.set("flow", to_string(key.flow));
    line.set("freq", key.period % 100 == 0 ? "A" : "M");
    line.set("period", key.period);
    line.set("level", key.level);
    line.set(
        "hs_edition",
        key.hs_edition < 0 ? JsonValue()
                           : JsonValue(to_string(static_cast<HsEdition>(key.hs_edition)))
    );
    line.set("rows", rows);
    coverage.push_back(std::move(line));
  }
  return coverage;
}

JsonValue extent_of(const Accounts& accounts) {
  JsonValue codes = JsonValue::object();
  for (const auto& [level, texts] : accounts.codes) {
    JsonValue list = JsonValue::array();
    for (const std::string& text : texts) {
      list.push_back(text);
    }
    codes.set(std::to_string(level), std::move(list));
  }
  JsonValue partners = JsonValue::array();
  for (const std::string& partner : accounts.partners) {
    partners.push_back(partner);
  }
  return JsonValue::object().set("codes", std::move(codes)).set("partners", std::move(partners));
}

JsonValue counts_of(const ImportedFile& imported) {
  JsonValue apart = JsonValue::object();
  for (const auto& [plane, count] : imported.apart) {
    apart.set(std::string(to_string(plane)), count);
  }
  return apart;
}

}  // namespace

JsonValue make_manifest(
    const ImportedFile& imported,
    const Accounts& accounts,
    const ImportTraits& traits,
    std::string_view sha256,
    std::string_view imported_at
) {
  JsonValue rejected = JsonValue::object();
  for (const auto& [reason, count] : imported.rejected) {
    rejected.set(reason, count);
  }
  JsonValue manifest = JsonValue::object();
  manifest.set("schema", "portolan.import/1")
      .set("import_id", imported.import_id)
      .set("table", "trade")
      .set("file", imported.file)
      .set("member", text_or_null(imported.member))
      .set("sha256", sha256)
      .set("bytes", imported.bytes)
      .set("dialect", imported.dialect)
      .set("dialect_version", imported.dialect_version)
      .set("mapping_sha256", text_or_null(traits.mapping_sha256))
      .set("mapping", text_or_null(traits.mapping_text))
      .set("encoding", text_or_null(imported.encoding))
      .set("source", imported.source)
      .set("vintage", text_or_null(imported.vintage))
      .set("currency", text_or_null(traits.currency))
      .set("records", imported.records)
      .set("imported", imported.imported)
      .set("apart", counts_of(imported))
      .set("rejected", std::move(rejected))
      .set("zero_weights", imported.zero_weights)
      .set("warnings", imported.warnings)
      .set("coverage", coverage_of(accounts))
      .set("extent", extent_of(accounts))
      .set("imported_at", imported_at)
      .set("portolan_version", PORTOLAN_VERSION)
      .set("absence", traits.absence);
  return manifest;
}

}  // namespace portolan::ingest
