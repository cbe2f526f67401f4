"""Random pages with every kind of component, and the values that fill them in."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from verilink.flow import components as c
from verilink.flow.document import FieldSchema, Page

FIELDS = {
    "about": FieldSchema(max_char_length=80),
    "tax": FieldSchema(mask="##-AA"),
    "income": FieldSchema(type="number", min=0, max=10),
    "website": FieldSchema(),
    "telephone": FieldSchema(),
    "agrees": FieldSchema(type="boolean"),
    "news": FieldSchema(type="multi_choices", options=("a", "b")),
    "plan": FieldSchema(type="choices", options=("s", "l")),
    "home": FieldSchema(),
    "paper": FieldSchema(type="file"),
    "address-city": FieldSchema(),
    "address-country-code": FieldSchema(),
}
FILE = {"filename": "a.pdf", "byte-size": 3, "mime-type": "application/pdf", "url": "file"}
VALUES: dict[str, Any] = {
    "about": "I paint",
    "tax": "12ab",
    "income": 3,
    "website": "example.com",
    "telephone": "+49 151 2345678",
    "agrees": True,
    "news": ["a"],
    "plan": "s",
    "home": "DE",
    "paper": FILE,
    "address-city": "Bern",
    "address-country-code": "CH",
    "birthdate": "1990-02-03",
    "name-first": "Ada",
    "selected-id-class": "pp",
}
RULES = ("fields.plan == 's'", "fields.agrees == true", "age > 18", "device == 'phone'", "fields.news.size() > 0")
INPUTS: tuple[c.FieldInput, ...] = (
    c.TextInput(field="name-first"),
    c.TextArea(field="about"),
    c.MaskedText(field="tax"),
    c.NumberInput(field="income"),
    c.PhoneNumber(field="telephone"),
    c.UrlInput(field="website"),
    c.DateInput(field="birthdate"),
    c.Checkbox(field="agrees"),
    c.CheckboxGroup(field="news"),
    c.RadioGroup(field="plan"),
    c.CountrySelect(field="home"),
    c.FileUpload(field="paper"),
)
READING: tuple[c.Component, ...] = (
    c.Title(text="Hello"),
    c.Paragraph(text="There"),
    c.Image(drawing="face"),
    c.Spacer(),
    c.ClickableContainer(name="card", components=(c.Title(text="Card"),), sets={"plan": "l"}),
    c.Footer(components=(c.Button(name="skip", label="Skip", skips=True),)),
)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A valid page: some components, some of them in a container, some behind a rule."""
    shown: list[Any] = draw(st.lists(st.sampled_from((*INPUTS, *READING)), unique_by=id, min_size=1, max_size=7))
    ruled = [draw(_ruled(one)) for one in shown]
    if draw(st.booleans()):
        ruled.append(c.AddressInput(prefix="address", required=draw(st.booleans())))
    if len(ruled) > 2 and draw(st.booleans()):
        inner = tuple(one for one in ruled[:2] if not isinstance(one, c.Footer))
        ruled = [c.Container(components=inner, when=draw(st.none() | st.sampled_from(RULES))), *ruled[2:]]
    return Page(title="Page", components=tuple(ruled))


def _ruled(component: c.Component) -> st.SearchStrategy[c.Component]:
    import msgspec

    changed = {"when": st.none() | st.sampled_from(RULES)}
    if isinstance(component, c.FieldInput):
        changed["required"] = st.booleans()
    return st.fixed_dictionaries(changed).map(lambda chosen: msgspec.structs.replace(component, **chosen))
