-- Adds one chunk: one row is what one side (flow X, M or B) says about one freq, panel_level, family, period,
-- exporter and importer, summed over procedure, transport, detail and the codes of the family. USD, EUR, kg.
-- A sum is NULL where a part of it cannot be expressed in the currency. Families and places are coded.
INSERT INTO report
WITH part AS (
  SELECT
    counted_statement.flow,
    counted_statement.freq,
    code_family.panel_level,
    code_family.family,
    counted_statement.period,
    CASE WHEN flow = 'M' THEN partner.code ELSE reporter.code END AS exporter,
    CASE WHEN flow = 'M' THEN reporter.code ELSE partner.code END AS importer,
    value,
    CASE
      WHEN counted_statement.currency = 'USD' THEN value
      ELSE (value::DECIMAL(26, 3) * usd_per_unit)::DECIMAL(18, 3)
    END AS value_usd,
    CASE WHEN counted_statement.currency = 'EUR' THEN value END AS value_eur,
    net_kg
  FROM counted_statement
  JOIN code_family
    ON
      code_family.freq = counted_statement.freq
      AND code_family.hs_edition = coalesce(counted_statement.hs_edition, '')
      AND code_family.panel_level = least(counted_statement.level, 6)
      AND code_family.panel_code = left(counted_statement.code, 6)
  JOIN place AS reporter
    ON reporter.place = reporter_place
  JOIN place AS partner
    ON partner.place = partner_place
  LEFT JOIN exchange_rate
    ON
      exchange_rate.currency = counted_statement.currency
      AND exchange_rate.freq = counted_statement.freq
      AND exchange_rate.period = counted_statement.period
  WHERE code_family.chunk = $1::INTEGER
)

SELECT
  $1::INTEGER AS chunk,
  flow,
  freq,
  panel_level,
  family,
  period,
  exporter,
  importer,
  count(*) AS num_rows,
  CASE WHEN count(value) = count(value_usd) THEN sum(value_usd) END AS value_usd,
  CASE WHEN count(value) = count(value_eur) THEN sum(value_eur) END AS value_eur,
  sum(net_kg) AS net_kg,
  sum(value_usd) FILTER (WHERE net_kg IS NOT NULL) AS usd_with_kg
FROM part
GROUP BY flow, freq, panel_level, family, period, exporter, importer;
