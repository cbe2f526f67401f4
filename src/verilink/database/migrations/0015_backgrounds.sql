-- What was behind a person on a selfie, sealed like the face; forgotten after ninety days and with the sighting.
ALTER TABLE sighting ADD COLUMN background bytea;
CREATE INDEX sighting_background ON sighting (environment_id, seen_on) WHERE background IS NOT NULL;
