-- One row is one row of a part, in its order, with plane total where the code is one of `totals`. The plane is no
-- condition of the join: one on the left side alone would make it a nested loop.
SELECT
  part.* EXCLUDE (file_row_number)
    REPLACE (
      CASE WHEN totals.code IS NOT NULL AND part.plane = 'main' THEN 'total' ELSE part.plane END AS plane
    )
FROM part
LEFT JOIN totals
  ON part.reporter = totals.reporter
  AND part.flow = totals.flow
  AND part.freq = totals.freq
  AND part.period = totals.period
  AND part.code = totals.code
ORDER BY part.file_row_number
