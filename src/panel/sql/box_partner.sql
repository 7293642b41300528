-- One row is a partner (coded) that an import asked about.
CREATE OR REPLACE TEMP TABLE box_partner AS
SELECT DISTINCT extent_partners.import_id, place.code AS partner
FROM extent_partners
JOIN place
  ON place.place = extent_partners.partner;
