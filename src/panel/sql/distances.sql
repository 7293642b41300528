-- One row is a pair of countries of the file $1: exporter, importer (ISO3), distance (km), contiguity.
SELECT
  exporter::VARCHAR AS exporter,
  importer::VARCHAR AS importer,
  try_cast(coalesce(*COLUMNS('^(distw|dist)$')) AS DOUBLE) AS distance_km,
  try_cast(contig AS INTEGER) = 1 AS is_contiguous
FROM read_csv($1, header = true, all_varchar = true)
ORDER BY exporter, importer
