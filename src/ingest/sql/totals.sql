-- One row is one code that a reporter's flow and period states beside longer codes of the same file
-- that begin with it. Key: reporter, flow, freq, period, code. No order: joined only.
CREATE TEMP TABLE totals AS
WITH present AS (
  SELECT DISTINCT reporter, flow, freq, period, level, code
  FROM parts
  WHERE plane = 'main'
),
prefixes AS (
  SELECT DISTINCT
    reporter,
    flow,
    freq,
    period,
    CASE shorter.level WHEN 0 THEN 'TOTAL' ELSE left(code, shorter.level) END AS code
  FROM present
  JOIN (VALUES (0), (2), (4), (6), (8)) AS shorter (level) ON shorter.level < present.level
)
SELECT reporter, flow, freq, period, code
FROM present
SEMI JOIN prefixes USING (reporter, flow, freq, period, code)
