"""What an author says of a module: which one it is, and how it is set."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from verilink.flow.document import Decision
from verilink.flow.node import CheckSetting, FieldKey, Name, Node, Text
from verilink.flow.verifications import Capture, Claim, Compared

_Attempts = Annotated[int, msgspec.Meta(ge=1, le=10)]


class Verifying(Node, frozen=True, kw_only=True):
    """Base of modules around one verification: asks, judges, lets people try again ``attempts`` times in all.

    ``checks`` are laid over those the module brings. ``retry``: the step a further try begins at, else the module.
    """

    attempts: _Attempts = 3
    required: bool = True
    checks: dict[str, CheckSetting] = {}
    retry: Name | None = None


class GovernmentIdModule(Verifying, frozen=True, kw_only=True, tag="government-id", tag_field="kind"):
    """Country and kind of document, photos, review. ``video``: always refused, nothing records video.

    ``auto-classification``: country and kind are told from the photos instead.
    """

    countries: tuple[str, ...] | None = None
    id_classes: tuple[str, ...] = ("pp", "dl", "id", "rp")
    auto_classification: bool = False
    capture: Capture = Capture()
    video: bool = False


class SelfieModule(Verifying, frozen=True, kw_only=True, tag="selfie", tag_field="kind"):
    """A look at the face. ``compare-with``: the module or verification of the document it is held against."""

    poses: Literal["center-left-right", "center"] = "center-left-right"
    compare_with: Name | None = None
    capture: Capture = Capture()
    video: bool = False


class DatabaseModule(Verifying, frozen=True, kw_only=True, tag="database", tag_field="kind"):
    """Asks for what is looked up, then looks it up. ``countries``: offered."""

    title: Text | None = None
    fields: tuple[Claim, ...] = ("name-first", "name-last", "birthdate")
    match: tuple[Compared, ...] = ("name", "birthdate")
    countries: tuple[str, ...] | None = None
    social_security: Literal["full", "last-4"] = "full"


class Confirming(Verifying, frozen=True, kw_only=True):
    """Base of modules around a code that is sent to somebody."""

    title: Text | None = None
    body: Text | None = None
    field: FieldKey
    code_seconds: Annotated[int, msgspec.Meta(ge=60, le=3_600)] = 600
    code_tries: _Attempts = 5


class EmailAddressModule(Confirming, frozen=True, kw_only=True, tag="email-address", tag_field="kind"):
    """An email address and the code that is sent there."""

    field: FieldKey = "email-address"


class PhoneNumberModule(Confirming, frozen=True, kw_only=True, tag="phone-number", tag_field="kind"):
    """A phone number and the code that is sent there. ``countries``: of the number."""

    field: FieldKey = "phone-number"
    countries: tuple[str, ...] | None = None


class DocumentModule(Verifying, frozen=True, kw_only=True, tag="document", tag_field="kind"):
    """Files or photos of a paper, such as a bill for the address."""

    title: Text | None = None
    body: Text | None = None
    most_files: Annotated[int, msgspec.Meta(ge=1, le=10)] = 5
    capture: Capture = Capture()


class StandardSuccess(Node, frozen=True, kw_only=True, tag="standard-success", tag_field="kind"):
    """The end of a flow that went well."""

    title: Text = "You are done"
    body: Text | None = "Thank you. We have what we need and will pass on the result. You can close this page."
    decide: Decision | None = None


class StandardFailed(Node, frozen=True, kw_only=True, tag="standard-failed", tag_field="kind"):
    """The end of a flow whose tries are used up."""

    title: Text = "We could not confirm your identity"
    body: Text | None = (
        "You have used all your tries. Please contact the company that sent you this link and ask for a new one."
    )
    decide: Decision | None = None


class CountrySelectModule(Node, frozen=True, kw_only=True, tag="country-select", tag_field="kind"):
    """Asks for a country. ``countries``: offered, all when left out."""

    title: Text = "Where do you live?"
    label: Text = "Country"
    field: FieldKey = "selected-country-code"
    countries: tuple[str, ...] | None = None


class CountryWay(Node, frozen=True, kw_only=True):
    """Where people of these countries go on."""

    countries: tuple[str, ...]
    to: Name


class CountryBranchModule(Node, frozen=True, kw_only=True, tag="country-select-with-branching", tag_field="kind"):
    """Asks for a country and goes a way of its own for some. All others take the step's ``next``."""

    title: Text = "Where do you live?"
    label: Text = "Country"
    field: FieldKey = "selected-country-code"
    countries: tuple[str, ...] | None = None
    ways: tuple[CountryWay, ...]


Module = (
    GovernmentIdModule
    | SelfieModule
    | DatabaseModule
    | EmailAddressModule
    | PhoneNumberModule
    | DocumentModule
    | StandardSuccess
    | StandardFailed
    | CountrySelectModule
    | CountryBranchModule
)


class ModuleStep(Node, frozen=True, kw_only=True, tag="module", tag_field="kind"):
    """A module in the place of a step. ``next``: where it leads to; ``otherwise``: when its tries are used up."""

    module: Module
    next: Name | None = None
    otherwise: Name | None = None
