-- One row is one import with the extent of its rows of plane main, by time and id.
WITH extent AS (
  SELECT
    import_id,
    count(DISTINCT reporter) AS num_reporters,
    min(period) AS first_period,
    max(period) AS last_period
  FROM coverage
  GROUP BY import_id
)
SELECT
  imports.import_id, file, member, dialect, source, vintage, sha256, bytes,
  records, imported, apart, rejected,
  coalesce(num_reporters, 0) AS num_reporters, first_period, last_period, imported_at
FROM imports
LEFT JOIN extent USING (import_id)
ORDER BY imported_at, imports.import_id
