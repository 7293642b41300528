-- One row is what one side says about one flow (report.sql). Filled chunk by chunk.
CREATE OR REPLACE TEMP TABLE report (
  chunk INTEGER,
  flow VARCHAR,
  freq VARCHAR,
  panel_level TINYINT,
  family INTEGER,
  period INTEGER,
  exporter INTEGER,
  importer INTEGER,
  num_rows INTEGER,
  value_usd DECIMAL(18, 3),
  value_eur DECIMAL(18, 3),
  net_kg DECIMAL(18, 3),
  usd_with_kg DECIMAL(18, 3)
);
