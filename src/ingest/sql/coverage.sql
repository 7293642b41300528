-- One row is one reporter, flow, period, level and edition of plane main with its number of rows.
SELECT reporter, flow, period, level, hs_edition, count(*) AS num_rows
FROM parts
WHERE plane = 'main'
GROUP BY reporter, flow, period, level, hs_edition
ORDER BY reporter, flow, period, level, hs_edition
