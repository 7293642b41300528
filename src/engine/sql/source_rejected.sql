-- One row is one reason why records of an import ($1) were rejected, most frequent first.
SELECT reason, rows
FROM import_rejected
WHERE import_id = $1
ORDER BY rows DESC, reason
