-- Objects nothing refers to any more (replaced or erased files): deleted from the store after the commit that says so.
CREATE TABLE object_garbage (
    environment_id text COLLATE "C" NOT NULL,
    object_key     text NOT NULL,
    discarded_at   timestamptz NOT NULL,
    PRIMARY KEY (environment_id, object_key)
);
