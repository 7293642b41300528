-- One row is a box inside which an import says everything: a flow that is not there is zero
-- (docs/data/panel.md, "What absence means"). The reporter is coded.
CREATE OR REPLACE TEMP TABLE zero_box AS
WITH whole_partners AS (
  SELECT import_id
  FROM extent_partners
  GROUP BY import_id
  HAVING bool_or(partner = 'WLD') OR count(DISTINCT partner) >= 100
),

whole_codes AS (
  SELECT import_id, least(level, 6)::TINYINT AS panel_level
  FROM extent_codes
  GROUP BY ALL
  HAVING count(DISTINCT left(code, 2)) >= 90 OR least(level, 6) = 0
)

SELECT DISTINCT
  import_id,
  place.code AS reporter,
  flow,
  freq,
  period,
  least(level, 6)::TINYINT AS panel_level,
  hs_edition,
  import_id IN (SELECT import_id FROM whole_partners) AS has_all_partners,
  (import_id, least(level, 6)::TINYINT) IN (SELECT (import_id, panel_level) FROM whole_codes) AS has_all_codes
FROM coverage
JOIN place
  ON place.place = coverage.reporter
WHERE absence = 'zero' AND flow IN ('X', 'M');
