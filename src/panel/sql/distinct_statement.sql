-- One row is a statement that counts once duplicates are resolved.
CREATE OR REPLACE TEMP VIEW distinct_statement AS
SELECT *
FROM statement
WHERE
  hash(
    source, reporter_place, partner_place, partner2_code, flow, freq, period, level, code, procedure,
    transport, detail
  ) NOT IN (FROM repeated_key)
UNION ALL
SELECT * EXCLUDE (fate)
FROM repeated_statement
WHERE fate = 'counted';
