"""What a type cannot say about a setting; each check raises ``ValueError`` with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from verilink.kit.addresses import parse_network
from verilink.kit.guard import Guard, is_host_name
from verilink.kit.mail import SmtpSettings, is_address


def _scheme(*schemes: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/")):
            raise ValueError(f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")

    return check


def _public_url(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("must be http:// or https:// and a host, without a path")


def _domain(value: str) -> None:
    if not is_host_name(value):
        raise ValueError("must be a domain name")


def _networks(value: tuple[str, ...]) -> None:
    for entry in value:
        if parse_network(entry) is None:
            raise ValueError(f"{entry!r} is not a network such as 10.0.0.0/8")


def _sender(value: str) -> None:
    if not is_address(value):
        raise ValueError("must be one mail address")


def _long_secret(value: str) -> None:
    if len(value) < 16:
        raise ValueError("must have 16 characters or more")


CHECKS: Final[Mapping[str, Callable[[Any], object]]] = {
    "public_url": _public_url,
    "base_domain": _domain,
    "trust_proxy_headers": _networks,
    "outbound_allow": Guard,
    "outbound_proxy": _scheme("http", "https"),
    "database_url": _scheme("postgresql", "postgres"),
    "object_store_url": _scheme("s3", "gs", "az", "file"),
    "smtp_url": SmtpSettings.parse,
    "mail_from": _sender,
    "sms_webhook_url": _scheme("http", "https"),
    "sms_webhook_secret": _long_secret,
}
