-- One row is one statement of the lake that can count: planes main, world, region and special. Places are
-- ISO3 of countries, WLD and EU27 for sums as the source states them (other regions are left in the lake),
-- and XXX for partners that are no country, at levels at which the import has rows of countries beside.
CREATE OR REPLACE TEMP VIEW statement AS
WITH placed AS (
  SELECT
    trade.*,
    coalesce(reporter, reporter_sum.place) AS reporter_place,
    coalesce(partner, partner_sum.place) AS partner_place
  FROM trade
  LEFT JOIN sum_place AS reporter_sum
    ON trade.reporter IS NULL AND reporter_sum.plane = trade.plane AND reporter_sum.code = coalesce(trade.reporter_code, '')
  LEFT JOIN sum_place AS partner_sum
    ON trade.partner IS NULL AND partner_sum.plane = trade.plane AND partner_sum.code = coalesce(trade.partner_code, '')
  WHERE trade.plane IN ('world', 'region')
)
SELECT
  import_id,
  ordinal,
  line,
  source,
  vintage,
  reporter AS reporter_place,
  partner AS partner_place,
  partner2_code,
  flow,
  freq,
  period,
  hs_edition,
  level,
  code,
  value,
  currency,
  net_kg,
  procedure,
  transport,
  detail
FROM trade
WHERE plane = 'main' AND flow IN ('X', 'M', 'B') AND reporter IS NOT NULL AND partner IS NOT NULL
UNION ALL
SELECT
  import_id,
  ordinal,
  line,
  source,
  vintage,
  reporter_place,
  partner_place,
  partner2_code,
  flow,
  freq,
  period,
  hs_edition,
  level,
  code,
  value,
  currency,
  net_kg,
  procedure,
  transport,
  detail
FROM placed
WHERE flow IN ('X', 'M', 'B') AND reporter_place IS NOT NULL AND partner_place IS NOT NULL
UNION ALL
SELECT
  import_id,
  ordinal,
  line,
  source,
  vintage,
  reporter AS reporter_place,
  'XXX' AS partner_place,
  partner2_code,
  flow,
  freq,
  period,
  hs_edition,
  level,
  code,
  value,
  currency,
  net_kg,
  procedure,
  transport,
  concat_ws(' ', detail, partner_code) AS detail
FROM trade
SEMI JOIN coverage
  USING (import_id, reporter, flow, freq, period, level)
WHERE plane = 'special' AND flow IN ('X', 'M') AND partner IS NULL;
