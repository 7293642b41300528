-- One row is what one source, flow and level says of one family in one year: the value of all its codes, and of
-- those that the group names, in the source's currency. The TEMP table group_code has one row a code of a partly
-- named family. Order: all keys.
SELECT
  group_code.family,
  trade.source,
  trade.flow,
  trade.level,
  trade.period // 100 AS year,
  sum(CASE WHEN group_code.is_named THEN trade.value ELSE 0 END) AS controlled_value,
  sum(trade.value) AS total_value
FROM trade
JOIN group_code
  ON group_code.hs_edition = trade.hs_edition
  AND group_code.code = left(trade.code, 6)
WHERE trade.plane = 'main'
  AND trade.level >= 6
  AND trade.value >= 0
GROUP BY ALL
ORDER BY ALL
