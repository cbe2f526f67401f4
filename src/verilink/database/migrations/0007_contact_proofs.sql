-- A code sent to the address on file; whoever types it may go on with the inquiry.
CREATE TABLE contact_proof (
    environment_id text COLLATE "C" NOT NULL,
    id             text COLLATE "C" NOT NULL UNIQUE,
    inquiry_id     text COLLATE "C" NOT NULL,
    code_digest    bytea NOT NULL,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    attempts       integer NOT NULL DEFAULT 0,
    used_at        timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX contact_proof_inquiry ON contact_proof (environment_id, inquiry_id, id);
CREATE INDEX contact_proof_age ON contact_proof (created_at);
