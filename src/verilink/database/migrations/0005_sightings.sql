-- What a verdict was drawn from beside the facts: {"code-version", "case"}. Enough to draw it again.
ALTER TABLE verification ADD COLUMN judgement jsonb;

-- What every judged attempt leaves behind to be recognised by: keyed digests of number and person, the sealed face.
-- changed_by: the transaction that wrote the row last, so that processes find out what is new or erased.
CREATE TABLE sighting (
    environment_id  text COLLATE "C" NOT NULL,
    verification_id text COLLATE "C" NOT NULL,
    inquiry_id      text COLLATE "C" NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('government-id', 'selfie')),
    passed          boolean NOT NULL,
    seen_on         date NOT NULL,
    number_digest   bytea,
    person_digest   bytea,
    face            bytea,
    face_model      text,
    changed_by      xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (environment_id, verification_id)
);
CREATE INDEX sighting_number ON sighting (environment_id, number_digest, verification_id)
    WHERE number_digest IS NOT NULL;
CREATE INDEX sighting_person ON sighting (environment_id, person_digest, verification_id)
    WHERE person_digest IS NOT NULL;
CREATE INDEX sighting_inquiry ON sighting (environment_id, inquiry_id);
CREATE INDEX sighting_changed ON sighting (environment_id, kind, changed_by);

-- Images that the operator knows to be public: a perceptual hash of each, never the picture.
CREATE TABLE known_image (
    organization_id text COLLATE "C" NOT NULL REFERENCES organization (id),
    id              text COLLATE "C" NOT NULL,
    hash            text NOT NULL CHECK (hash ~ '^[0-9a-f]{16}$'),
    label           text NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, hash)
);
