"""What goes into the executor and what comes out: closed sets, so every case is handled somewhere."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from verilink.flow.document import Decision, Screen

Pose = Literal["center", "left", "right"]
Page = Literal[
    "front", "back", "center", "left", "right",
    "page-1", "page-2", "page-3", "page-4", "page-5", "page-6", "page-7", "page-8", "page-9", "page-10",
]  # fmt: skip
Proof = Literal["matched", "late", "wrong", "undelivered", "unavailable", "given_up"]
"""How a code came out: it fitted, in time or too late; it did not; the message could not be sent, or nothing can be;
the person went on without one."""


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="kebab"):
    """Base of states, inputs, outcomes and effects."""


class Attempt(Value, frozen=True, kw_only=True):
    """The attempt under way of one verification. ``pages``: page -> file id, as confirmed by the person.

    Of a code that is sent: ``contact``: where to, as entered before or now; ``sent``: how many codes were; ``wrong``:
    how many codes did not fit; ``proof``: how it ended.
    Of a look-up: ``claims``: what was looked up, field -> value.
    """

    number: int = 1
    country: str | None = None
    id_class: str | None = None
    order: tuple[Page, ...] = ()
    pages: dict[str, str] = {}
    contact: str | None = None
    sent: int = 0
    wrong: int = 0
    proof: Proof | None = None
    claims: dict[str, str] = {}


class Result(Value, frozen=True, kw_only=True):
    """A finished attempt. ``reasons``: of the required checks that did not pass."""

    verification_id: str
    passed: bool
    reasons: tuple[str, ...] = ()
    checks: dict[str, str] = {}


class Seen(Value, frozen=True, kw_only=True):
    """The device and the language a person last went on with; ``""`` before."""

    device: Literal["phone", "desktop", ""] = ""
    webview: bool = False
    language: str = ""


class State(Value, frozen=True, kw_only=True):
    """Where a person is. ``history``: screens that can be gone back to, oldest first.

    ``seen``: for rules, which are also asked while nobody looks. ``by_person``: they asked that a person looks instead
    of a camera. ``decision``: of an action, for when the flow ends. ``last``: digest of the event that led here, so
    that the same event sent twice is known as a repeat.
    """

    step: str
    previous: str | None = None
    history: tuple[str, ...] = ()
    attempts: dict[str, Attempt] = {}
    results: dict[str, tuple[Result, ...]] = {}
    waiting: str | None = None
    consented: bool = False
    seen: Seen = Seen()
    by_person: bool = False
    decision: Decision | None = None
    finished: Literal["completed", "failed"] | None = None
    last: str | None = None


class Open(Value, frozen=True, kw_only=True):
    """Show where we are; changes nothing (first load, reload, another device)."""


class Answer(Value, frozen=True, kw_only=True):
    """The person finished the screen of ``step``. ``values``: field key -> value, or country/id-class.

    ``press``: name of the button or card that was pressed, where the page names them.
    """

    step: str
    values: dict[str, Any] = {}
    press: str | None = None


class Captured(Value, frozen=True, kw_only=True):
    """The person confirmed the photo ``file_id`` as ``page`` on the capture screen of ``step``."""

    step: str
    page: Page
    file_id: str


class Decided(Value, frozen=True, kw_only=True):
    """The verification that was waited for has its verdict."""

    verification: str
    result: Result


class Back(Value, frozen=True, kw_only=True):
    """Go back one screen from ``step``. ``page``: the page shown there, so that a double tap goes back once only."""

    step: str
    page: Page | None = None


class OtherWay(Value, frozen=True, kw_only=True):
    """On the consent or the selfie screen of ``step``: no face, please; a person shall look instead."""

    step: str


Event = Open | Answer | Captured | Decided | Back | OtherWay


class Show(Value, frozen=True, kw_only=True):
    """Show ``screen``. ``model``: what this screen needs (e.g. page, index, of, id-class, order, errors)."""

    step: str
    screen: Screen
    model: dict[str, Any] = {}
    progress: float = 0.0
    can_go_back: bool = False


class Wait(Value, frozen=True, kw_only=True):
    """Analysis of ``verification`` is under way."""

    step: str
    verification: str
    progress: float = 0.0


class Finish(Value, frozen=True, kw_only=True):
    """The flow is over. ``by_person``: nothing was verified; a person will look. ``decide``: what the template says."""

    step: str
    status: Literal["completed", "failed"]
    title: str
    body: str | None = None
    by_person: bool = False
    decide: Decision | None = None


Outcome = Show | Wait | Finish


class SetFields(Value, frozen=True, kw_only=True):
    """Write these values into inquiry fields."""

    values: dict[str, Any]


class Consented(Value, frozen=True, kw_only=True):
    """The person agreed to what the consent screen says."""


class Submit(Value, frozen=True, kw_only=True):
    """Freeze the attempt and send it to analysis."""

    verification: str
    attempt: Attempt


class SendCode(Value, frozen=True, kw_only=True):
    """Send a code to ``attempt.contact``."""

    verification: str
    attempt: Attempt


class Confirmed(Value, frozen=True, kw_only=True):
    """The code was right."""

    verification: str


class CopyExtractions(Value, frozen=True, kw_only=True):
    """The verification passed: copy its extractions over the fields as its ``copy`` map says."""

    verification: str
    verification_id: str


class TagInquiry(Value, frozen=True, kw_only=True):
    """Tag the inquiry."""

    tag: str


class UntagInquiry(Value, frozen=True, kw_only=True):
    """Take the tag off the inquiry."""

    tag: str


class LinkAccount(Value, frozen=True, kw_only=True):
    """Find or make the account, link it, write ``fields`` (account field -> value) and ``tags`` into it."""

    reference: str | None
    fields: dict[str, Any]
    tags: tuple[str, ...] = ()
    overwrite: bool = True


class AskedForPerson(Value, frozen=True, kw_only=True):
    """Mark the inquiry for review when it ends: nothing proves who this is."""


class MovedOn(Value, frozen=True, kw_only=True):
    """The step changed (``inquiry.transitioned``)."""

    previous: str
    next: str


Effect = (
    SetFields
    | Consented
    | Submit
    | SendCode
    | Confirmed
    | CopyExtractions
    | TagInquiry
    | UntagInquiry
    | LinkAccount
    | AskedForPerson
    | MovedOn
)


class Transition(Value, frozen=True, kw_only=True):
    """Result of one advance."""

    state: State
    outcome: Outcome
    effects: tuple[Effect, ...] = ()


class FlowError(Exception):
    """Root of what the executor refuses."""


class StaleStep(FlowError):
    """The answer is for a step the person is no longer at (double tap, old tab); show the current one again."""


class InvalidAnswer(FlowError):
    """Values that do not fit. ``errors``: input name -> a sentence that says what to do."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{key}: {text}" for key, text in errors.items()))
        self.errors = errors


class AlreadyFinished(FlowError):
    """Nothing can be answered any more."""
