-- One row is a statement whose key occurs more than once, with what became of it.
SELECT
  fate,
  import_id,
  ordinal,
  line,
  source,
  vintage,
  reporter_place AS reporter,
  partner_place AS partner,
  flow,
  freq,
  period,
  level,
  code,
  value,
  currency,
  net_kg
FROM repeated_statement
ORDER BY fate, import_id, ordinal
