"""The pages of a paper: those that have arrived, and ways to send more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from verilink.flow import document
from verilink.flow.outcomes import Show
from verilink.hosted.screens.handoff import handoff_label
from verilink.hosted.screens.model import Case, Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersScreen(Screen):
    """``page``: what the next file is called, ``""`` when no more are taken. ``taken``: one line for each file."""

    name: ClassVar[str] = "capture-document"
    template: ClassVar[str] = "papers.html"
    body: str
    page: str
    taken: tuple[str, ...]
    native: bool
    upload: bool
    handoff: str
    hint: str
    error: str


def build(case: Case, show: Show, screen: document.CaptureDocument) -> PapersScreen:
    """The files so far, and what can be done."""
    _ = case.language
    ways = show.model.get("capture") or {}
    default = _("Send every page, or one PDF. Your name and the date have to be on it.")
    return PapersScreen(
        title=case.text(screen.title),
        body=case.text(screen.body, default),
        page=str(show.model.get("page") or ""),
        taken=tuple(_("File %(number)s", number=index + 1) for index in range(int(show.model.get("taken", 0)))),
        native=bool(ways.get("native", True)) and case.device.mobile,
        upload=bool(ways.get("upload", True)) or not case.device.mobile,
        handoff="" if case.device.mobile or case.handed else handoff_label(case),
        hint=_("JPEG, PNG, WebP, HEIC or PDF, up to 15 MB"),
        error=case.error(),
    )
