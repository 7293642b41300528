-- One row is the hash of a key under which the lake holds more than one statement. Different keys may share
-- a hash: what follows compares the keys themselves.
CREATE OR REPLACE TEMP TABLE repeated_key AS
SELECT key_hash
FROM (
  SELECT
    hash(
      source, reporter_place, partner_place, partner2_code, flow, freq, period, level, code, procedure,
      transport, detail
    ) AS key_hash
  FROM statement
)
GROUP BY key_hash
HAVING count(*) > 1;
