-- One row is a flow between countries that both sides report, each at least $1 USD: ln(import / export) with
-- what explains it. Keys coded.
SELECT
  ln(imported.value_usd::DOUBLE / exported.value_usd::DOUBLE) AS log_ratio,
  exported.exporter,
  exported.importer,
  exported.family,
  exported.period // 100 AS year
FROM report AS exported
JOIN report AS imported
  USING (chunk, freq, panel_level, family, period, exporter, importer)
JOIN place AS exporter_place
  ON exporter_place.code = exported.exporter AND exporter_place.is_country
JOIN place AS importer_place
  ON importer_place.code = exported.importer AND importer_place.is_country
WHERE
  exported.flow = 'X'
  AND imported.flow = 'M'
  AND exported.value_usd >= $1::DECIMAL(18, 3)
  AND imported.value_usd >= $1::DECIMAL(18, 3)
ORDER BY exported.freq, exported.panel_level, exported.family, exported.period, exported.importer, exported.exporter;
