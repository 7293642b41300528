-- One row is one reporter, flow, freq, period and panel level as one source states it at one level of
-- detail; is_stated_sum tells rows of WLD and EU27 from rows of countries.
CREATE OR REPLACE TEMP TABLE slice AS
SELECT
  source,
  level,
  reporter_place,
  flow,
  freq,
  period,
  least(level, 6)::TINYINT AS panel_level,
  (reporter_place IN ('WLD', 'EU27') OR partner_place IN ('WLD', 'EU27')) AS is_stated_sum,
  max(vintage) AS vintage,
  count(*) AS num_rows
FROM distinct_statement
GROUP BY ALL;
