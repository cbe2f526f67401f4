-- Further pictures of a page, taken within a second of the one it is judged by. They have no owner of their own.
ALTER TABLE file ADD COLUMN frame_of text COLLATE "C";
CREATE INDEX file_frame ON file (environment_id, frame_of) WHERE frame_of IS NOT NULL;
