-- One row is a place that a counted statement names, in order.
SELECT place
FROM (
  SELECT DISTINCT reporter_place AS place
  FROM distinct_statement
  UNION
  SELECT DISTINCT partner_place AS place
  FROM distinct_statement
)
ORDER BY place;
