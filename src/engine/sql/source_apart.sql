-- One row is one plane of an import ($1) with its rows, largest first.
SELECT plane, rows
FROM import_apart
WHERE import_id = $1
ORDER BY rows DESC, plane
