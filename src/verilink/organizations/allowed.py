"""Domains that an organization allows in all of its templates: for pages that frame the flow, and for redirects.

They add to a template's own. Where a template or the organization names any, redirects lead to named ones only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from verilink.errors import BadRequest
from verilink.flow.settings import HOST
from verilink.organizations.model import Environment

MOST: Final = 200
_LOCAL: Final = re.compile(r"localhost|127\.0\.0\.1|(?:[a-z0-9-]+\.)+localhost", re.ASCII)


def is_local(host: str) -> bool:
    """Whether a host is the person's own machine: of use to developers, and only in the sandbox."""
    return _LOCAL.fullmatch(host.lower()) is not None


def checked_domains(text: str) -> list[str]:
    """Bare hosts, one a line or between commas, in lower case. Raises ``BadRequest`` naming what is none."""
    hosts = list(dict.fromkeys(text.lower().replace(",", " ").split()))
    wrong = next((host for host in hosts if not HOST.fullmatch(host) or "." not in host or is_local(host)), None)
    if wrong is not None:
        raise BadRequest(f"“{wrong[:80]}” is not a bare host, like app.example.com.", pointer="domains")
    if len(hosts) > MOST:
        raise BadRequest(f"Enter at most {MOST} hosts.", pointer="domains")
    return hosts


def allowed_domains(environment: Environment, of_template: Iterable[str]) -> frozenset[str]:
    """The template's and the organization's, in lower case."""
    return frozenset(host.lower() for host in (*of_template, *environment.allowed_domains))
