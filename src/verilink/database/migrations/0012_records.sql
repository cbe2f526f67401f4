-- Records of people that the operator imported. columns: what they say, by the names of fields. proof: tells whether
-- the keys under which the table was written are still those of the installation.
CREATE TABLE record_table (
    organization_id text COLLATE "C" NOT NULL REFERENCES organization (id),
    id              text COLLATE "C" NOT NULL,
    name            text COLLATE "C" NOT NULL,
    columns         text[] NOT NULL,
    records         integer NOT NULL,
    proof           bytea NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, name)
);

-- One record, sealed. number: of the line in the file.
CREATE TABLE record_entry (
    organization_id text COLLATE "C" NOT NULL,
    table_id        text COLLATE "C" NOT NULL,
    number          integer NOT NULL,
    sealed          bytea NOT NULL,
    PRIMARY KEY (organization_id, table_id, number),
    FOREIGN KEY (organization_id, table_id) REFERENCES record_table (organization_id, id) ON DELETE CASCADE
);

-- What a record is found by: keyed digests of its numbers, and of date of birth with each word of the name.
CREATE TABLE record_key (
    organization_id text COLLATE "C" NOT NULL,
    table_id        text COLLATE "C" NOT NULL,
    digest          bytea NOT NULL,
    number          integer NOT NULL,
    PRIMARY KEY (organization_id, table_id, digest, number),
    FOREIGN KEY (organization_id, table_id) REFERENCES record_table (organization_id, id) ON DELETE CASCADE
);
