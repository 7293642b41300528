-- One row is one reporter, flow, freq, period, level and edition that some import covers, with the rows of
-- all imports; absence is zero where it is for one of them.
SELECT
  reporter,
  flow,
  freq,
  period,
  level,
  hs_edition,
  sum(rows)::BIGINT AS rows,
  CASE WHEN bool_or(absence = 'zero') THEN 'zero' ELSE 'unknown' END AS absence
FROM coverage
GROUP BY reporter, flow, freq, period, level, hs_edition
ORDER BY reporter, flow, freq, period, level, hs_edition NULLS FIRST
