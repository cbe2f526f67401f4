-- A host name of the organization's own. Anybody may claim a name; only one can prove it.
CREATE TABLE custom_domain (
    organization_id text COLLATE "C" PRIMARY KEY REFERENCES organization (id),
    host            text COLLATE "C" NOT NULL,
    token           text COLLATE "C" NOT NULL,
    created_at      timestamptz NOT NULL,
    check_at        timestamptz,
    problem         text,
    verified_at     timestamptz
);
CREATE UNIQUE INDEX custom_domain_host ON custom_domain (host) WHERE verified_at IS NOT NULL;
CREATE INDEX custom_domain_due ON custom_domain (check_at) WHERE check_at IS NOT NULL;
