-- One row is a row of the panel (docs/data/panel.md), of chunk $1. USD, EUR, kg; order: freq, level, family,
-- period, importer, exporter.
WITH exported AS (
  SELECT *
  FROM report
  WHERE flow = 'X' AND chunk = $1::INTEGER
),

imported AS (
  SELECT *
  FROM report
  WHERE flow = 'M' AND chunk = $1::INTEGER
),

reconciled AS (
  SELECT *
  FROM report
  WHERE flow = 'B' AND chunk = $1::INTEGER
),

cell AS (
  SELECT
    freq,
    panel_level,
    family,
    period,
    exporter,
    importer,
    exported.num_rows AS export_rows,
    exported.value_usd AS export_usd,
    exported.value_eur AS export_eur,
    exported.net_kg AS export_kg,
    exported.usd_with_kg AS export_usd_with_kg,
    imported.num_rows AS import_rows,
    imported.value_usd AS import_usd,
    imported.value_eur AS import_eur,
    imported.net_kg AS import_kg,
    imported.usd_with_kg AS import_usd_with_kg,
    reconciled.value_usd AS reconciled_usd,
    reconciled.net_kg AS reconciled_kg,
    reconciled.usd_with_kg AS reconciled_usd_with_kg
  FROM exported
  FULL JOIN imported
    USING (freq, panel_level, family, period, exporter, importer)
  FULL JOIN reconciled
    USING (freq, panel_level, family, period, exporter, importer)
),

both_reports AS (
  SELECT
    cell.*,
    exporter_partial.period IS NOT NULL AND export_rows IS NOT NULL
    OR importer_partial.period IS NOT NULL AND import_rows IS NOT NULL AS is_partial,
    CASE
      WHEN export_rows IS NOT NULL OR import_rows IS NOT NULL
        THEN cif_margin(
          cif_base.base, cif_base.pair_default, cif_base.largest, cif_pair.part, cif_family.part, cif_year.part
        )
    END AS margin
  FROM cell
  CROSS JOIN cif_base
  LEFT JOIN cif_pair
    ON cif_pair.exporter = cell.exporter AND cif_pair.importer = cell.importer
  LEFT JOIN cif_family
    ON cif_family.family = cell.family
  LEFT JOIN cif_year
    ON cif_year.year = cell.period // 100
  LEFT JOIN partial_year AS exporter_partial
    ON
      exporter_partial.reporter = cell.exporter
      AND exporter_partial.flow = 'X'
      AND exporter_partial.period = cell.period
  LEFT JOIN partial_year AS importer_partial
    ON
      importer_partial.reporter = cell.importer
      AND importer_partial.flow = 'M'
      AND importer_partial.period = cell.period
),

silent_side AS (
  SELECT
    'X' AS flow,
    freq,
    panel_level,
    family,
    period,
    exporter AS reporter,
    importer AS partner
  FROM cell
  WHERE export_rows IS NULL
  UNION ALL
  SELECT
    'M' AS flow,
    freq,
    panel_level,
    family,
    period,
    importer AS reporter,
    exporter AS partner
  FROM cell
  WHERE import_rows IS NULL
),

inferred_zero AS (
  SELECT DISTINCT
    silent_side.flow,
    silent_side.freq,
    silent_side.panel_level,
    silent_side.family,
    silent_side.period,
    silent_side.reporter,
    silent_side.partner
  FROM silent_side
  JOIN zero_box
    ON
      zero_box.reporter = silent_side.reporter
      AND zero_box.flow = silent_side.flow
      AND zero_box.freq = silent_side.freq
      AND zero_box.period = silent_side.period
      AND zero_box.panel_level = silent_side.panel_level
  LEFT JOIN box_partner
    ON
      NOT zero_box.has_all_partners
      AND box_partner.import_id = zero_box.import_id
      AND box_partner.partner = silent_side.partner
  LEFT JOIN box_family
    ON
      NOT zero_box.has_all_codes
      AND box_family.import_id = zero_box.import_id
      AND box_family.panel_level = zero_box.panel_level
      AND box_family.family = silent_side.family
  WHERE
    (zero_box.has_all_partners OR box_partner.partner IS NOT NULL)
    AND (zero_box.has_all_codes OR box_family.family IS NOT NULL)
    AND NOT EXISTS (
      SELECT 1
      FROM absent_family
      WHERE absent_family.family = silent_side.family AND absent_family.hs_edition = zero_box.hs_edition
    )
    AND NOT EXISTS (
      SELECT 1
      FROM place
      WHERE place.code = silent_side.partner AND NOT place.is_country
    )
),

