-- Several names for an organization, one of them in its links, each proven again and again.
ALTER TABLE custom_domain DROP CONSTRAINT custom_domain_pkey;
ALTER TABLE custom_domain ADD PRIMARY KEY (organization_id, host);
ALTER TABLE custom_domain
    ADD COLUMN main boolean NOT NULL DEFAULT false,
    ADD COLUMN missing_since timestamptz,
    ADD COLUMN lost_at timestamptz;
UPDATE custom_domain SET main = true, check_at = now() WHERE verified_at IS NOT NULL;
CREATE UNIQUE INDEX custom_domain_main ON custom_domain (organization_id) WHERE main;
