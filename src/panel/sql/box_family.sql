-- One row is a family that an import asked about, by panel level.
CREATE OR REPLACE TEMP TABLE box_family AS
SELECT DISTINCT extent_codes.import_id, code_family.panel_level, code_family.family
FROM extent_codes
JOIN code_family
  ON
    code_family.panel_level = least(extent_codes.level, 6)
    AND code_family.panel_code = left(extent_codes.code, 6);
