-- What the lake holds, from each import's import.json; docs/data/workspace.md says what is what.
-- Everything here follows from the lake and is made anew by `portolan rebuild`.

-- One row is one import. Counts are of records; apart and rejected are sums over their kinds.
CREATE TABLE imports (
  import_id VARCHAR PRIMARY KEY,
  lake_table VARCHAR NOT NULL,
  file VARCHAR,
  member VARCHAR,
  sha256 VARCHAR,
  bytes BIGINT,
  dialect VARCHAR,
  dialect_version VARCHAR,
  mapping_sha256 VARCHAR,
  mapping VARCHAR,
  encoding VARCHAR,
  source VARCHAR,
  vintage VARCHAR,
  currency VARCHAR,
  absence VARCHAR,
  records BIGINT,
  imported BIGINT,
  apart BIGINT,
  rejected BIGINT,
  zero_weights BIGINT,
  imported_at VARCHAR,
  portolan_version VARCHAR
);

-- One row is one file of an import: kind is 'part' or 'rejects'.
CREATE TABLE import_files (
  import_id VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  bytes BIGINT,
  sha256 VARCHAR,
  rows BIGINT
);

-- How many rows of an import are of a plane other than main, and why records were rejected.
CREATE TABLE import_apart (import_id VARCHAR NOT NULL, plane VARCHAR NOT NULL, rows BIGINT);
CREATE TABLE import_rejected (import_id VARCHAR NOT NULL, reason VARCHAR NOT NULL, rows BIGINT);

-- Rows of plane main by what they are about; absence as in imports.
CREATE TABLE coverage (
  import_id VARCHAR NOT NULL,
  reporter VARCHAR,
  flow VARCHAR,
  freq VARCHAR,
  period INTEGER,
  level TINYINT,
  hs_edition VARCHAR,
  rows BIGINT,
  absence VARCHAR
);

-- What the file asked about: its codes by level, its partners ('WLD' for the world).
CREATE TABLE extent_codes (import_id VARCHAR NOT NULL, level TINYINT NOT NULL, code VARCHAR NOT NULL);
CREATE TABLE extent_partners (import_id VARCHAR NOT NULL, partner VARCHAR NOT NULL);

-- Facts about this generation: 'journal_lines' and 'journal_sha256' when it was made.
CREATE TABLE generation_facts (name VARCHAR PRIMARY KEY, value VARCHAR);
