"""A template version as one document: fields, steps, verifications, expiries, redirect, theme, locales.

It is data. Stored as JSON, written by people as YAML, published as JSON Schema (``flow.schema``); keys in kebab case.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

import msgspec

from verilink.flow.components import PageComponent
from verilink.flow.node import Expression, FieldKey, Name, Node, Text
from verilink.flow.schemas import FieldSchema, FieldType
from verilink.flow.verifications import Verification

__all__ = ["FieldSchema", "FieldType", "Node"]
Duplicates = Literal["create", "resume"]
Extend = Literal["never", "session", "inquiry"]
AccountField = Literal[
    "name-first", "name-middle", "name-last", "birthdate", "address-street-1", "address-street-2", "address-city",
    "address-subdivision", "address-postal-code", "address-country-code", "phone-number", "email-address",
]  # fmt: skip
"""What an account can hold of a person."""
Decision = Literal["approve", "decline", "review"]
Overwrite = Literal["always", "when-empty", "unless-given"]
"""``unless-given``: what the inquiry was made with stays."""
NewLink = Literal["never", "open", "always"]


class Consent(Node, frozen=True, kw_only=True, tag="consent", tag_field="kind"):
    """What is collected, why, and how long it is kept; nothing is asked before the person agrees."""

    title: Text = "Let’s confirm it’s you"
    body: Text | None = None
    purpose: Text | None = None
    contact: Text | None = None


class Input(Node, frozen=True, kw_only=True):
    """One form input bound to a field."""

    field: FieldKey
    required: bool = True
    hint: Text | None = None
    autocomplete: str | None = None


class Form(Node, frozen=True, kw_only=True, tag="form", tag_field="kind"):
    """A page of inputs."""

    title: Text
    body: Text | None = None
    inputs: tuple[Input, ...] = ()


class Page(Node, frozen=True, kw_only=True, tag="page", tag_field="kind"):
    """A page of components in the order they are read."""

    title: Text
    components: tuple[PageComponent, ...]


class ChooseId(Node, frozen=True, kw_only=True, tag="choose-id", tag_field="kind"):
    """Country and kind of document."""

    verification: Name
    title: Text = "Which document do you have?"


class CaptureId(Node, frozen=True, kw_only=True, tag="capture-id", tag_field="kind"):
    """Photos of the document: front, and back where the kind has one."""

    verification: Name


class CaptureSelfie(Node, frozen=True, kw_only=True, tag="capture-selfie", tag_field="kind"):
    """Photos of the face in the poses and the order the server asks for."""

    verification: Name


class CaptureDocument(Node, frozen=True, kw_only=True, tag="capture-document", tag_field="kind"):
    """Files or photos of a paper, as many as it has pages."""

    verification: Name
    title: Text = "Send your document"
    body: Text | None = None


class ConfirmContact(Node, frozen=True, kw_only=True, tag="confirm-contact", tag_field="kind"):
    """Asks for an email address or a phone number, sends a code there and asks for the code."""

    verification: Name
    title: Text | None = None
    body: Text | None = None


class Message(Node, frozen=True, kw_only=True, tag="message", tag_field="kind"):
    """A page that says something and goes on. ``about``: the verification whose last reasons it explains."""

    title: Text
    body: Text | None = None
    button: Text = "Continue"
    about: Name | None = None


Screen = Consent | Form | Page | ChooseId | CaptureId | CaptureSelfie | CaptureDocument | ConfirmContact | Message


class ScreenStep(Node, frozen=True, kw_only=True, tag="screen", tag_field="kind"):
    """Shows one screen, then goes to ``next``."""

    screen: Screen
    next: Name


class Rule(Node, frozen=True, kw_only=True):
    """``when``: a CEL expression over the variables of ``flow.rules``; ``to``: a step."""

    when: Expression
    to: Name


class BranchStep(Node, frozen=True, kw_only=True, tag="branch", tag_field="kind"):
    """Takes the first rule that holds, else ``otherwise``."""

    rules: tuple[Rule, ...] = ()
    otherwise: Name


class RunVerification(Node, frozen=True, kw_only=True, tag="verification", tag_field="run"):
    """Submits what was captured and waits for the verdict."""

    verification: Name


class SetField(Node, frozen=True, kw_only=True, tag="set-field", tag_field="run"):
    """Writes a constant into a field."""

    field: FieldKey
    value: Any


class AddTag(Node, frozen=True, kw_only=True, tag="add-tag", tag_field="run"):
    """Tags the inquiry."""

    tag: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class RemoveTag(Node, frozen=True, kw_only=True, tag="remove-tag", tag_field="run"):
    """Takes a tag off the inquiry."""

    tag: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class CopyValues(Node, frozen=True, kw_only=True, tag="copy", tag_field="run"):
    """Copies what a passed verification read into fields. ``fields``: field -> what is known; else its own ``copy``."""

    verification: Name
    fields: dict[FieldKey, str] = {}
    overwrite: Overwrite = "always"


class KeepAccount(Node, frozen=True, kw_only=True, tag="account", tag_field="run"):
    """Finds or makes the person's account, links the inquiry to it and copies fields into it.

    ``reference``: the field that holds the account's reference ID, else the inquiry's own. ``fields``: account field ->
    field of the inquiry; left out: those of the same name.
    """

    reference: FieldKey | None = None
    fields: dict[AccountField, FieldKey] | None = None
    tags: tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=100)], ...] = ()
    overwrite: Literal["always", "when-empty"] = "always"


class Decide(Node, frozen=True, kw_only=True, tag="decide", tag_field="run"):
    """Decides what becomes of the inquiry when it ends; the last decision counts, an end's own comes first."""

    decision: Decision


