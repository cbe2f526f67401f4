-- Going on with another device: sessions of one family share their first session as handed_from; among those that are
-- open, the one with the newest turn_at has the turn. Neither is set for a session that was never handed on.
ALTER TABLE inquiry_session
    ADD COLUMN handed_from text COLLATE "C",
    ADD COLUMN turn_at     timestamptz;

-- body is forgotten once nothing more is tried: it may hold a link or a code.
CREATE TABLE text_message (
    environment_id  text COLLATE "C" NOT NULL,
    id              text COLLATE "C" NOT NULL,
    recipient       text NOT NULL,
    body            text,
    object_id       text COLLATE "C",
    status          text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed')),
    attempts        integer NOT NULL DEFAULT 0,
    last_error      text,
    created_at      timestamptz NOT NULL,
    next_attempt_at timestamptz,
    sent_at         timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX text_message_due ON text_message (next_attempt_at) WHERE status = 'queued';
CREATE INDEX text_message_age ON text_message (created_at);

-- Who was written to on a person's own wish, to keep it within limits. The address is kept as a keyed digest only.
CREATE TABLE contact (
    environment_id text COLLATE "C" NOT NULL,
    id             text COLLATE "C" NOT NULL,
    inquiry_id     text COLLATE "C" NOT NULL,
    purpose        text NOT NULL,
    address_digest bytea NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX contact_inquiry ON contact (environment_id, inquiry_id, created_at);
CREATE INDEX contact_address ON contact (environment_id, address_digest, created_at);
CREATE INDEX contact_age ON contact (created_at);