with_status AS (
  SELECT
    both_reports.*,
    CASE
      WHEN export_rows IS NOT NULL THEN 'reported'
      WHEN export_zero.flow IS NOT NULL THEN 'inferred_zero'
      ELSE 'unknown'
    END AS export_status,
    CASE
      WHEN import_rows IS NOT NULL THEN 'reported'
      WHEN import_zero.flow IS NOT NULL THEN 'inferred_zero'
      ELSE 'unknown'
    END AS import_status,
    import_usd / (1.0 + margin) AS import_fob_usd,
    CASE
      WHEN exporter_reliability.export_weight IS NOT NULL AND importer_reliability.import_weight IS NOT NULL
        THEN exporter_reliability.export_weight / (exporter_reliability.export_weight + importer_reliability.import_weight)
      ELSE 0.5
    END AS export_trust,
    coalesce(exporter_reliability.export_discrepancy, cif_base.discrepancy) AS export_discrepancy,
    coalesce(importer_reliability.import_discrepancy, cif_base.discrepancy) AS import_discrepancy
  FROM both_reports
  CROSS JOIN cif_base
  LEFT JOIN inferred_zero AS export_zero
    ON
      export_zero.flow = 'X'
      AND export_zero.freq = both_reports.freq
      AND export_zero.panel_level = both_reports.panel_level
      AND export_zero.family = both_reports.family
      AND export_zero.period = both_reports.period
      AND export_zero.reporter = both_reports.exporter
      AND export_zero.partner = both_reports.importer
  LEFT JOIN inferred_zero AS import_zero
    ON
      import_zero.flow = 'M'
      AND import_zero.freq = both_reports.freq
      AND import_zero.panel_level = both_reports.panel_level
      AND import_zero.family = both_reports.family
      AND import_zero.period = both_reports.period
      AND import_zero.reporter = both_reports.importer
      AND import_zero.partner = both_reports.exporter
  LEFT JOIN reliability AS exporter_reliability
    ON exporter_reliability.place = both_reports.exporter
  LEFT JOIN reliability AS importer_reliability
    ON importer_reliability.place = both_reports.importer
)

SELECT
  freq,
  period,
  exporter_place.place AS exporter,
  importer_place.place AS importer,
  panel_level AS level,
  family.name AS family,
  export_usd,
  import_usd,
  export_eur,
  import_eur,
  export_status,
  import_status,
  export_kg,
  import_kg,
  export_usd_with_kg,
  import_usd_with_kg,
  export_rows,
  import_rows,
  reconciled_usd,
  reconciled_kg,
  reconciled_usd_with_kg,
  margin,
  CASE
    WHEN export_usd IS NOT NULL AND import_usd IS NOT NULL
      THEN export_trust * export_usd + (1.0 - export_trust) * import_fob_usd
    ELSE coalesce(export_usd::DOUBLE, import_fob_usd, reconciled_usd::DOUBLE)
  END AS estimate_usd,
  CASE
    WHEN export_usd IS NOT NULL AND import_usd IS NOT NULL THEN least(export_usd::DOUBLE, import_fob_usd)
    WHEN export_usd IS NOT NULL AND import_status = 'inferred_zero' THEN 0.0
    WHEN import_usd IS NOT NULL AND export_status = 'inferred_zero' THEN 0.0
    WHEN export_usd IS NOT NULL THEN export_usd * (1.0 - export_discrepancy) / (1.0 + export_discrepancy)
    WHEN import_usd IS NOT NULL THEN import_fob_usd * (1.0 - import_discrepancy) / (1.0 + import_discrepancy)
    ELSE reconciled_usd::DOUBLE
  END AS low_usd,
  CASE
    WHEN export_usd IS NOT NULL AND import_usd IS NOT NULL THEN greatest(export_usd::DOUBLE, import_fob_usd)
    WHEN export_usd IS NOT NULL THEN export_usd * (1.0 + export_discrepancy) / (1.0 - export_discrepancy)
    WHEN import_usd IS NOT NULL THEN import_fob_usd * (1.0 + import_discrepancy) / (1.0 - import_discrepancy)
    ELSE reconciled_usd::DOUBLE
  END AS high_usd,
  CASE
    WHEN export_usd > 0 AND import_usd > 0 THEN ln(export_usd::DOUBLE) - ln(import_fob_usd)
  END AS gap,
  is_partial
FROM with_status
JOIN family
  ON family.code = with_status.family
JOIN place AS exporter_place
  ON exporter_place.code = with_status.exporter
JOIN place AS importer_place
  ON importer_place.code = with_status.importer
ORDER BY freq, level, with_status.family, period, with_status.importer, with_status.exporter
