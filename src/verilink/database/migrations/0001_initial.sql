-- Ids are text in C collation: they sort by time of making (see kit/ids.py), so newest-first pages walk the key.
-- Tenant data: every primary or unique key contains environment_id (or organization_id), so a sharded server can take over.

CREATE TABLE organization (
    id          text COLLATE "C" PRIMARY KEY,
    name        text NOT NULL,
    subdomain   text COLLATE "C" UNIQUE,
    settings    jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL
);

CREATE TABLE environment (
    organization_id text COLLATE "C" NOT NULL REFERENCES organization (id),
    id              text COLLATE "C" PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('sandbox', 'production')),
    settings        jsonb NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL,
    UNIQUE (organization_id, kind)
);

CREATE TABLE dashboard_user (
    organization_id text COLLATE "C" NOT NULL REFERENCES organization (id),
    id              text COLLATE "C" PRIMARY KEY,
    email           text NOT NULL,
    email_key       text COLLATE "C" NOT NULL UNIQUE,
    name            text NOT NULL DEFAULT '',
    password_hash   text,
    role            text NOT NULL DEFAULT 'owner' CHECK (role IN ('owner', 'admin', 'developer', 'reviewer')),
    created_at      timestamptz NOT NULL,
    last_sign_in_at timestamptz,
    disabled_at     timestamptz
);

CREATE TABLE user_session (
    token_digest    bytea PRIMARY KEY,
    id              text COLLATE "C" NOT NULL,
    organization_id text COLLATE "C" NOT NULL,
    user_id         text COLLATE "C" NOT NULL REFERENCES dashboard_user (id),
    environment_id  text COLLATE "C" NOT NULL REFERENCES environment (id),
    csrf            text NOT NULL,
    ip_address      text,
    user_agent      text,
    created_at      timestamptz NOT NULL,
    last_seen_at    timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL
);
CREATE INDEX user_session_user ON user_session (user_id);

CREATE TABLE invitation (
    token_digest    bytea PRIMARY KEY,
    organization_id text COLLATE "C" NOT NULL REFERENCES organization (id),
    email           text,
    role            text NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    used_at         timestamptz
);

CREATE TABLE api_key (
    environment_id       text COLLATE "C" NOT NULL REFERENCES environment (id),
    id                   text COLLATE "C" NOT NULL,
    name                 text NOT NULL,
    note                 text,
    value_digest         bytea NOT NULL UNIQUE,
    value_hint           text NOT NULL,
    permissions          text[] NOT NULL,
    api_version          text NOT NULL,
    key_inflection       text NOT NULL DEFAULT 'kebab',
    attributes_blocklist text[] NOT NULL DEFAULT '{}',
    ip_allowlist         text[] NOT NULL DEFAULT '{*}',
    file_token_seconds   integer NOT NULL DEFAULT 21600,
    created_at           timestamptz NOT NULL,
    last_used_at         timestamptz,
    expires_at           timestamptz,
    PRIMARY KEY (environment_id, id)
);

