-- The CIF margin of a flow as a share of its export value: exp of what the whole, the pair, the family and
-- the year add to ln(1 + margin), less one, clipped to [0, largest]. cif_base has one row.
CREATE OR REPLACE TEMP MACRO cif_margin(base, pair_default, largest, pair_part, family_part, year_part) AS
  least(
    largest,
    greatest(
      0.0,
      exp(base + coalesce(pair_part, pair_default) + coalesce(family_part, 0.0) + coalesce(year_part, 0.0)) - 1.0
    )
  );
