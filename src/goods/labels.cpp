#include "portolan/goods/labels.hpp"

#include <map>

#include <fmt/format.h>

#include "embedded/goods.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"

namespace portolan::goods {
namespace {

const std::map<HsCode, std::string>& labels() {
  static const std::map<HsCode, std::string> labels = [] {
    std::map<HsCode, std::string> result;
    for (const auto& record : read_embedded_table(embedded::goods_labels_csv, {"code", "label"})) {
      const auto code = HsCode::parse(record[0]);
      ensure(
          code && result.emplace(*code, record[1]).second,
          fmt::format("goods labels: \"{}\" is no code or has two labels", record[0])
      );
    }
    return result;
  }();
  return labels;
}

}  // namespace

std::string goods_label(const HsCode& code) {
  if (code.level() == 0) {
    return "All goods";
  }
  for (int level = code.level(); level >= 2; level -= 2) {
    const auto found = labels().find(code.prefix(level));
    if (found != labels().end()) {
      return found->second;
    }
  }
  return {};
}

}  // namespace portolan::goods