CREATE TABLE account_type (
    organization_id text COLLATE "C" NOT NULL REFERENCES organization (id),
    id              text COLLATE "C" NOT NULL,
    name            text NOT NULL,
    is_default      boolean NOT NULL DEFAULT false,
    field_schemas   jsonb NOT NULL DEFAULT '[]',
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX account_type_name ON account_type (organization_id, lower(name));
CREATE UNIQUE INDEX account_type_default ON account_type (organization_id) WHERE is_default;

-- reference_key is the case-folded reference_id; find-or-create rests on the unique index.
CREATE TABLE account (
    environment_id  text COLLATE "C" NOT NULL REFERENCES environment (id),
    id              text COLLATE "C" NOT NULL,
    account_type_id text COLLATE "C" NOT NULL,
    account_type_name text NOT NULL,
    reference_id    text,
    reference_key   text COLLATE "C",
    fields          jsonb NOT NULL DEFAULT '{}',
    tags            text[] NOT NULL DEFAULT '{}',
    status          text NOT NULL DEFAULT 'Default',
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    redacted_at     timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX account_reference ON account (environment_id, account_type_id, reference_key)
    WHERE reference_key IS NOT NULL;
CREATE INDEX account_by_reference ON account (environment_id, reference_key, id) WHERE reference_key IS NOT NULL;

CREATE TABLE theme_set (
    organization_id text COLLATE "C" NOT NULL REFERENCES organization (id),
    id              text COLLATE "C" NOT NULL,
    name            text NOT NULL,
    styles          jsonb NOT NULL,
    is_default      boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    archived_at     timestamptz,
    PRIMARY KEY (organization_id, id)
);

CREATE TABLE inquiry_template (
    organization_id   text COLLATE "C" NOT NULL REFERENCES organization (id),
    id                text COLLATE "C" NOT NULL,
    name              text NOT NULL,
    status            text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
    live_version_id   text COLLATE "C",
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- A published document never changes; a template has at most one draft.
-- document is json, not jsonb: the order people gave fields and steps is part of it.
-- verification_ids: verification name -> {"template": "vtmpl_…", "version": "vtmplv_…"}
CREATE TABLE inquiry_template_version (
    organization_id  text COLLATE "C" NOT NULL,
    id               text COLLATE "C" NOT NULL,
    template_id      text COLLATE "C" NOT NULL,
    number           integer NOT NULL,
    status           text NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
    document         json NOT NULL,
    verification_ids jsonb NOT NULL DEFAULT '{}',
    updated_by       text,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    published_at     timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, template_id, number),
    FOREIGN KEY (organization_id, template_id) REFERENCES inquiry_template (organization_id, id)
);
CREATE UNIQUE INDEX inquiry_template_draft ON inquiry_template_version (organization_id, template_id)
    WHERE status = 'draft';

-- fields, initial_fields: key -> {"type", "value"}. flow: the executor's state. revision grows with every change.
CREATE TABLE inquiry (
    environment_id       text COLLATE "C" NOT NULL REFERENCES environment (id),
    id                   text COLLATE "C" NOT NULL,
    template_id          text COLLATE "C" NOT NULL,
    template_version_id  text COLLATE "C" NOT NULL,
    account_id           text COLLATE "C",
    status               text NOT NULL DEFAULT 'created' CHECK (status IN
                         ('created', 'pending', 'completed', 'failed', 'expired', 'needs_review', 'approved', 'declined')),
    reference_id         text,
    reference_key        text COLLATE "C",
    creator              text NOT NULL,
    note                 text,
    redirect_uri         text,
    theme_set_id         text COLLATE "C",
    locale               text,
    tags                 text[] NOT NULL DEFAULT '{}',
    fields               jsonb NOT NULL DEFAULT '{}',
    initial_fields       jsonb NOT NULL DEFAULT '{}',
    flow                 jsonb NOT NULL,
    revision             bigint NOT NULL DEFAULT 1,
    previous_step        text,
    next_step            text,
    simulate             text CHECK (simulate IN ('pass', 'fail')),
    start_seconds        integer,
    resume_seconds       integer,
    one_time_link_seconds integer,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    started_at           timestamptz,
    expires_at           timestamptz,
    completed_at         timestamptz,
    failed_at            timestamptz,
    marked_for_review_at timestamptz,
    decisioned_at        timestamptz,
    expired_at           timestamptz,
    redacted_at          timestamptz,
    reviewer_type        text,
    reviewer_id          text,
    reviewer_comment     text,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX inquiry_by_reference ON inquiry (environment_id, reference_key, id) WHERE reference_key IS NOT NULL;
CREATE INDEX inquiry_by_account ON inquiry (environment_id, account_id, id);
CREATE INDEX inquiry_by_template ON inquiry (environment_id, template_id, id);
CREATE INDEX inquiry_by_status ON inquiry (environment_id, status, id);
CREATE INDEX inquiry_deadline ON inquiry (expires_at) WHERE status IN ('created', 'pending');

CREATE TABLE inquiry_session (
    environment_id text COLLATE "C" NOT NULL,
    id             text COLLATE "C" NOT NULL,
    inquiry_id     text COLLATE "C" NOT NULL,
    status         text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'active', 'expired')),
    created_at     timestamptz NOT NULL,
    started_at     timestamptz,
    expired_at     timestamptz,
    canceled_at    timestamptz,
    expires_at     timestamptz NOT NULL,
    ip_address     text,
    user_agent     text,
    device         jsonb NOT NULL DEFAULT '{}',
    handoff_method text CHECK (handoff_method IN ('qr', 'email', 'sms')),
    PRIMARY KEY (environment_id, id),
    FOREIGN KEY (environment_id, inquiry_id) REFERENCES inquiry (environment_id, id)
);
CREATE INDEX inquiry_session_inquiry ON inquiry_session (environment_id, inquiry_id, id);

CREATE TABLE one_time_link (
    environment_id text COLLATE "C" NOT NULL,
    id             text COLLATE "C" NOT NULL,
    code_digest    bytea NOT NULL UNIQUE,
    inquiry_id     text COLLATE "C" NOT NULL,
    session_id     text COLLATE "C" NOT NULL,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    used_at        timestamptz,
    revoked_at     timestamptz,
    PRIMARY KEY (environment_id, id),
    FOREIGN KEY (environment_id, session_id) REFERENCES inquiry_session (environment_id, id)
);
CREATE INDEX one_time_link_inquiry ON one_time_link (environment_id, inquiry_id);

-- name: the verification's name in the template. inputs: the frozen attempt. facts, extraction, checks, scores: the result.
CREATE TABLE verification (
    environment_id   text COLLATE "C" NOT NULL,
    id               text COLLATE "C" NOT NULL,
    inquiry_id       text COLLATE "C" NOT NULL,
    type             text NOT NULL,
    name             text NOT NULL,
    attempt          integer NOT NULL,
    status           text NOT NULL CHECK (status IN
                     ('initiated', 'confirmed', 'submitted', 'passed', 'failed', 'requires_retry', 'canceled', 'skipped')),
    template_version_id             text COLLATE "C" NOT NULL,
    verification_template_id        text COLLATE "C" NOT NULL,
    verification_template_version_id text COLLATE "C" NOT NULL,
    evidence_id      text COLLATE "C",
    country_code     text,
    capture_method   text,
    simulated        boolean NOT NULL DEFAULT false,
    inputs           jsonb NOT NULL DEFAULT '{}',
    facts            jsonb,
    extraction       jsonb NOT NULL DEFAULT '{}',
    checks           jsonb NOT NULL DEFAULT '[]',
    scores           jsonb NOT NULL DEFAULT '{}',
    tags             text[] NOT NULL DEFAULT '{}',
    created_at       timestamptz NOT NULL,
    submitted_at     timestamptz,
    completed_at     timestamptz,
    redacted_at      timestamptz,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, inquiry_id, name, attempt),
    FOREIGN KEY (environment_id, inquiry_id) REFERENCES inquiry (environment_id, id)
);
CREATE INDEX verification_waiting ON verification (submitted_at) WHERE status = 'submitted';

