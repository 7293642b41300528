#pragma once

#include <string>
#include <utility>

#include "portolan/trace/family_trade.hpp"

/// Trade made by hand for the tests of `trace`.
namespace portolan::trace::made {

[[nodiscard]] inline Decimal3 amount(std::int64_t units) {
  return Decimal3::from_thousandths(1'000 * units);
}

/// A flow that is known for certain.
[[nodiscard]] inline TradeRow row(std::string exporter, std::string importer, std::int64_t units) {
  return {std::move(exporter), std::move(importer), amount(units), amount(units), amount(units)};
}

}  // namespace portolan::trace::made
