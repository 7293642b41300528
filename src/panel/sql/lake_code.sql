-- One row is a code of an edition as counted statements use it; hs_edition '' where the source does not tell.
SELECT
  freq,
  coalesce(hs_edition, '') AS hs_edition,
  least(level, 6)::TINYINT AS panel_level,
  left(code, 6) AS panel_code,
  count(*) AS num_rows
FROM distinct_statement
GROUP BY ALL
ORDER BY ALL;
