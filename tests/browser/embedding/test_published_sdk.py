"""The published SDK, unmodified, in a company's page over http on localhost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from support.phone import Company

Arrive = Callable[..., Any]
Options = dict[str, Any]
NAMES = ("load", "ready", "start", "page-change")


@pytest.mark.parametrize("build", ["/", "/module"])
def test_callbacks_come_in_the_published_order(arrive: Arrive, company: Company, sandbox: Options, build: str) -> None:
    visit = arrive(build)
    visit.embed(**sandbox, referenceId=f"order{build}")
    visit.see("confirm it’s you")
    visit.wait("onEvent", 4)
    assert [call[1] for call in visit.calls("onEvent")] == list(NAMES)
    assert [call[0] for call in visit.calls()][:4] == ["onEvent", "onLoad", "onEvent", "onReady"]
    [inquiry] = [found for found in company.inquiries() if found.reference_id == f"order{build}"]
    assert visit.calls("onEvent")[2][2] == {"inquiryId": inquiry.id}
    assert inquiry.status == "created"


def test_every_message_echoes_template_and_container_and_goes_to_the_page_only(
    arrive: Arrive, sandbox: Options
) -> None:
    visit = arrive()
    visit.embed(**sandbox)
    visit.wait("onEvent", 4)
    container = visit.page.locator(".persona-widget__overlay").get_attribute("id")
    for message in visit.heard():
        assert message["templateId"] == sandbox["templateId"]
        assert message["containerId"] == container
        assert message["origin"] == f"http://{visit.host}"
        assert "templateVersionId" not in message or message["templateVersionId"] is None


def test_the_window_opens_at_the_wanted_size_and_takes_the_focus(arrive: Arrive, sandbox: Options) -> None:
    visit = arrive()
    visit.embed(**sandbox)
    visit.see("confirm it’s you")
    frame = visit.page.locator("iframe")
    assert frame.evaluate("frame => frame.style.maxWidth + ' ' + frame.style.borderRadius") == "440px 12px"
    box = frame.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == pytest.approx((440, 760), abs=0.5)  # laid out in 64ths of a pixel
    visit.flow.locator("h1:focus").wait_for()
    page_change = visit.heard("page-change")[0]["metadata"]
    assert page_change["name"] == "consent"
    assert page_change["pathname"] == page_change["path"] == "/consent"
    assert page_change["nameDisplay"] == visit.flow.locator("h1:visible").inner_text()


def test_preload_warms_the_cache_and_creates_nothing(arrive: Arrive, company: Company, sandbox: Options) -> None:
    before = len(company.inquiries())
    visit = arrive()
    assert visit.page.evaluate("host => Persona.Client.preload(host).then(() => 'done')", visit.host) == "done"
    assert visit.page.locator("iframe").count() == 0
    assert len(company.inquiries()) == before
    visit.embed(**sandbox)
    visit.see("confirm it’s you")
    weights = """() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/flow/static/"))
        .map(({ name, transferSize }) => [name.split("/").pop(), transferSize])"""
    fetched = dict(visit.page.frames[-1].evaluate(weights))
    assert {"embed.js", "main.js", "net.js", "view.js", "flow.css"} <= fetched.keys()
    assert set(fetched.values()) == {0}


def test_leaving_is_confirmed_and_the_token_resumes(arrive: Arrive, company: Company, sandbox: Options) -> None:
    visit = arrive()
    visit.embed(**sandbox)
    visit.see("confirm it’s you")
    visit.tap("Agree and start")
    visit.see("Which document")
    visit.page.evaluate("client.cancel(false)")
    visit.flow.get_by_role("dialog", name="Leave for now?").wait_for()
    visit.tap("Stay here")
    assert visit.calls("onCancel") == []
    visit.page.evaluate("client.cancel(false)")
    visit.flow.get_by_role("dialog", name="Leave for now?").get_by_role("button", name="Leave").click()
    left = visit.wait("onCancel")
    assert set(left) == {"inquiryId", "sessionToken"}
    assert visit.page.locator(".persona-widget__overlay").is_hidden()
    visit.page.evaluate("client.destroy()")
    visit.embed(inquiryId=left["inquiryId"], sessionToken=left["sessionToken"])
    visit.see("Which document")
    assert visit.heard("start")[-1]["metadata"] == {"inquiryId": left["inquiryId"]}
    assert left["sessionToken"] not in visit.page.frames[-1].url


def test_a_forced_cancel_asks_nothing_and_can_be_opened_again(arrive: Arrive, sandbox: Options) -> None:
    visit = arrive()
    visit.embed(**sandbox)
    visit.see("confirm it’s you")
    visit.page.evaluate("client.cancel(true)")
    left = visit.wait("onCancel")
    assert left["inquiryId"].startswith("inq_")
    visit.page.evaluate("client.open()")
    visit.see("You left for now")
    visit.tap("Go on")
    visit.see("confirm it’s you")


def test_the_close_sign_leaves_after_asking(arrive: Arrive, sandbox: Options) -> None:
    visit = arrive()
    visit.embed(**sandbox)
    visit.see("confirm it’s you")
    visit.flow.get_by_role("button", name="Leave").locator("visible=true").click()
    visit.flow.get_by_role("dialog", name="Leave for now?").get_by_role("button", name="Leave").click()
    assert visit.wait("onCancel")["inquiryId"] == visit.heard("start")[0]["metadata"]["inquiryId"]


def test_fields_language_and_style_arrive(arrive: Arrive, company: Company, sandbox: Options) -> None:
    visit = arrive()
    fields = {"nameFirst": "Zoë & Co", "addressStreet1": "1 A St", "nested": {"subKey": [1, "b"]}, "isOk": True}
    visit.embed(**sandbox, referenceId="u 1&2", fields=fields, styleVariant="dark", language="en")
    visit.see("confirm it’s you")
    [inquiry] = [found for found in company.inquiries() if found.reference_id == "u 1&2"]
    assert inquiry.values()["name-first"] == "Zoë & Co"
    assert visit.flow.locator("html").get_attribute("data-variant") == "dark"


def test_a_pinned_version_is_echoed(arrive: Arrive, company: Company, sandbox: Options) -> None:
    query = "SELECT live_version_id FROM inquiry_template WHERE id = $1"
    version = company.do(lambda conn: conn.fetchval(query, sandbox["templateId"]))
    visit = arrive()
    visit.embed(templateVersionId=version, environmentId=sandbox["environmentId"], host=visit.host, customHost=None)
    visit.see("confirm it’s you")
    assert {message["templateVersionId"] for message in visit.heard()} == {version}
