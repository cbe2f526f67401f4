"""Why a link or a call goes no further, as the person's page and as the answer's status."""

from __future__ import annotations

from typing import Final, Literal

from verilink.errors import Conflict, InvalidToken, NotFound, VerilinkError
from verilink.organizations.model import Environment

Code = Literal[
    "expired",
    "session_expired",
    "finished",
    "failed",
    "redacted",
    "too_many_sessions",
    "inactive_template",
    "client_creation_blocked",
    "unknown",
    "invalid_config",
    "link_used",
    "link_expired",
    "link_unknown",
    "rate_limited",
    "unavailable",
]
STATUS: Final[dict[str, int]] = {
    "expired": 409,
    "session_expired": 409,
    "finished": 409,
    "failed": 409,
    "redacted": 410,
    "too_many_sessions": 409,
    "inactive_template": 422,
    "client_creation_blocked": 403,
    "unknown": 404,
    "invalid_config": 400,
    "link_used": 410,
    "link_expired": 410,
    "link_unknown": 404,
    "rate_limited": 429,
    "unavailable": 503,
}
# What the published JavaScript SDK calls them; everything else is "unknown".
WIRE: Final[dict[str, str]] = {
    "session_expired": "unauthenticated",
    "inactive_template": "inactive_template",
    "invalid_config": "invalid_config",
    "client_creation_blocked": "invalid_config",
    "unavailable": "application_error",
}


class Refused(Exception):
    """One page of ``screens.problem``. ``environment``, ``inquiry_id``, ``one_time_code``: as far as they are known."""

    def __init__(
        self,
        code: Code,
        details: str | None = None,
        *,
        environment: Environment | None = None,
        inquiry_id: str | None = None,
        redirect: str | None = None,
        one_time_code: str | None = None,
    ) -> None:
        super().__init__(details or code)
        self.code: Code = code
        self.details = details
        self.environment = environment
        self.inquiry_id = inquiry_id
        self.redirect = redirect
        self.one_time_code = one_time_code
        self.offers_new_link = False
        self.status = STATUS[code]


_KNOWN: Final[dict[str, Code]] = {
    "expired": "expired",
    "finished": "finished",
    "redacted": "redacted",
    "too_many_sessions": "too_many_sessions",
    "inactive_template": "inactive_template",
    "client_creation_blocked": "client_creation_blocked",
    "link_used": "link_used",
    "link_expired": "link_expired",
    "link_unknown": "link_unknown",
}


def refusal_of(
    error: VerilinkError,
    *,
    environment: Environment | None = None,
    inquiry_id: str | None = None,
    one_time_code: str | None = None,
) -> Refused:
    """The page for an expected failure of a deeper layer."""
    code = _KNOWN.get(error.code or "") or _by_kind(error)
    return Refused(code, error.details, environment=environment, inquiry_id=inquiry_id, one_time_code=one_time_code)


def _by_kind(error: VerilinkError) -> Code:
    if isinstance(error, NotFound):
        return "unknown"
    if isinstance(error, InvalidToken):
        return "session_expired"
    if error.status == 429:
        return "rate_limited"
    if isinstance(error, Conflict):
        return "finished"
    return "unavailable" if error.status >= 500 else "invalid_config"
