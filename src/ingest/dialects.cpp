#include <algorithm>
#include <string>
#include <vector>

#include "dialect.hpp"
#include "mapping_dialect.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::ingest {

const std::vector<std::unique_ptr<const Dialect>>& all_dialects() {
  static const auto kDialects = [] {
    std::vector<std::unique_ptr<const Dialect>> dialects;
    dialects.push_back(make_comtrade_v1());
    dialects.push_back(make_comtrade_tariffline());
    dialects.push_back(make_comtrade_legacy());
    dialects.push_back(make_baci());
    dialects.push_back(make_comext_v2());
    dialects.push_back(make_comext_old());
    dialects.push_back(make_eurostat_view());
    dialects.push_back(make_census());
    dialects.push_back(make_gacc());
    dialects.push_back(make_canonical());
    return dialects;
  }();
  return kDialects;
}

const Dialect* dialect_of(const TableHeader& header) {
  for (const auto& dialect : all_dialects()) {
    if (dialect->fits(header)) {
      return dialect.get();
    }
  }
  return nullptr;
}

const Dialect& dialect_named(std::string_view name) {
  std::vector<std::string> names;
  for (const auto& dialect : all_dialects()) {
    if (dialect->info().name == name) {
      return *dialect;
    }
    names.emplace_back(dialect->info().name);
  }
  const std::string nearest = nearest_hint(name, names);
  throw invalid_argument("dialect: expected a known dialect, got \"{}\"", name)
      .with_hint(nearest.empty() ? "known: " + join(names, ", ") : nearest);
}

GivenDialect::GivenDialect(std::string_view name, const std::filesystem::path& mapping) {
  if (!name.empty() && !mapping.empty()) {
    throw invalid_argument("mapping: expected a dialect or a mapping file, got both");
  }
  if (!name.empty()) {
    named_ = &dialect_named(name);
  }
  if (!mapping.empty()) {
    mapped_ = make_mapping_dialect(read_mapping_file(mapping));
  }
}

std::vector<DialectInfo> known_dialects() {
  std::vector<DialectInfo> infos;
  for (const auto& dialect : all_dialects()) {
    infos.push_back(dialect->info());
  }
  std::ranges::sort(infos, {}, &DialectInfo::name);
  return infos;
}

}  // namespace portolan::ingest
