"""How states, checks and times are said to people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from verilink.kit import clock

STATUS: Final = {
    "created": ("Created", ""),
    "pending": ("Pending", "info"),
    "completed": ("Completed", "ok"),
    "failed": ("Failed", "bad"),
    "expired": ("Expired", ""),
    "needs_review": ("Needs review", "warn"),
    "approved": ("Approved", "ok"),
    "declined": ("Declined", "bad"),
    # verifications
    "initiated": ("Begun", "info"),
    "confirmed": ("Confirmed", "info"),
    "submitted": ("Being checked", "info"),
    "passed": ("Passed", "ok"),
    "requires_retry": ("To be repeated", "warn"),
    "canceled": ("Canceled", ""),
    "skipped": ("Skipped", ""),
    "not_applicable": ("Not applicable", ""),
    # sessions
    "new": ("Not opened", ""),
    "active": ("Active", "info"),
    # webhooks, deliveries and mail
    "enabled": ("Enabled", "ok"),
    "disabled": ("Disabled", ""),
    "archived": ("Archived", ""),
    "delivered": ("Delivered", "ok"),
    "queued": ("Queued", "info"),
    "sent": ("Sent", "ok"),
    "held": ("Kept here", ""),
    # templates
    "draft": ("Draft", "info"),
    "published": ("Published", "ok"),
    "inactive": ("Inactive", ""),
}
EVENTS: Final = {
    "inquiry.created": ("Inquiry created", ""),
    "inquiry.started": ("The person began", ""),
    "inquiry.expired": ("The link expired", ""),
    "inquiry.completed": ("The person finished", "ok"),
    "inquiry.failed": ("The flow ended as failed", "bad"),
    "inquiry.marked-for-review": ("Marked for review", "warn"),
    "inquiry.approved": ("Approved", "ok"),
    "inquiry.declined": ("Declined", "bad"),
    "inquiry.transitioned": ("Went on to the next step", ""),
    "inquiry.redacted": ("Personal data erased", ""),
    "inquiry.updated-tags": ("Tags changed", ""),
    "account.created": ("Account made", ""),
    "account.updated-fields": ("Account changed", ""),
    "account.updated-tags": ("Account’s tags changed", ""),
    "inquiry-session.started": ("Link opened in a browser", ""),
    "inquiry-session.expired": ("Session ended", ""),
    "inquiry-session.canceled": ("The person left", ""),
    "document.created": ("Document photo taken", ""),
    "document.submitted": ("Document sent", ""),
    "document.processed": ("Document read", ""),
    "document.errored": ("Document could not be read", "bad"),
    "selfie.created": ("Selfie taken", ""),
    "selfie.submitted": ("Selfie sent", ""),
    "selfie.processed": ("Selfie analysed", ""),
    "selfie.errored": ("Selfie could not be analysed", "bad"),
    "verification.created": ("Verification begun", ""),
    "verification.submitted": ("Verification sent", ""),
    "verification.passed": ("Verification passed", "ok"),
    "verification.failed": ("Verification failed", "bad"),
    "verification.canceled": ("Verification canceled", ""),
}
DONE: Final = {
    "approve": "Approved.",
    "decline": "Declined.",
    "review": "Marked for review.",
    "saved": "Saved.",
    "removed": "Removed.",
    "archived": "Archived.",
    "published": "Published. New inquiries use this version.",
    "draft": "Saved as a draft. Publish it to use it for new inquiries.",
    "enabled": "Enabled. Events are delivered from now on.",
    "disabled": "Disabled. Nothing is delivered.",
    "rotated": "A new secret signs from now on. The old one signs as well for a day.",
    "retried": "The delivery is tried again now.",
}
_TAKES_CAPITALS: Final = {
    "id": "ID",
    "mrz": "MRZ",
    "ocr": "OCR",
    "aamva": "AAMVA",
    "url": "URL",
    "ip": "IP",
    "po": "PO",
}


def status(name: str) -> tuple[str, str]:
    """A status as a word and the kind of its chip (ok, warn, bad, info or none)."""
    return STATUS.get(name, (sentence(name), ""))


def event(name: str) -> tuple[str, str]:
    """An event as a phrase and its kind."""
    return EVENTS.get(name, (sentence(name.replace(".", " ")), ""))


VERIFICATIONS = {
    "government-id": "Government ID",
    "selfie": "Selfie",
    "document": "Document",
    "email-address": "Email address",
    "phone-number": "Phone number",
    "database": "Records",
}
_FAMILIES = ("id_", "selfie_", "document_", "email_address_", "phone_number_", "database_")


def verification(kind: str) -> str:
    """A kind of verification by its wire name."""
    return VERIFICATIONS.get(kind, sentence(kind))


def check(name: str) -> str:
    """A check's wire name as people read it: ``id_mrz_detection`` is "MRZ detection"."""
    family = next((each for each in _FAMILIES if name.startswith(each)), "")
    return sentence(name.removeprefix(family) or name)


def sentence(name: str) -> str:
    """``needs_review`` or ``name-first`` as "Needs review", "Name first"."""
    parts = [_TAKES_CAPITALS.get(part, part) for part in name.replace("-", "_").split("_") if part]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]


def short_id(value: str | None) -> str:
    """An id cut in the middle, ``inq_2Fb…x7Q``; the ends are what people compare."""
    if not value or len(value) <= 18:
        return value or ""
    return f"{value[:9]}…{value[-4:]}"


def moment(value: datetime | None) -> str:
    """``23 Nov 2026, 14:05 UTC``."""
    return "" if value is None else f"{value.day} {value:%b %Y, %H:%M} UTC"


def ago(value: datetime | None) -> str:
    """How long ago: ``just now``, ``12 min ago``, ``3 days ago``, then the date."""
    if value is None:
        return ""
    passed = clock.now() - value
    if passed < timedelta(seconds=45):
        return "just now"
    return f"{span(passed)} ago" if passed < timedelta(days=14) else f"{value.day} {value:%b %Y}"


def until(value: datetime | None) -> str:
    """How long until: ``in 23 h``; ``now`` when it is past."""
    if value is None:
        return ""
    left = value - clock.now()
    return f"in {span(left)}" if left > timedelta(0) else "now"


def span(length: timedelta) -> str:
    """A length of time in its largest unit."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < 90 * 60:
        return f"{max(1, round(seconds / 60))} min"
    if seconds < 36 * 3600:
        return f"{round(seconds / 3600)} h"
    days = round(seconds / 86_400)
    return f"{days} {'day' if days == 1 else 'days'}"
