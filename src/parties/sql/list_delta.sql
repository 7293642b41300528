-- One row is one entry that differs between the views older and newer of two versions of a list: kind 0 was
-- added, 1 changed, 2 removed; schema and name are the newer ones where there are two.
SELECT
  coalesce(newer.entry_id, older.entry_id) AS entry_id,
  CASE WHEN older.entry_id IS NULL THEN 0 WHEN newer.entry_id IS NULL THEN 2 ELSE 1 END AS kind,
  coalesce(newer.schema, older.schema) AS schema,
  coalesce(newer.name, older.name) AS name
FROM older
FULL JOIN newer ON older.entry_id = newer.entry_id
WHERE older.content_sha256 IS DISTINCT FROM newer.content_sha256
ORDER BY kind, entry_id
