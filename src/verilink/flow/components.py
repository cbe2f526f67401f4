"""What a page is made of: things to read, things to press, things to fill in.

Every component may have ``when``, a rule of ``flow.rules``: it is shown only while that holds. Rules see what is being
typed on the page above the component as well as what is kept already.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from verilink.flow.node import Expression, FieldKey, Name, Node, Text

Drawing = Literal["card_front", "card_back", "passport", "face", "paper"]
PictureData = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^data:image/(?:png|jpeg|webp|gif|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$", max_length=150_000
    ),
]
ADDRESS_PARTS = ("street-1", "street-2", "city", "subdivision", "postal-code", "country-code")


class Component(Node, frozen=True, kw_only=True):
    """Base of all. ``when``: shown only while this holds."""

    when: Expression | None = None


class Title(Component, frozen=True, kw_only=True, tag="title", tag_field="kind"):
    """A heading within the page, which has its own title already."""

    text: Text


class Paragraph(Component, frozen=True, kw_only=True, tag="text", tag_field="kind"):
    """A paragraph."""

    text: Text
    style: Literal["body", "lead", "small"] = "body"


class Image(Component, frozen=True, kw_only=True, tag="image", tag_field="kind"):
    """One of our drawings, or a picture of yours as a ``data:`` address. ``alt`` is empty when it only decorates."""

    drawing: Drawing | None = None
    src: PictureData | None = None
    alt: Text = ""
    size: Literal["small", "medium", "large"] = "medium"


class Spacer(Component, frozen=True, kw_only=True, tag="spacer", tag_field="kind"):
    """Room between two components."""

    size: Literal["small", "medium", "large"] = "medium"


class Pressable(Component, frozen=True, kw_only=True):
    """Goes on when pressed. ``to``: another step than the screen's ``next``. ``sets``: fields it writes.

    ``skips``: what was typed on the page is neither checked nor kept.
    """

    name: Name
    to: Name | None = None
    skips: bool = False
    sets: dict[FieldKey, Any] = {}


class Button(Pressable, frozen=True, kw_only=True, tag="button", tag_field="kind"):
    """A button. A page without any gets one called "Continue"."""

    label: Text
    style: Literal["primary", "quiet", "text"] = "primary"


class ClickableContainer(Pressable, frozen=True, kw_only=True, tag="clickable-container", tag_field="kind"):
    """A card that is pressed as a whole."""

    components: tuple[Title | Paragraph | Image | Spacer, ...]


class FieldInput(Component, frozen=True, kw_only=True):
    """Base of everything bound to one field. ``label``: instead of the field's own."""

    field: FieldKey
    label: Text | None = None
    hint: Text | None = None
    required: bool = True
    autocomplete: str | None = None


class TextInput(FieldInput, frozen=True, kw_only=True, tag="text-input", tag_field="kind"):
    """One line of text, or an e-mail address."""


class TextArea(FieldInput, frozen=True, kw_only=True, tag="text-area", tag_field="kind"):
    """Several lines of text."""

    rows: Annotated[int, msgspec.Meta(ge=2, le=20)] = 4


class MaskedText(FieldInput, frozen=True, kw_only=True, tag="masked-text", tag_field="kind"):
    """Text in the shape of its field's ``mask``."""


class NumberInput(FieldInput, frozen=True, kw_only=True, tag="number", tag_field="kind"):
    """A number within its field's limits."""


class PhoneNumber(FieldInput, frozen=True, kw_only=True, tag="phone-number", tag_field="kind"):
    """A phone number with its country code, kept in E.164 form."""


class UrlInput(FieldInput, frozen=True, kw_only=True, tag="url-input", tag_field="kind"):
    """A web address."""


class DateInput(FieldInput, frozen=True, kw_only=True, tag="date", tag_field="kind"):
    """Day, month and year in the order of the person's language."""


class Checkbox(FieldInput, frozen=True, kw_only=True, tag="checkbox", tag_field="kind"):
    """One box; ``required``: it has to be ticked."""


class CheckboxGroup(FieldInput, frozen=True, kw_only=True, tag="checkbox-group", tag_field="kind"):
    """Several boxes, all in sight."""


class RadioGroup(FieldInput, frozen=True, kw_only=True, tag="radio-group", tag_field="kind"):
    """One of several, all in sight."""


class Select(FieldInput, frozen=True, kw_only=True, tag="select", tag_field="kind"):
    """One of many."""


class MultiSelect(FieldInput, frozen=True, kw_only=True, tag="multi-select", tag_field="kind"):
    """Several of many, in a list that scrolls."""


class CountrySelect(FieldInput, frozen=True, kw_only=True, tag="country-select", tag_field="kind"):
    """A country by its name; ISO 3166-1 alpha-2 is kept. ``countries``: those offered, all when left out."""

    countries: tuple[str, ...] | None = None


class FileUpload(FieldInput, frozen=True, kw_only=True, tag="file-upload", tag_field="kind"):
    """A file, encrypted and kept with the inquiry."""


class IdTypeSelect(FieldInput, frozen=True, kw_only=True, tag="government-id-type-select", tag_field="kind"):
    """The kind of document for a government-ID verification; the country is that of ``selected-country-code``."""

    verification: Name
    field: FieldKey = "selected-id-class"


class AddressInput(Component, frozen=True, kw_only=True, tag="address", tag_field="kind"):
    """Those of ``PREFIX-street-1``, ``-street-2``, ``-city``, ``-subdivision``, ``-postal-code`` and ``-country-code``
    that are fields of the template."""

    prefix: FieldKey = "address"
    label: Text | None = None
    required: bool = True


class DatabaseBlock(Component, frozen=True, kw_only=True, tag="international-database", tag_field="kind"):
    """What a database verification looks up, asked as the chosen country has it.

    ``country``: the field of the country; ``countries``: those offered, and no question where it is one.
    ``social-security``: how much of the number is asked for in the United States.
    """

    verification: Name
    country: FieldKey = "selected-country-code"
    countries: tuple[str, ...] | None = None
    social_security: Literal["full", "last-4"] = "full"


class Footer(Component, frozen=True, kw_only=True, tag="footer", tag_field="kind"):
    """Stays at the lower edge of the screen."""

    components: tuple[Button | Paragraph, ...]


class Container(Component, frozen=True, kw_only=True, tag="container", tag_field="kind"):
    """Components that belong together; all vanish with it."""

    components: tuple[PageComponent, ...]
    style: Literal["plain", "card", "row"] = "plain"


AnyInput = (
    TextInput
    | TextArea
    | MaskedText
    | NumberInput
    | PhoneNumber
    | UrlInput
    | DateInput
    | Checkbox
    | CheckboxGroup
    | RadioGroup
    | Select
    | MultiSelect
    | CountrySelect
    | FileUpload
    | IdTypeSelect
)
PageComponent = (
    Title
    | Paragraph
    | Image
    | Spacer
    | Button
    | ClickableContainer
    | AnyInput
    | AddressInput
    | DatabaseBlock
    | Footer
    | Container
)
