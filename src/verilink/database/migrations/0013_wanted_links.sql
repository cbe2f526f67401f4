-- People who asked for a new link; one row for each inquiry until the worker has written the mail, or found that none is due.
CREATE TABLE wanted_link (
    environment_id  text COLLATE "C" NOT NULL,
    inquiry_id      text COLLATE "C" NOT NULL,
    locale          text NOT NULL,
    created_at      timestamptz NOT NULL,
    try_at          timestamptz NOT NULL,
    PRIMARY KEY (environment_id, inquiry_id)
);
CREATE INDEX wanted_link_due ON wanted_link (try_at);
