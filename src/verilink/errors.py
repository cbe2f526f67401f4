"""The exception tree. Every expected failure is one class and carries its HTTP status and wire title.

The wire body is ``{"errors": [{"title": …, "details": …}]}`` (hosted-flow compatibility: keys ``title``/``details``,
not JSON:API's ``detail``/``status``/``code``).
"""

from __future__ import annotations


class VerilinkError(Exception):
    """Root of every expected failure; ``details`` is safe to show to the caller."""

    status: int = 500
    title: str = "Service unavailable"

    def __init__(self, details: str | None = None, *, pointer: str | None = None, code: str | None = None) -> None:
        super().__init__(details or self.title)
        self.details = details
        self.pointer = pointer
        self.code = code


class BadRequest(VerilinkError):
    """A parameter is malformed, missing or invalid."""

    status = 400
    title = "Bad Request"


class NotAuthenticated(VerilinkError):
    """No credentials were sent."""

    status = 401
    title = "Must be authenticated to access this endpoint"


class InvalidToken(VerilinkError):
    """Credentials were sent but are unknown, expired or revoked."""

    status = 401
    title = "Token is invalid"


class Forbidden(VerilinkError):
    """Known caller, not allowed."""

    status = 403
    title = "Forbidden"


class NotFound(VerilinkError):
    """Unknown id, or the id of another environment (indistinguishable on purpose)."""

    status = 404
    title = "Record not found"


class Conflict(VerilinkError):
    """Duplicate, incompatible state, or a concurrent update."""

    status = 409
    title = "Conflict"


class Gone(VerilinkError):
    """Was there once; expired or erased."""

    status = 410
    title = "Gone"


class PayloadTooLarge(VerilinkError):
    """The body exceeds the documented limit."""

    status = 413
    title = "Payload too large"


class UnsupportedMedia(VerilinkError):
    """The body is of a kind that is not read here."""

    status = 415
    title = "Unsupported media type"


class Unprocessable(VerilinkError):
    """Well-formed, but the action or value cannot be applied."""

    status = 422
    title = "Unprocessable entity"


class RateLimited(VerilinkError):
    """Too many requests in the window."""

    status = 429
    title = "Rate limit exceeded"

    def __init__(self, details: str | None = None, *, retry_after: int = 60) -> None:
        super().__init__(details)
        self.retry_after = retry_after


class Unavailable(VerilinkError):
    """A part this needs is not ready; trying again later may work."""

    status = 503
    title = "Service unavailable"
