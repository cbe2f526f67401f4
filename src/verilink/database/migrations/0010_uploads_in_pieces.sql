-- A photo that is on its way: what arrived so far, each piece an encrypted object. One session's own; gone after a day.
CREATE TABLE upload (
    environment_id text COLLATE "C" NOT NULL,
    session_id     text COLLATE "C" NOT NULL,
    upload_key     text NOT NULL,
    inquiry_id     text COLLATE "C" NOT NULL,
    received       bigint NOT NULL,
    length         bigint NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (environment_id, session_id, upload_key)
);
CREATE INDEX upload_inquiry ON upload (environment_id, inquiry_id);
CREATE INDEX upload_age ON upload (created_at);

CREATE TABLE upload_piece (
    environment_id text COLLATE "C" NOT NULL,
    session_id     text COLLATE "C" NOT NULL,
    upload_key     text NOT NULL,
    start          bigint NOT NULL,
    object_id      text NOT NULL,
    object_key     text NOT NULL,
    wrapped_key    bytea NOT NULL,
    PRIMARY KEY (environment_id, session_id, upload_key, start),
    FOREIGN KEY (environment_id, session_id, upload_key)
        REFERENCES upload (environment_id, session_id, upload_key) ON DELETE CASCADE
);