CREATE TABLE document (
    environment_id  text COLLATE "C" NOT NULL,
    id              text COLLATE "C" NOT NULL,
    inquiry_id      text COLLATE "C" NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('government-id', 'generic')),
    status          text NOT NULL CHECK (status IN ('initiated', 'submitted', 'processed', 'errored')),
    name            text NOT NULL,
    attempt         integer NOT NULL,
    attributes      jsonb NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL,
    submitted_at    timestamptz,
    processed_at    timestamptz,
    redacted_at     timestamptz,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, inquiry_id, name, attempt)
);

CREATE TABLE selfie (
    environment_id  text COLLATE "C" NOT NULL,
    id              text COLLATE "C" NOT NULL,
    inquiry_id      text COLLATE "C" NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('profile-and-center', 'center-only', 'configurable-poses')),
    status          text NOT NULL CHECK (status IN ('initiated', 'submitted', 'processed', 'errored')),
    name            text NOT NULL,
    attempt         integer NOT NULL,
    created_at      timestamptz NOT NULL,
    submitted_at    timestamptz,
    processed_at    timestamptz,
    redacted_at     timestamptz,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, inquiry_id, name, attempt)
);

-- One stored picture. wrapped_key is the object's data key under the master key: erased with the row's content.
-- owner: the document or selfie (null until the person confirms the photo). upload_key: the browser's own id of the upload.
CREATE TABLE file (
    environment_id text COLLATE "C" NOT NULL,
    id             text COLLATE "C" NOT NULL,
    inquiry_id     text COLLATE "C" NOT NULL,
    owner_id       text COLLATE "C",
    page           text NOT NULL,
    upload_key     text COLLATE "C",
    filename       text NOT NULL,
    content_type   text NOT NULL,
    byte_size      integer NOT NULL,
    sha256         bytea NOT NULL,
    capture_method text,
    object_key     text NOT NULL,
    wrapped_key    bytea,
    created_at     timestamptz NOT NULL,
    erased_at      timestamptz,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, inquiry_id, upload_key)
);
CREATE INDEX file_owner ON file (environment_id, owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX file_inquiry ON file (environment_id, inquiry_id);

-- The event is the outbox row. payload: the resource as it was, in the newest wire form with kebab keys.
CREATE TABLE event (
    environment_id text COLLATE "C" NOT NULL,
    id             text COLLATE "C" NOT NULL,
    name           text NOT NULL,
    object_type    text NOT NULL,
    object_id      text COLLATE "C" NOT NULL,
    inquiry_id     text COLLATE "C",
    payload        jsonb NOT NULL,
    context        jsonb NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL,
    dispatched_at  timestamptz,
    redacted_at    timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX event_outbox ON event (id) WHERE dispatched_at IS NULL;
CREATE INDEX event_object ON event (environment_id, object_id, id);
CREATE INDEX event_inquiry ON event (environment_id, inquiry_id, id) WHERE inquiry_id IS NOT NULL;
CREATE INDEX event_name ON event (environment_id, name, id);

CREATE TABLE webhook (
    environment_id         text COLLATE "C" NOT NULL REFERENCES environment (id),
    id                     text COLLATE "C" NOT NULL,
    status                 text NOT NULL DEFAULT 'disabled' CHECK (status IN ('disabled', 'enabled', 'archived')),
    url                    text NOT NULL,
    name                   text,
    description            text,
    enabled_events         text[] NOT NULL,
    api_version            text NOT NULL,
    key_inflection         text NOT NULL DEFAULT 'kebab',
    attributes_blocklist   text[] NOT NULL DEFAULT '{}',
    file_token_seconds     integer NOT NULL DEFAULT 21600,
    payload_filter         jsonb,
    included_allowlist     jsonb,
    relationship_allowlist jsonb NOT NULL DEFAULT '{"state": "include_all"}',
    custom_headers         bytea,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    archived_at            timestamptz,
    PRIMARY KEY (environment_id, id)
);

CREATE TABLE webhook_secret (
    environment_id text COLLATE "C" NOT NULL,
    id             text COLLATE "C" NOT NULL,
    webhook_id     text COLLATE "C" NOT NULL,
    sealed         bytea NOT NULL,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz,
    PRIMARY KEY (environment_id, id),
    FOREIGN KEY (environment_id, webhook_id) REFERENCES webhook (environment_id, id)
);
CREATE INDEX webhook_secret_webhook ON webhook_secret (environment_id, webhook_id);

CREATE TABLE webhook_delivery (
    environment_id     text COLLATE "C" NOT NULL,
    id                 text COLLATE "C" NOT NULL,
    webhook_id         text COLLATE "C" NOT NULL,
    event_id           text COLLATE "C" NOT NULL,
    status             text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed', 'skipped')),
    attempts           integer NOT NULL DEFAULT 0,
    created_at         timestamptz NOT NULL,
    next_attempt_at    timestamptz,
    first_attempted_at timestamptz,
    completed_at       timestamptz,
    last_status        integer,
    last_error         text,
    last_response      text,
    last_ms            integer,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, webhook_id, event_id)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at) WHERE status = 'pending';
CREATE INDEX webhook_delivery_list ON webhook_delivery (environment_id, webhook_id, id);

CREATE TABLE mail (
    environment_id  text COLLATE "C" NOT NULL,
    id              text COLLATE "C" NOT NULL,
    recipient       text NOT NULL,
    subject         text NOT NULL,
    text_body       text NOT NULL,
    html_body       text,
    object_id       text COLLATE "C",
    status          text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed', 'held')),
    attempts        integer NOT NULL DEFAULT 0,
    last_error      text,
    created_at      timestamptz NOT NULL,
    next_attempt_at timestamptz,
    sent_at         timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX mail_due ON mail (next_attempt_at) WHERE status = 'queued';

-- A named filter over inquiries; filter: {"statuses": [], "template-ids": [], "failed-checks": []}.
CREATE TABLE review_queue (
    environment_id text COLLATE "C" NOT NULL REFERENCES environment (id),
    id             text COLLATE "C" NOT NULL,
    name           text NOT NULL,
    filter         jsonb NOT NULL,
    notify         text[] NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    archived_at    timestamptz,
    PRIMARY KEY (environment_id, id)
);

CREATE TABLE review_queue_entry (
    environment_id text COLLATE "C" NOT NULL,
    queue_id       text COLLATE "C" NOT NULL,
    inquiry_id     text COLLATE "C" NOT NULL,
    event_id       text COLLATE "C" NOT NULL,
    entered_at     timestamptz NOT NULL,
    left_at        timestamptz,
    PRIMARY KEY (environment_id, queue_id, inquiry_id)
);

CREATE TABLE idempotency_record (
    environment_id text COLLATE "C" NOT NULL,
    key            text COLLATE "C" NOT NULL,
    fingerprint    bytea NOT NULL,
    status         integer,
    body           bytea,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (environment_id, key)
);
CREATE INDEX idempotency_record_age ON idempotency_record (created_at);

CREATE TABLE audit_entry (
    organization_id text COLLATE "C" NOT NULL,
    id              text COLLATE "C" NOT NULL,
    environment_id  text COLLATE "C",
    user_id         text COLLATE "C",
    action          text NOT NULL,
    object_id       text COLLATE "C",
    detail          jsonb NOT NULL DEFAULT '{}',
    ip_address      text,
    user_agent      text,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX audit_entry_object ON audit_entry (organization_id, object_id, id);
