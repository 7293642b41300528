-- One row is a reporter (coded), flow and year of annual data that was published before the year was over, or of
-- which the same source has published some months but not twelve.
CREATE OR REPLACE TEMP TABLE partial_year AS
WITH month_count AS (
  SELECT source, reporter_place, flow, period // 100 AS year, count(DISTINCT period) AS num_months
  FROM slice
  WHERE freq = 'M'
  GROUP BY ALL
)

SELECT DISTINCT place.code AS reporter, slice.flow, slice.period
FROM slice
JOIN place
  ON place.place = slice.reporter_place
LEFT JOIN month_count
  ON
    month_count.source = slice.source
    AND month_count.reporter_place = slice.reporter_place
    AND month_count.flow = slice.flow
    AND month_count.year = slice.period // 100
WHERE
  slice.freq = 'A'
  AND (
    coalesce(month_count.num_months, 12) < 12
    OR try_cast(regexp_extract(slice.vintage, '(19|20)\d\d') AS INTEGER) <= slice.period // 100
  );
