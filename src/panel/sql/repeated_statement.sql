-- One row is a statement whose key occurs more than once, with what becomes of it: counted, repeats
-- (the same values once more), superseded (a later vintage has the key) or conflicts (the same key and
-- vintage with other values: none of them counts).
CREATE OR REPLACE TEMP TABLE repeated_statement AS
WITH candidate AS (
  SELECT *
  FROM statement
  WHERE
    hash(
      source, reporter_place, partner_place, partner2_code, flow, freq, period, level, code, procedure,
      transport, detail
    ) IN (FROM repeated_key)
),

dated AS (
  SELECT
    *,
    max(coalesce(vintage, '')) OVER same_key AS last_vintage
  FROM candidate
  WINDOW same_key AS (
    PARTITION BY
      source, reporter_place, partner_place, partner2_code, flow, freq, period, level, code, procedure,
      transport, detail
  )
),

compared AS (
  SELECT
    *,
    row_number() OVER (same_vintage ORDER BY import_id, ordinal) AS position,
    min(hash(value, currency, net_kg)) OVER same_vintage AS least_values,
    max(hash(value, currency, net_kg)) OVER same_vintage AS most_values
  FROM dated
  WINDOW same_vintage AS (
    PARTITION BY
      source, reporter_place, partner_place, partner2_code, flow, freq, period, level, code, procedure,
      transport, detail, coalesce(vintage, '')
  )
)

SELECT
  * EXCLUDE (last_vintage, position, least_values, most_values),
  CASE
    WHEN coalesce(vintage, '') <> last_vintage THEN 'superseded'
    WHEN least_values <> most_values THEN 'conflicts'
    WHEN position > 1 THEN 'repeats'
    ELSE 'counted'
  END AS fate
FROM compared;
