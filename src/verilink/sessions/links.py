"""Addresses a person can open."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from verilink.organizations.model import Environment
from verilink.settings import Settings


def base_url(settings: Settings, environment: Environment) -> str:
    """Scheme and host of an organization's links: its own proven name, else its subdomain under the base domain."""
    host = environment.custom_host if settings.custom_domains else None
    if host is None and environment.subdomain and settings.base_domain:
        host = f"{environment.subdomain}.{settings.base_domain}"
    public = urlsplit(settings.public_url)
    port = f":{public.port}" if public.port else ""
    return urlunsplit((public.scheme, f"{host}{port}", "", "", "")) if host else settings.public_url.rstrip("/")


def generic_link(settings: Settings, environment: Environment, template_id: str) -> str:
    """The template's link that makes an inquiry at each visit."""
    query = {"inquiry-template-id": template_id, "environment-id": environment.id}
    return _verify(settings, environment, query)


def unique_link(settings: Settings, environment: Environment, inquiry_id: str, token: str | None = None) -> str:
    """The link of one inquiry, with a session token to resume."""
    query = {"inquiry-id": inquiry_id} | ({"session-token": token} if token else {})
    return _verify(settings, environment, query)


def one_time_url(settings: Settings, environment: Environment, code: str) -> str:
    """The long form of a one-time link."""
    return _verify(settings, environment, {"code": code})


def short_url(settings: Settings, environment: Environment, code: str) -> str:
    """The short form of a one-time link."""
    return f"{base_url(settings, environment)}/v/{quote(code)}"


def _verify(settings: Settings, environment: Environment, query: Mapping[str, str]) -> str:
    return f"{base_url(settings, environment)}/verify?{urlencode(query)}"
