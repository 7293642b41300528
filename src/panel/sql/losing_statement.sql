-- One row is a source and level of detail that does not count for one reporter, flow, freq, period and code
-- (cut to six digits), since another states the same: the first in source_rank counts, else the one with
-- the most rows, ties by name, then the finer detail.
CREATE OR REPLACE TEMP TABLE losing_statement AS
WITH contested_slice AS (
  SELECT reporter_place, flow, freq, period, panel_level, is_stated_sum
  FROM slice
  GROUP BY ALL
  HAVING count(*) > 1
),

contender AS (
  SELECT
    source,
    level,
    reporter_place,
    flow,
    freq,
    period,
    least(level, 6)::TINYINT AS panel_level,
    left(code, 6) AS panel_code,
    (reporter_place IN ('WLD', 'EU27') OR partner_place IN ('WLD', 'EU27')) AS is_stated_sum,
    count(*) AS num_rows
  FROM distinct_statement
  SEMI JOIN contested_slice
    USING (reporter_place, flow, freq, period)
  GROUP BY ALL
)

SELECT
  contender.source,
  level,
  reporter_place,
  flow,
  freq,
  period,
  panel_code,
  is_stated_sum,
  num_rows
FROM contender
LEFT JOIN source_rank USING (source)
QUALIFY
  row_number() OVER (
    PARTITION BY reporter_place, flow, freq, period, panel_level, panel_code, is_stated_sum
    ORDER BY coalesce(source_rank.position, 1000000), num_rows DESC, contender.source, level DESC
  ) > 1;
