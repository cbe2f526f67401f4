"""Modules and actions put into a document while it is edited in the dashboard."""

from __future__ import annotations

import html
import re
from typing import Any

from support.colleague import Colleague
from verilink.dashboard.library.adding import KINDS
from verilink.flow import yaml
from verilink.flow.document import ActionStep
from verilink.flow.modules.model import ModuleStep
from verilink.templates.actions import validated

TEXT = """\
schema: 1
name: Mine
fields:
  email-address: {type: email-address}
steps:
  start: {kind: screen, screen: {kind: consent}, next: success}
  success: {kind: end, status: completed, title: Thank you}
  no_way: {kind: end, status: failed, title: Sorry}
"""


def document(answer: Any) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)
    assert found
    return html.unescape(found[1])


async def sent(owner: Colleague, text: str, do: str = "add", **what: str) -> Any:
    fields = {f"add-{key}": value for key, value in what.items()}
    return await owner.post("/dashboard/templates/add", {"document": text, "do": do, **fields})


async def test_a_module_is_shown_then_added_then_saved(owner: Colleague) -> None:
    what = {"kind": "government-id", "after": "start", "attempts": "5", "countries": "de, at"}
    shown = await sent(owner, TEXT, "preview", **what)
    assert document(shown) == TEXT
    assert "retry_verification_government_id" in shown.text
    added = await sent(owner, TEXT, **what)
    assert added.status == 200
    step = yaml.parse_source(document(added)).steps["government_id"]
    assert (step.module.countries, step.module.attempts) == (("DE", "AT"), 5)  # type: ignore[union-attr]
    assert (step.next, step.otherwise) == ("success", "no_way")  # type: ignore[union-attr]
    saved = await owner.post("/dashboard/templates", {"document": document(added)})
    assert saved.status == 303
    again = await owner.get(f"/dashboard/templates/import?template={saved.location.split('/')[-1].split('?')[0]}")
    assert "kind: module" in document(again)
    assert re.search(r"<h1[^>]*>New draft of ", again.text)


async def test_everything_that_is_offered_can_be_added(owner: Colleague) -> None:
    for kind, _ in KINDS:
        what = {"kind": kind, "after": "start", "tag": "known", "countries": "US", "target": "no_way", "name": "mine"}
        text = document(await sent(owner, TEXT, **what))
        source = yaml.parse_source(text)
        assert isinstance(source.steps["mine"], ModuleStep | ActionStep), kind
        if kind.startswith("standard"):
            continue
        assert getattr(source.steps["start"], "next", None) == "mine", kind
        if "no_way" not in text.split("mine:", 1)[1]:
            text = text.replace("  no_way: {kind: end, status: failed, title: Sorry}\n", "")
        validated(yaml.parse_source(text))


WRONG = (
    ({"kind": "selfie", "after": "start", "attempts": "many"}, "Expected `int`"),
    ({"kind": "selfie", "after": "start", "name": "Two words"}, "matching regex"),
    ({"kind": "selfie", "after": "start", "name": "start"}, "is there already"),
    ({"kind": "selfie", "after": "success"}, "has no next step"),
    ({"kind": "action:add-tag", "after": "start"}, "Expected `str` of length"),
    ({"kind": "nonsense", "after": "start"}, "Choose what to add"),
)


async def test_what_cannot_be_added_is_said_and_the_document_kept(owner: Colleague) -> None:
    for what, told in WRONG:
        answer = await sent(owner, TEXT, **what)
        assert (answer.status, document(answer)) == (422, TEXT)
        assert told in answer.text
