-- The tables of migration 0001 without the import in the TEMP table removed (one row is one id).
DELETE FROM extent_partners WHERE import_id IN (FROM removed);
DELETE FROM extent_codes WHERE import_id IN (FROM removed);
DELETE FROM coverage WHERE import_id IN (FROM removed);
DELETE FROM import_rejected WHERE import_id IN (FROM removed);
DELETE FROM import_apart WHERE import_id IN (FROM removed);
DELETE FROM import_files WHERE import_id IN (FROM removed);
DELETE FROM imports WHERE import_id IN (FROM removed);