Action = RunVerification | SetField | AddTag | RemoveTag | CopyValues | KeepAccount | Decide


class ActionStep(Node, frozen=True, kw_only=True, tag="action", tag_field="kind"):
    """Does things in order, then goes to ``next``. At most one verification, and it must be the last."""

    do: tuple[Action, ...]
    next: Name


class EndStep(Node, frozen=True, kw_only=True, tag="end", tag_field="kind"):
    """Ends the flow with this inquiry status.

    ``decide``: what is made of the inquiry at once, instead of by a person or a program later.
    """

    status: Literal["completed", "failed"]
    decide: Decision | None = None
    title: Text
    body: Text | None = None


Step = ScreenStep | BranchStep | ActionStep | EndStep
S = TypeVar("S")


class Expiry(Node, frozen=True, kw_only=True):
    """Seconds. ``start``: ``None`` means the same as ``create``. ``handoff``: life of a link to another device."""

    create: Annotated[int, msgspec.Meta(ge=60, le=31_536_000)] = 86_400
    start: Annotated[int, msgspec.Meta(ge=60, le=31_536_000)] | None = None
    resume: Annotated[int, msgspec.Meta(ge=60, le=31_536_000)] = 86_400
    one_time_link: Annotated[int, msgspec.Meta(ge=60, le=31_536_000)] = 86_400
    handoff: Annotated[int, msgspec.Meta(ge=60, le=86_400)] = 3_600
    sessions: Annotated[int, msgspec.Meta(ge=1, le=25)] = 25


class Redirect(Node, frozen=True, kw_only=True):
    """Where the person goes at the end. ``schemes``: URI schemes that are allowed."""

    uri: str | None = None
    schemes: tuple[str, ...] = ("https", "http")


class Security(Node, frozen=True, kw_only=True):
    """``allowed-domains``: bare hosts for framing and redirects; empty: any redirect, no framing.

    ``require-signed-links``: a generic link makes an inquiry only with a signature that holds.
    """

    allowed_domains: tuple[str, ...] = ()
    block_client_creation: bool = False
    require_signed_links: bool = False


class Links(Node, frozen=True, kw_only=True):
    """Help for people whose link or session ended.

    ``new-link``: whether they may have a fresh one sent to the address on file: ``never``; ``open``, while the inquiry
    is; ``always``, which resumes an expired one. ``extend``: whether they may ask for more time before a session ends:
    ``never``; ``session``, up to the inquiry's deadline; ``inquiry``, which moves the deadline too. ``duplicates``:
    what a generic link with a reference ID does that has an open inquiry: ``create`` another, or ``resume`` that one.
    ``host``: the name of the organization's own that links begin with; not proven, the organization's main one.
    """

    new_link: NewLink = "open"
    extend: Extend = "session"
    duplicates: Duplicates = "create"
    host: str | None = None


class Handoff(Node, frozen=True, kw_only=True):
    """Ways to go on with another device. ``email`` and ``sms`` need a mail server and a provider of text messages."""

    methods: tuple[Literal["qr", "email", "sms"], ...] = ("qr", "email", "sms")


class Privacy(Node, frozen=True, kw_only=True):
    """What the consent page states. ``retention-days``: how long after the end photos are kept; ``None``: until erased.

    ``manual-review``: whether people may end the flow without showing their face (any more) and have a person look.
    """

    retention_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] | None = None
    policy_url: str | None = None
    contact: str | None = None
    manual_review: bool = False


class Document(Node, Generic[S], frozen=True, kw_only=True):
    """The whole document, over the kinds of steps it may have.

    ``locales``: codes of the languages offered; empty: all. ``texts``: locale -> English text, of this document or any
    screen -> what stands there instead; a list holds plural forms.
    """

    schema: Literal[1] = 1
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    description: Text = ""
    fields: dict[FieldKey, FieldSchema] = {}
    start: Name = "start"
    steps: dict[Name, S]
    verifications: dict[Name, Verification] = {}
    expiry: Expiry = Expiry()
    redirect: Redirect = Redirect()
    security: Security = Security()
    privacy: Privacy = Privacy()
    handoff: Handoff = Handoff()
    links: Links = Links()
    theme: str | None = None
    locales: tuple[str, ...] = ()
    texts: dict[str, dict[str, Text | tuple[Text, ...]]] = {}


class Template(Document[Step], frozen=True, kw_only=True):
    """A document that can be run as it is. What an author writes is a ``flow.source.Source``."""
