-- Codes sent to confirm an address, one row for each message. The code itself is known only to whoever reads it.
CREATE TABLE confirmation_code (
    environment_id  text COLLATE "C" NOT NULL,
    id              text COLLATE "C" NOT NULL,
    inquiry_id      text COLLATE "C" NOT NULL,
    verification_id text COLLATE "C" NOT NULL,
    message_id      text COLLATE "C" NOT NULL,
    code_digest     bytea NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX confirmation_code_verification ON confirmation_code (environment_id, verification_id, id);
CREATE INDEX confirmation_code_age ON confirmation_code (created_at);

-- A mail that holds a secret is forgotten once nothing more is tried, as text messages are.
ALTER TABLE mail ADD COLUMN secret boolean NOT NULL DEFAULT false;
