-- How often a person asked for more time.
ALTER TABLE inquiry_session ADD COLUMN extensions integer NOT NULL DEFAULT 0;
