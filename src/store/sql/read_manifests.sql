-- One row is one import.json; ? is their paths, one a line.
CREATE TEMP TABLE manifest AS
SELECT *
FROM read_json(
  string_split(?, chr(10)),
  maximum_object_size = 67108864,
  columns = {
    import_id: 'VARCHAR',
    "table": 'VARCHAR',
    file: 'VARCHAR',
    member: 'VARCHAR',
    sha256: 'VARCHAR',
    bytes: 'BIGINT',
    dialect: 'VARCHAR',
    dialect_version: 'VARCHAR',
    mapping_sha256: 'VARCHAR',
    mapping: 'VARCHAR',
    encoding: 'VARCHAR',
    source: 'VARCHAR',
    vintage: 'VARCHAR',
    currency: 'VARCHAR',
    absence: 'VARCHAR',
    records: 'BIGINT',
    imported: 'BIGINT',
    apart: 'MAP(VARCHAR, BIGINT)',
    rejected: 'MAP(VARCHAR, BIGINT)',
    zero_weights: 'BIGINT',
    imported_at: 'VARCHAR',
    portolan_version: 'VARCHAR',
    parts: 'STRUCT(name VARCHAR, bytes BIGINT, sha256 VARCHAR, "rows" BIGINT)[]',
    rejects: 'STRUCT(name VARCHAR, bytes BIGINT, sha256 VARCHAR, "rows" BIGINT)',
    coverage: 'STRUCT(reporter VARCHAR, flow VARCHAR, freq VARCHAR, period INTEGER,
      "level" TINYINT, hs_edition VARCHAR, "rows" BIGINT)[]',
    extent: 'STRUCT(codes MAP(TINYINT, VARCHAR[]), partners VARCHAR[])'
  }
)
