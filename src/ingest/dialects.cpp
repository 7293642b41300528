#include <algorithm>
#include <string>
#include <vector>

#include "dialect.hpp"
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

std::vector<DialectInfo> known_dialects() {
  std::vector<DialectInfo> infos;
  for (const auto& dialect : all_dialects()) {
    infos.push_back(dialect->info());
  }
  std::ranges::sort(infos, {}, &DialectInfo::name);
  return infos;
}

}  // namespace portolan::ingest
