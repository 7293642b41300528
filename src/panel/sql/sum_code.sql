-- One row is a code or label under which sources name the world or a region, as reporter or partner.
SELECT plane, code
FROM (
  SELECT DISTINCT plane, reporter_code AS code
  FROM trade
  WHERE plane IN ('world', 'region') AND reporter IS NULL
  UNION
  SELECT DISTINCT plane, partner_code AS code
  FROM trade
  WHERE plane IN ('world', 'region') AND partner IS NULL
)
ORDER BY ALL;
