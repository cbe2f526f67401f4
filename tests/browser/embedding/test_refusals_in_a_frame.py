"""What is refused inside a frame, and to whom: wrong links, wrong pages, wrong messages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.pages import UMD, js
from support.phone import Company
from support.shop import Shop
from support.visitor import picture
from verilink.inquiries import actions

Arrive = Callable[..., Any]
Options = dict[str, Any]
UNKNOWN = "itmpl_1111111111111111111111111111"


def test_what_cannot_be_opened_is_told_by_its_code(
    arrive: Arrive, company: Company, make_template: Callable[..., str], sandbox: Options
) -> None:
    here = {"environmentId": sandbox["environmentId"]}
    expired = company.create("Government ID")
    company.do(actions.expire, here["environmentId"], expired.id)
    cases: list[tuple[Options, int, str]] = [
        (here | {"templateId": UNKNOWN}, 404, "unknown"),
        (here | {"templateId": "itmpl_!"}, 400, "invalid_config"),
        (here | {"templateId": make_template(publish=False)}, 422, "inactive_template"),
        ({"inquiryId": expired.id}, 409, "unknown"),
    ]
    visit = arrive()
    for count, (options, status, code) in enumerate(cases, 1):
        visit.embed(**options)
        told = visit.wait("onError", count)
        assert (told["status"], told["code"]) == (status, code)
        assert told["message"]
        visit.page.evaluate("client.destroy()")
    assert visit.calls("onReady") == []


def test_an_inquiry_under_way_needs_its_token(arrive: Arrive, sandbox: Options, tmp_path: Path) -> None:
    photo = tmp_path / "card.jpg"
    photo.write_bytes(picture(size=(1200, 850)))
    visit = arrive()
    visit.embed(**sandbox)
    visit.to_capture("Identity card")
    visit.upload(photo)
    visit.see("back of your identity card")
    inquiry = visit.heard("start")[0]["metadata"]["inquiryId"]
    stranger = arrive()
    stranger.embed(inquiryId=inquiry)
    told = stranger.wait("onError")
    assert (told["status"], told["code"]) == (409, "unauthenticated")
    stranger.page.evaluate("client.open()")
    stranger.see("Your session has ended")
    stranger.tap("Close")
    assert stranger.wait("onCancel") == {"inquiryId": inquiry, "sessionToken": None}


@pytest.mark.parametrize("domains", [(), ("localhost",)])
def test_production_is_not_framed_by_localhost(
    arrive: Arrive, make_template: Callable[..., str], domains: tuple[str, ...]
) -> None:
    visit = arrive()
    with visit.page.expect_response("**/widget?*") as answered:
        visit.embed(templateId=make_template(domains=domains))
    assert answered.value.status == 403
    visit.page.wait_for_timeout(300)
    assert visit.calls() == []
    assert any("frame-ancestors 'none'" in mistake for mistake in visit.mistakes)
    visit.mistakes.clear()
    visit.page.goto(answered.value.url)
    assert "may embed the sandbox only" in visit.page.inner_text("body")
    assert "security.allowed-domains" in visit.page.inner_text("body")


def test_a_page_cannot_claim_the_origin_of_another(arrive: Arrive, shared_server: Any, sandbox: Options) -> None:
    visit = arrive()
    claimed = "http%3A%2F%2Flocalhost%3A1"
    query = f"inquiry-template-id={sandbox['templateId']}&environment-id={sandbox['environmentId']}"
    address = f"{shared_server.url}/widget?{query}&iframe-origin={claimed}"
    script = "url => { document.body.append(Object.assign(document.createElement('iframe'), { src: url })); }"
    with visit.page.expect_response("**/widget?*") as answered:
        visit.page.evaluate(script, address)
    assert answered.value.status == 200
    visit.page.wait_for_timeout(300)
    assert visit.heard() == []
    assert any("frame-ancestors 'self' http://localhost:1" in mistake for mistake in visit.mistakes)
    visit.mistakes.clear()


def test_commands_are_taken_from_the_page_around_it_only(arrive: Arrive, sandbox: Options) -> None:
    visit = arrive()
    visit.embed(**sandbox)
    visit.see("confirm it’s you")
    inside = visit.page.frames[-1]
    inside.evaluate("""() => {
        const inner = document.createElement("iframe");
        document.body.append(inner);
        const { target } = JSON.parse(document.querySelector("meta[name=embedding]").content);
        window.dispatchEvent(new MessageEvent("message",
            { source: inner.contentWindow, origin: target,
              data: { action: "exit", metadata: { force: true } } }));
        window.dispatchEvent(new MessageEvent("message",
            { source: parent, origin: "https://evil.example", data: { action: "exit", metadata: { force: true } } }));
        inner.remove();
    }""")
    for nonsense in (None, "exit", {"action": "constructor"}, {"action": ["exit"]}, 7):
        visit.page.evaluate("data => document.querySelector('iframe').contentWindow.postMessage(data, '*')", nonsense)
    visit.page.wait_for_timeout(300)
    assert visit.calls("onCancel", "onError") == []
    visit.page.evaluate("client.cancel(true)")
    visit.wait("onCancel")


def test_a_page_in_a_page_names_its_ancestors_and_its_target(
    arrive: Arrive, shop: Shop, shared_server: Any, sandbox: Options
) -> None:
    with Shop(Path("/nowhere")) as outer:
        outer.pages["/outer"] = (
            f"<!doctype html><iframe allow=camera src={shop.origin}/inner width=700 height=700></iframe>"
        )
        host = shared_server.url.removeprefix("http://")
        more = {"frameAncestors": [shop.origin, outer.origin], "messageTargetOrigin": shop.origin, "customHost": host}
        script = f"new Persona.Client({{ ...{js(sandbox | more)}, ...handlers() }})"
        shop.pages["/inner"] = f"{UMD}<body><script>{script}</script>"
        visit = arrive("/outer", origin=outer.origin)
        inner = visit.page.frame_locator("iframe").locator("body")
        inner.page.wait_for_function("() => frames[0]?.frames[0] !== undefined")
        middle = visit.page.frame(url="**/inner")
        assert middle is not None
        middle.wait_for_function("() => calls.some(([name]) => name === 'onReady')")
        shop.pages["/inner"] = f"{UMD}<body><script>{script.replace(outer.origin, shop.origin)}</script>"
        visit.page.reload()
        visit.page.wait_for_timeout(1_000)
        middle = visit.page.frame(url="**/inner")
        assert middle is not None
        assert middle.evaluate("() => calls") == []
        assert any("frame-ancestors" in mistake for mistake in visit.mistakes)
        visit.mistakes.clear()
