-- One row is a pair of countries, a year, a freq and a level at which both sides report: the sums (USD) over
-- the goods and periods that both report, the import less the CIF margin. Pairs below $1 USD are left out.
SELECT
  exported.exporter,
  exported.importer,
  sum(exported.value_usd) AS export_usd,
  sum(
    (
      imported.value_usd::DOUBLE
      / (1.0 + cif_margin(cif_base.base, cif_base.pair_default, cif_base.largest, cif_pair.part, cif_family.part, cif_year.part))
    )::DECIMAL(18, 3)
  ) AS import_fob_usd
FROM report AS exported
JOIN report AS imported
  USING (chunk, freq, panel_level, family, period, exporter, importer)
JOIN place AS exporter_place
  ON exporter_place.code = exported.exporter AND exporter_place.is_country
JOIN place AS importer_place
  ON importer_place.code = exported.importer AND importer_place.is_country
CROSS JOIN cif_base
LEFT JOIN cif_pair
  ON cif_pair.exporter = exported.exporter AND cif_pair.importer = exported.importer
LEFT JOIN cif_family
  ON cif_family.family = exported.family
LEFT JOIN cif_year
  ON cif_year.year = exported.period // 100
WHERE exported.flow = 'X' AND imported.flow = 'M' AND exported.value_usd IS NOT NULL AND imported.value_usd IS NOT NULL
GROUP BY exported.freq, exported.panel_level, exported.exporter, exported.importer, exported.period // 100
HAVING greatest(sum(exported.value_usd), sum(imported.value_usd)) >= $1::DECIMAL(18, 3)
ORDER BY exported.freq, exported.panel_level, exported.exporter, exported.importer, exported.period // 100;
