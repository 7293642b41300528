-- One row is one row of a part, in its order, with plane total where the code is one of `totals`.
SELECT
  part.* EXCLUDE (file_row_number)
    REPLACE (CASE WHEN totals.code IS NULL THEN part.plane ELSE 'total' END AS plane)
FROM part
LEFT JOIN totals
  ON part.plane = 'main'
  AND part.reporter = totals.reporter
  AND part.flow = totals.flow
  AND part.freq = totals.freq
  AND part.period = totals.period
  AND part.code = totals.code
ORDER BY part.file_row_number
