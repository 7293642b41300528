-- One row is a statement that counts: duplicates resolved, one source for each goods of a reporter.
CREATE OR REPLACE TEMP VIEW counted_statement AS
SELECT distinct_statement.*
FROM distinct_statement
ANTI JOIN losing_statement
  ON
    losing_statement.source = distinct_statement.source
    AND losing_statement.level = distinct_statement.level
    AND losing_statement.reporter_place = distinct_statement.reporter_place
    AND losing_statement.flow = distinct_statement.flow
    AND losing_statement.freq = distinct_statement.freq
    AND losing_statement.period = distinct_statement.period
    AND losing_statement.panel_code = left(distinct_statement.code, 6)
    AND losing_statement.is_stated_sum
    = (distinct_statement.reporter_place IN ('WLD', 'EU27') OR distinct_statement.partner_place IN ('WLD', 'EU27'));
