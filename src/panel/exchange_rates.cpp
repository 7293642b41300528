#include "embedded/panel.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/panel/build.hpp"

namespace portolan::panel {

std::vector<ExchangeRate> shipped_exchange_rates() {
  const auto records = read_embedded_table(
      embedded::exchange_rates_csv,
      {"currency", "freq", "period", "usd_per_unit", "source", "as_of"}
  );
  std::vector<ExchangeRate> rates;
  rates.reserve(records.size());
  for (const auto& record : records) {
    const auto period = parse_integer(record[2]);
    const auto usd = parse_double(record[3]);
    ensure(period && usd, "exchange_rates.csv: a period or a rate is no number");
    rates.push_back(
        {.currency = record[0], .period = static_cast<std::int32_t>(*period), .usd_per_unit = *usd}
    );
  }
  return rates;
}

}  // namespace portolan::panel
