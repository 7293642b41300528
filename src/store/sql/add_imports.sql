-- From the TEMP table manifest (one row is one import.json) into the tables of migration 0001.
INSERT INTO imports BY NAME
SELECT
  import_id, "table" AS lake_table, file, member, sha256, bytes, dialect, dialect_version,
  mapping_sha256, mapping, encoding, source, vintage, currency, absence, records, imported,
  coalesce(list_sum(map_values(apart)), 0) AS apart,
  coalesce(list_sum(map_values(rejected)), 0) AS rejected,
  zero_weights, imported_at, portolan_version
FROM manifest
ORDER BY import_id;

INSERT INTO import_files
SELECT import_id, 'part', part.name, part.bytes, part.sha256, part.rows
FROM (SELECT import_id, unnest(parts) AS part FROM manifest)
ORDER BY import_id, part.name;

INSERT INTO import_files
SELECT import_id, 'rejects', rejects.name, rejects.bytes, rejects.sha256, rejects.rows
FROM manifest
WHERE rejects IS NOT NULL
ORDER BY import_id;

INSERT INTO import_apart
SELECT import_id, entry.key, entry.value
FROM (SELECT import_id, unnest(map_entries(apart)) AS entry FROM manifest)
ORDER BY import_id, entry.key;

INSERT INTO import_rejected
SELECT import_id, entry.key, entry.value
FROM (SELECT import_id, unnest(map_entries(rejected)) AS entry FROM manifest)
ORDER BY import_id, entry.key;

INSERT INTO coverage
SELECT
  import_id, cell.reporter, cell.flow, cell.freq, cell.period, cell.level, cell.hs_edition,
  cell.rows, absence
FROM (SELECT import_id, absence, unnest(coverage) AS cell FROM manifest)
ORDER BY ALL;

INSERT INTO extent_codes
SELECT import_id, entry.key, unnest(entry.value)
FROM (SELECT import_id, unnest(map_entries(extent.codes)) AS entry FROM manifest)
ORDER BY ALL;

INSERT INTO extent_partners
SELECT import_id, unnest(extent.partners)
FROM manifest
ORDER BY ALL;
