-- What the author of a template version wrote, where that differs from the document that runs: with modules in it.
ALTER TABLE inquiry_template_version ADD COLUMN source jsonb;
