-- One row is a currency and period for which no exchange rate is known, with how many statements have
-- therefore no value in USD.
SELECT currency, freq, period, count(*) AS num_rows
FROM counted_statement
ANTI JOIN exchange_rate
  USING (currency, freq, period)
WHERE currency <> 'USD' AND value IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
