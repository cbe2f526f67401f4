-- Theme sets have a light and a dark variant, and files of their own; a template may be given one.
UPDATE theme_set SET styles = jsonb_build_object(
    'settings', jsonb_build_object(
        'use-dark-theme', is_default AND COALESCE(styles->>'variant', 'light') = 'light',
        'preferred-theme-variant', COALESCE(styles->>'variant', 'light')),
    COALESCE(styles->>'variant', 'light'), styles - 'variant');
CREATE UNIQUE INDEX theme_set_default ON theme_set (organization_id) WHERE is_default;

ALTER TABLE inquiry_template ADD COLUMN theme_set_id text COLLATE "C";

-- A logo or a font: checked, written anew, encrypted, and never changed. sha256 finds a file that is there already.
CREATE TABLE theme_asset (
    organization_id text COLLATE "C" NOT NULL REFERENCES organization (id),
    id              text COLLATE "C" NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('logo', 'font')),
    name            text NOT NULL,
    content_type    text NOT NULL,
    byte_size       bigint NOT NULL,
    sha256          bytea NOT NULL,
    object_key      text NOT NULL,
    wrapped_key     bytea NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, kind, sha256)
);
