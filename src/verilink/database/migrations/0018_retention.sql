-- How many days after its end an inquiry keeps its pictures, as the template promised the person, and when they went.
ALTER TABLE inquiry ADD COLUMN retention_days smallint, ADD COLUMN pictures_erased_at timestamptz;
UPDATE inquiry AS i SET retention_days = (v.document #>> '{privacy,retention-days}')::smallint
  FROM inquiry_template_version AS v
 WHERE v.id = i.template_version_id AND v.document #>> '{privacy,retention-days}' IS NOT NULL;
CREATE INDEX inquiry_retention ON inquiry (id)
  WHERE retention_days IS NOT NULL AND pictures_erased_at IS NULL AND redacted_at IS NULL;
