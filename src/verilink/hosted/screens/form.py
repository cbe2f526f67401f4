"""A page of components, with what was entered and what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from verilink.flow import components as c
from verilink.flow import document
from verilink.flow.outcomes import Show
from verilink.flow.pagecontent import components_of, inputs_of
from verilink.hosted.screens.inputs import FIRST_BUDDHIST, Input, build_input
from verilink.hosted.screens.model import Case, Screen
from verilink.kit.i18n import BUDDHIST
from verilink.kit.locales import NAME_PARTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One component as it is drawn; ``kind`` names the macro that draws it."""

    kind: str
    text: str = ""
    style: str = ""
    name: str = ""
    src: str = ""
    input: Input | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormScreen(Screen):
    """``parts`` in the order of the template, ``foot`` what stays at the lower edge. ``module``: has to be at work."""

    name: ClassVar[str] = "form"
    template: ClassVar[str] = "form.html"
    body: str
    parts: tuple[Part, ...]
    foot: tuple[Part, ...]
    module: bool


def build(case: Case, show: Show, screen: document.Form | document.Page) -> FormScreen:
    """What was just sent and refused stands in the inputs again."""
    given = {each["field"]: each for each in show.model.get("inputs", ()) if not each.get("locked")}
    page = _Page(case, given, frozenset(show.model.get("shown", ())), frozenset(show.model.get("live", ())))
    drawn = tuple(page.parts(components_of(case.template, screen)))
    foot = tuple(part for one in drawn if one.kind == "footer" for part in one.parts)
    buttons = tuple(one for one in drawn if one.kind == "button")
    cards = any(one.kind == "card" for one in _flat(drawn))
    if not cards and not any(one.kind == "button" for one in (*_flat(drawn), *foot)):
        foot = (*foot, Part(kind="button", text=case.language("Continue"), style="primary"))
    return FormScreen(
        title=case.text(screen.title),
        body=case.text(screen.body) if isinstance(screen, document.Form) else "",
        parts=tuple(one for one in drawn if one.kind not in ("footer", "button")),
        foot=(*foot, *buttons),
        module=any(_needs_script(each) for each in page.inputs),
    )


def _flat(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _flat(part.parts)


def _needs_script(given: Input) -> bool:
    return given.live or bool(given.mask) or given.control == "file"


@dataclass(slots=True)
class _Page:
    """What the flow says of the page that is drawn. ``inputs``: those drawn so far."""

    case: Case
    given: dict[str, dict[str, Any]]
    shown: frozenset[str]
    live: frozenset[str]
    inputs: tuple[Input, ...] = ()

    def parts(self, components: Sequence[c.Component], prefix: str = "", *, inside: bool = False) -> Iterator[Part]:
        """The components that are shown, drawn. ``inside`` a card everything is shown."""
        drawn = self._each(components, prefix, inside=inside)
        yield from in_order_of_names(drawn, self.case.language.locale.name_order)

    def _each(self, components: Sequence[c.Component], prefix: str, *, inside: bool) -> Iterator[Part]:
        for index, component in enumerate(components):
            path = f"{prefix}{index}"
            if inside or path in self.shown:
                yield from self._drawn(component, path)

    def _drawn(self, component: c.Component, path: str) -> Iterator[Part]:
        text = self.case.text
        match component:
            case c.Title():
                yield Part(kind="title", text=text(component.text))
            case c.Paragraph():
                yield Part(kind="text", text=text(component.text), style=component.style)
            case c.Spacer():
                yield Part(kind="spacer", style=component.size)
            case c.Image():
                yield _image(self.case, component)
            case c.Button():
                yield Part(kind="button", text=text(component.label), style=component.style, name=component.name)
            case c.ClickableContainer():
                inner = tuple(self.parts(component.components, f"{path}.", inside=True))
                yield Part(kind="card", name=component.name, parts=inner)
            case c.Container() | c.Footer():
                yield self._container(component, path)
            case _:
                yield from self._inputs(component)

    def _container(self, component: c.Container | c.Footer, path: str) -> Part:
        inner = tuple(self.parts(component.components, f"{path}."))
        if isinstance(component, c.Footer):
            return Part(kind="footer", parts=inner)
        return Part(kind="container", style=component.style, parts=inner)

    def _inputs(self, component: c.Component) -> Iterator[Part]:
        drawn = tuple(
            build_input(self.case, each, self.given.pop(each.field), live=each.field in self.live)
            for each in inputs_of(self.case.template, component)
            if each.field in self.given
        )
        self.inputs = (*self.inputs, *drawn)
        parts = tuple(Part(kind="input", input=one) for one in drawn)
        if isinstance(component, c.AddressInput):
            label = self.case.text(component.label, self.case.language("Address"))
            yield Part(kind="group", text=label, parts=parts)
        else:
            yield from parts


def _typed(value: Any) -> str:
    """Digits of any script as ASCII ones."""
    return "".join(str(int(one)) if one.isdecimal() else one for one in str(value or "").strip())


def in_order_of_names(parts: Iterable[Part], order: Sequence[str]) -> tuple[Part, ...]:
    """The parts of a name in the language's order, in the places where they stand.

    A template that asks for them in another order than the usual one means it.
    """
    found = list(parts)
    places = [index for index, part in enumerate(found) if part.input is not None and part.input.name in order]
    names = [part.input.name for index in places if (part := found[index]).input is not None]
    if names == sorted(names, key=NAME_PARTS.index):
        by_name = dict(zip(names, (found[index] for index in places), strict=True))
        for index, name in zip(places, sorted(names, key=order.index), strict=True):
            found[index] = by_name[name]
    return tuple(found)


def _image(case: Case, image: c.Image) -> Part:
    style = f"{image.size} drawn" if image.drawing else image.size
    return Part(kind="image", src=image.drawing or image.src or "", text=case.text(image.alt), style=style)


def joined(values: dict[str, Any]) -> dict[str, Any]:
    """What stands in several inputs of one field as one value."""
    return _joined_numbers(_joined_dates(values))


def _joined_numbers(values: dict[str, Any]) -> dict[str, Any]:
    """Turn a number and its ``.country`` as a browser sends them into one value."""
    whole = {key: value for key, value in values.items() if not key.endswith(".country")}
    for key in {key.rpartition(".")[0] for key in values if key.endswith(".country")} & whole.keys():
        whole[key] = {"number": whole[key], "country": values[f"{key}.country"]}
    return whole


def _joined_dates(values: dict[str, Any]) -> dict[str, Any]:
    """Turn ``birthdate.day``, ``.month``, ``.year`` as a browser sends them into ``birthdate``: ``1990-02-03``.

    Three empty parts are no date; anything else is put together as it is, for the field's own check to judge.
    """
    whole = {key: value for key, value in values.items() if not key.endswith((".day", ".month", ".year"))}
    for key in {key.rpartition(".")[0] for key in values if key.endswith((".day", ".month", ".year"))}:
        day, month, year = (_typed(values.get(f"{key}.{unit}")) for unit in ("day", "month", "year"))
        year = str(int(year) - BUDDHIST) if len(year) == 4 and year.isdigit() and int(year) >= FIRST_BUDDHIST else year
        whole[key] = f"{year}-{month.zfill(2)}-{day.zfill(2)}" if day or month or year else ""
    return whole
