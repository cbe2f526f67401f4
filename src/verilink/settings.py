"""Every setting of the program, read once at start from ``VERILINK_*`` variables over an optional TOML file.

``docs/reference/settings.md`` is made from this module (``python -m verilink.settings > docs/reference/settings.md``)
and a test says that the two agree.
"""

from __future__ import annotations

import difflib
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct, structs

from verilink.errors import VerilinkError
from verilink.kit.addresses import parse_network
from verilink.kit.guard import Guard, is_host_name
from verilink.kit.mail import SmtpSettings, is_address

PREFIX: Final = "VERILINK_"
_CONFIG: Final = "VERILINK_CONFIG"
_FOR_TESTS: Final = "VERILINK_SHARED"  # where the test suite finds its material; not a setting
_SECRET: Final = {"secret": True}


class SettingsError(VerilinkError):
    """The settings cannot be used; ``problems`` has one line for each, beginning with the variable's name."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


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
    session_limit: Annotated[int, Meta(ge=1, le=1_000, description="Sessions that one inquiry may have.")] = 25
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


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings from ``environ`` (default: the process's) over the TOML file that ``VERILINK_CONFIG`` names.

    Raises ``SettingsError`` naming every unknown or unusable one.
    """
    env = os.environ if environ is None else environ
    problems: list[str] = []
    raw = {**_from_file(env.get(_CONFIG), problems), **_from_environ(env, problems)}
    values = {name: value for name, (source, given) in raw.items() for value in _value(name, source, given, problems)}
    if not problems and values.get("upload_min_bytes", 10_000) > values.get("upload_max_bytes", 15_728_640):
        problems.append("VERILINK_UPLOAD_MIN_BYTES: is more than VERILINK_UPLOAD_MAX_BYTES")
    if problems:
        raise SettingsError(problems)
    return Settings(**values)


_Raw = dict[str, tuple[str, Any]]  # field name: (what to call it in an error, value)


def _from_environ(env: Mapping[str, str], problems: list[str]) -> _Raw:
    raw: _Raw = {}
    if env.get("DATABASE_URL"):
        raw["database_url"] = ("DATABASE_URL", env["DATABASE_URL"])
    for variable, value in env.items():
        if not variable.startswith(PREFIX) or variable in {_CONFIG, _FOR_TESTS}:
            continue
        field = FIELDS.get(variable.removeprefix(PREFIX).lower())
        if field is None or field.variable != variable:
            problems.append(_unknown(variable, [each.variable for each in FIELDS.values()]))
        elif value.strip():
            raw[field.name] = (variable, _split(field, value.strip()))
    return raw


def _split(field: Field, value: str) -> Any:
    many = str(field.type).startswith("tuple")
    return [part.strip() for part in value.split(",") if part.strip()] if many else value


def _from_file(name: str | None, problems: list[str]) -> _Raw:
    if not name:
        return {}
    try:
        table = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        problems.append(f"{_CONFIG}: {name} cannot be read: {failure}")
        return {}
    problems.extend(f"{name}: {_unknown(key, list(FIELDS))}" for key in table if key not in FIELDS)
    return {key: (f"{name}: {key}", value) for key, value in table.items() if key in FIELDS}


def _unknown(given: str, known: list[str]) -> str:
    close = difflib.get_close_matches(given, known, n=1)
    return f"{given}: there is no such setting" + (f"; did you mean {close[0]}?" if close else "")


def _value(name: str, source: str, given: Any, problems: list[str]) -> Iterator[Any]:
    """The converted and checked value, or nothing and a line in ``problems``."""
    field = FIELDS[name]
    try:
        value = msgspec.convert(given, field.annotated, strict=False, dec_hook=_decode)
        if name in _CHECKS and value is not None:
            _CHECKS[name](value)
    except (msgspec.ValidationError, ValueError) as failure:
        shown = "" if field.secret else f" (given: {given!r})"
        problems.append(f"{source}: {failure}{shown}")
        return
    yield value


def _decode(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        return Path(value).expanduser()
    raise ValueError("expected a path")


def _check_scheme(*schemes: str) -> Any:
    def check(value: str) -> None:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/")):
            raise ValueError(f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")

    return check


def _check_public_url(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("must be http:// or https:// and a host, without a path")


def _check_domain(value: str) -> None:
    if not is_host_name(value):
        raise ValueError("must be a domain name")


def _check_networks(value: tuple[str, ...]) -> None:
    for entry in value:
        if parse_network(entry) is None:
            raise ValueError(f"{entry!r} is not a network such as 10.0.0.0/8")


def _check_sender(value: str) -> None:
    if not is_address(value):
        raise ValueError("must be one mail address")


_CHECKS: Final[dict[str, Any]] = {
    "public_url": _check_public_url,
    "base_domain": _check_domain,
    "trust_proxy_headers": _check_networks,
    "outbound_allow": Guard,
    "outbound_proxy": _check_scheme("http", "https"),
    "database_url": _check_scheme("postgresql", "postgres"),
    "object_store_url": _check_scheme("s3", "gs", "az", "file"),
    "smtp_url": SmtpSettings.parse,
    "mail_from": _check_sender,
}


def reference_markdown() -> str:
    """The reference page of all settings."""
    lines = [
        "# Settings",
        "",
        "Every setting is an environment variable, or a key of the same name, in small letters and without",
        "`VERILINK_`, in the TOML file that `VERILINK_CONFIG` names. A variable wins over the file. Lists are",
        "separated by commas in a variable and are arrays in the file. An unknown name or an unusable value stops the",
        "start with one line each.",
        "",
        "| Variable | Type | Default | Meaning |",
        "|---|---|---|---|",
    ]
    lines += [_row(each) for each in FIELDS.values()]
    return "\n".join([*lines, ""])


def _row(field: Field) -> str:
    kind = _type_name(field.type) + _range(field.meta)
    return f"| `{field.variable}` | {kind} | {_shown(field.default)} | {field.description} |"


_TYPE_NAMES: Final = {str: "text", int: "whole number", float: "number", bool: "true or false", Path: "path"}


def _type_name(kind: Any) -> str:
    parts = [part for part in get_args(kind) if part is not type(None)]
    if kind in _TYPE_NAMES:
        return _TYPE_NAMES[kind]
    if str(kind).startswith("tuple"):
        inner = get_args(parts[0])
        return f"list of {'whole numbers' if inner else 'texts'}"
    return " or ".join(_TYPE_NAMES.get(part, f"`{part}`") for part in parts)


def _range(meta: Meta) -> str:
    low, high = meta.ge if meta.ge is not None else meta.gt, meta.le
    if high is None:
        return f", from {low}" if low is not None else ""
    return f", {'above ' if meta.gt is not None else ''}{low} to {high}"


def _shown(default: Any) -> str:
    if default in (None, "", ()):
        return ""
    if isinstance(default, tuple):
        return f"`{','.join(str(part) for part in default)}`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    sys.stdout.write(reference_markdown())
