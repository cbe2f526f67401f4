"""The settings themselves: name, type, bounds, default and meaning of each, in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args, get_type_hints
from urllib.parse import urlsplit

from msgspec import Meta, Struct, structs

PREFIX: Final = "VERILINK_"
_SECRET: Final = {"secret": True}


class Settings(Struct, frozen=True, kw_only=True):
    """All settings, typed. Paths are as given, relative ones to the folder the program was started in."""

    # Where things are
    data_dir: Annotated[
        Path, Meta(description="Folder for everything kept on disk: embedded database, files, master key, logs.")
    ] = Path("var")
    host: Annotated[
        str, Meta(min_length=1, description="Address to listen on. `0.0.0.0` or `::` for every interface.")
    ] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535, description="Port to listen on.")] = 3000
    public_url: Annotated[
        str,
        Meta(
            description="Address under which people reach the server, as it stands in links. "
            "Default: `http://localhost:` and the port."
        ),
    ] = ""
    base_domain: Annotated[
        str | None,
        Meta(
            description="Domain under which each organization gets a subdomain of its own. Without it there are none."
        ),
    ] = None
    custom_domains: Annotated[
        bool,
        Meta(
            description="Let organizations bring host names of their own, and refuse requests to names that nobody has "
            "proven. Names without a dot, `localhost` and addresses are served as before."
        ),
    ] = False
    trust_proxy_headers: Annotated[
        tuple[str, ...],
        Meta(description="Networks of reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed."),
    ] = ()
    bootstrap_file: Annotated[
        Path | None,
        Meta(description="Where the first start writes ids, keys and links as JSON, readable by its owner only."),
    ] = None

    # Database
    database_url: Annotated[
        str | None,
        Meta(
            extra=_SECRET,
            description="PostgreSQL to use, `postgresql://…`. The plain variable `DATABASE_URL` is read too. "
            "Without it an embedded PostgreSQL is started.",
        ),
    ] = None
    postgres: Annotated[
        Literal["auto", "system", "wheel"],
        Meta(
            description="Which binaries the embedded PostgreSQL uses: the system's, those that came with the "
            "installation, or the first that is there."
        ),
    ] = "auto"
    pool_size: Annotated[int, Meta(ge=2, le=500, description="Most database connections of one process.")] = 10
    statement_cache_size: Annotated[
        int,
        Meta(ge=0, le=10_000, description="Prepared statements kept per connection. 0 behind pgbouncer."),
    ] = 256

    # Files and keys
    object_store_url: Annotated[
        str | None,
        Meta(
            description="Where encrypted files are kept: `s3://bucket/prefix`, `gs://…`, `az://…` or `file:///folder`. "
            "Default: the folder `objects` in the data folder."
        ),
    ] = None
    master_key: Annotated[
        str | None,
        Meta(
            extra=_SECRET,
            description="Key that wraps all others, 32 bytes in base64 or hexadecimal; older ones may follow after "
            "commas. Default: made at the first start and kept in the data folder.",
        ),
    ] = None
    upload_min_bytes: Annotated[int, Meta(ge=0, description="Smallest photo or document accepted.")] = 10_000
    upload_max_bytes: Annotated[
        int, Meta(ge=1, le=1_000_000_000, description="Largest photo or document accepted.")
    ] = 15_728_640
    file_token_seconds: Annotated[
        int, Meta(ge=60, le=259_200, description="How long a file's address in an API answer works, at most 3 days.")
    ] = 21_600

    # Processes
    web_workers: Annotated[int, Meta(ge=1, le=256, description="Web processes.")] = 1
    analysis_processes: Annotated[
        int, Meta(ge=1, le=256, description="Processes of the worker that read images; each uses one core.")
    ] = 1
    analysis_memory_mb: Annotated[
        int, Meta(ge=256, le=65_536, description="Most memory one of them may take, in MiB.")
    ] = 2_048
    analysis_timeout_seconds: Annotated[
        float, Meta(gt=0, le=3_600, description="Longest that reading one submission may take.")
    ] = 60.0
    selfie_guidance: Annotated[
        bool,
        Meta(
            description="Tell people before the camera where to turn, from very small pictures that are looked at and "
            "not kept. Without it, they take each pose by themselves or by a countdown."
        ),
    ] = True
    poll_interval_seconds: Annotated[
        float, Meta(ge=0.01, le=60, description="How often the worker looks for work when nothing wakes it.")
    ] = 0.5
    sweep_interval_seconds: Annotated[
        float, Meta(ge=0.1, le=3_600, description="How often expiries and retention are looked after.")
    ] = 15.0

    # Mail
    smtp_url: Annotated[
        str | None,
        Meta(
            extra=_SECRET,
            description="Mail server, `smtp://user:password@host:587?starttls=1` or `smtps://host:465`. "
            "Without it mails are kept and shown in the dashboard.",
        ),
    ] = None
    mail_from: Annotated[str, Meta(description="Sender of mails, `name@example.com` or `Name <name@example.com>`.")] = (
        "Verilink <no-reply@localhost>"
    )

    # Text messages
    sms_provider: Annotated[
        Literal["none", "console", "webhook"],
        Meta(
            description="Who carries text messages to phones: nobody, the standard error output (for trying out), or "
            "the address in `VERILINK_SMS_WEBHOOK_URL`."
        ),
    ] = "none"
    sms_webhook_url: Annotated[
        str | None,
        Meta(description="Where each text message is posted as JSON: `id`, `to`, `text`. Any 2xx means it was taken."),
    ] = None
    sms_webhook_secret: Annotated[
        str | None,
        Meta(
            extra=_SECRET,
            description="Signs these posts in `Verilink-Signature`, as webhooks are; 16 characters or more.",
        ),
    ] = None

    # Webhooks and other outbound requests
    outbound_allow: Annotated[
        tuple[str, ...],
        Meta(
            description="Networks (`10.1.0.0/16`) and host names that webhooks may reach although their addresses are "
            "not public."
        ),
    ] = ()
    outbound_https_only: Annotated[bool, Meta(description="Whether webhooks must use `https://`.")] = False
    outbound_proxy: Annotated[
        str | None,
        Meta(
            extra=_SECRET,
            description="HTTP proxy for webhooks, `http://host:port`. Names are then looked up by the proxy, "
            "which must refuse private addresses itself.",
        ),
    ] = None
    webhook_timeout_seconds: Annotated[
        float, Meta(gt=0, le=60, description="Longest that a webhook may take to answer.")
    ] = 5.0
    webhook_retry_seconds: Annotated[
        tuple[Annotated[int, Meta(ge=0)], ...],
        Meta(max_length=50, description="Waits before each further attempt; as many retries as there are waits."),
    ] = (3, 64, 729, 4_096, 15_625, 46_656, 117_649)

    # Limits
    api_rate_limit_per_minute: Annotated[
        int, Meta(ge=1, description="API requests per environment and minute, over all its keys.")
    ] = 300
    create_quota_per_minute: Annotated[
        int, Meta(ge=1, description="Inquiries an environment may create per minute; other products have the same.")
    ] = 150
    otl_grace_seconds: Annotated[
        int, Meta(ge=0, le=86_400, description="How long a used one-time link still opens the session it made.")
    ] = 300

    # Logs
    log_format: Annotated[Literal["text", "json"], Meta(description="Form of log lines.")] = "text"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="Least serious level that is logged.")
    ] = "info"

    def __post_init__(self) -> None:
        structs.force_setattr(self, "public_url", (self.public_url or f"http://localhost:{self.port}").rstrip("/"))

    @property
    def public_host(self) -> str:
        """The host name of ``public_url``."""
        return (urlsplit(self.public_url).hostname or "").lower()

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in FIELDS if not FIELDS[name].secret)
        return f"Settings({shown})"


class Field(Struct, frozen=True):
    """One setting as documented."""

    name: str
    annotated: Any
    type: Any
    meta: Meta
    default: Any

    @property
    def description(self) -> str:
        """What it is for."""
        return self.meta.description or ""

    @property
    def secret(self) -> bool:
        """Whether its value is kept out of logs and errors."""
        return bool((self.meta.extra or {}).get("secret"))

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return PREFIX + self.name.upper()


def _fields() -> dict[str, Field]:
    hints, found = get_type_hints(Settings, include_extras=True), {}
    for each in structs.fields(Settings):
        plain, meta = get_args(hints[each.name])[:2]
        found[each.name] = Field(each.name, hints[each.name], plain, meta, each.default)
    return found


FIELDS: Final[dict[str, Field]] = _fields()
