-- One row is a currency's average over a year (freq A) or a month (freq M), in USD for one unit.
CREATE OR REPLACE TEMP TABLE exchange_rate AS
SELECT
  currency,
  CASE WHEN period % 100 = 0 THEN 'A' ELSE 'M' END AS freq,
  period,
  usd_per_unit::DECIMAL(12, 9) AS usd_per_unit
FROM given_rate;
