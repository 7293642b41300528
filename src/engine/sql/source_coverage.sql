-- One row is one reporter, flow, frequency, period and level that an import ($1) covers.
SELECT reporter, flow, freq, period, level, hs_edition, rows, absence
FROM coverage
WHERE import_id = $1
ORDER BY reporter, flow, freq, period, level, hs_edition
