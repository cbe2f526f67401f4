"""What the page calls while a person is in the flow: each answer is a screen, a repeat changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from support.visitor import Visitor, picture
from verilink.database import transaction
from verilink.events import queries as event_queries
from verilink.files import queries as file_queries
from verilink.inquiries import actions
from verilink.kit import clock


@pytest.fixture
async def capturing(visitor: Visitor, generic: str) -> Visitor:
    """At the front of an identity card."""
    await visitor.start(generic)
    await visitor.choose(**{"id-class": "id"})
    return visitor


async def test_a_whole_flow_shows_each_screen_in_turn(installation: Any, visitor: Visitor, generic: str) -> None:
    await visitor.start(f"{generic}&redirect-uri=https%3A%2F%2Fapp.example.com%2F&reference-id=u-1")
    assert (await visitor.answer("start")).screen == "choose-id"
    chosen = await visitor.answer("select_government_id", country="DE", **{"id-class": "id"})
    assert "front of your identity card" in chosen.html
    back = await visitor.photograph("verification_government_id", "front")
    assert "back of your identity card" in back.html
    waiting = await visitor.photograph("verification_government_id", "back")
    assert waiting.screen == "processing"
    assert (await visitor.inquiry(installation.production)).status == "pending"
    await visitor.verdict(installation.production, passed=True)
    selfie = await visitor.call("GET", "/flow/screen")
    assert selfie.screen == "capture-selfie"
    order = _attribute(selfie.html, "data-poses").split()
    assert sorted(order) == ["center", "left", "right"]
    assert (await visitor.photograph("verification_selfie", *order)).screen == "processing"
    await visitor.verdict(installation.production, passed=True)
    done = await visitor.call("GET", "/flow/screen")
    assert done.screen == "finish"
    assert "Back to app.example.com" in done.html
    assert f"inquiry-id={visitor.inquiry_id}" in done.html
    assert "status=completed" in done.html
    assert "reference-id=u-1" in done.html
    assert (await visitor.inquiry(installation.production)).status == "completed"


def _attribute(html: str, name: str) -> str:
    return html.split(f'{name}="')[1].split('"')[0]


async def test_without_a_redirect_the_last_page_has_no_button(installation: Any, visitor: Visitor) -> None:
    await visitor.start(f"inquiry-template-id={installation.bootstrap.templates['Government ID']}")
    await visitor.choose()
    await visitor.photograph("verification_government_id", "front")
    await visitor.verdict(installation.production, passed=True)
    done = await visitor.call("GET", "/flow/screen")
    assert done.screen == "finish"
    assert "Back to" not in done.html


async def test_an_app_that_shows_the_page_hears_of_the_end(installation: Any, visitor: Visitor) -> None:
    template = installation.bootstrap.templates["Government ID"]
    visitor.headers["is-webview"] = "true"
    await visitor.start(f"inquiry-template-id={template}&is-webview=true")
    await visitor.choose()
    await visitor.photograph("verification_government_id", "front")
    await visitor.verdict(installation.production, passed=True)
    done = await visitor.call("GET", "/flow/screen")
    assert f"https://personacallback?inquiry-id={visitor.inquiry_id}" in done.html
    assert "Back to personacallback" not in done.html
    again = await visitor.start(f"inquiry-id={visitor.inquiry_id}&is-webview=true", token=visitor.token)
    assert "https://personacallback?" in again.html
    assert (await visitor.inquiry(installation.production)).redirect_uri is None


async def test_an_answer_sent_twice_is_taken_once(visitor: Visitor, generic: str) -> None:
    await visitor.start(generic)
    first, second = await visitor.answer("start"), await visitor.answer("start")
    assert (first.status, second.status) == (200, 200)
    assert first.screen == second.screen == "choose-id"


async def test_an_answer_to_another_step_shows_where_the_person_is(visitor: Visitor, generic: str) -> None:
    await visitor.start(generic)
    reply = await visitor.answer("verification_selfie")
    assert (reply.status, reply.screen) == (409, "consent")


async def test_what_does_not_fit_is_said_on_the_same_screen(visitor: Visitor, generic: str) -> None:
    await visitor.start(generic)
    await visitor.answer("start")
    reply = await visitor.answer("select_government_id", country="Atlantis", **{"id-class": "pp"})
    assert (reply.status, reply.screen) == (422, "choose-id")
    assert "Choose the country that issued your document." in reply.html


async def test_back_leads_to_the_screen_before_and_a_double_tap_only_once(capturing: Visitor) -> None:
    await capturing.photograph("verification_government_id", "front")
    step = {"step": "verification_government_id", "page": "back"}
    first = await capturing.call("POST", "/flow/back", json=step)
    assert "front of your identity card" in first.html
    second = await capturing.call("POST", "/flow/back", json=step)
    assert "front of your identity card" in second.html


async def test_an_upload_with_the_same_key_is_stored_once(installation: Any, capturing: Visitor) -> None:
    data = picture()
    first = await capturing.upload("verification_government_id", "front", data, key="k" * 16)
    again = await capturing.upload("verification_government_id", "front", data, key="k" * 16)
    assert first.status == again.status == 201
    assert first.json["file-id"] == again.json["file-id"]
    async with transaction(installation.services.pool) as conn:
        assert await file_queries.count(conn, installation.production.id, capturing.inquiry_id) == 1


async def test_two_uploads_at_the_same_moment_with_one_key_are_one_file(installation: Any, capturing: Visitor) -> None:
    data = picture()
    sent = [capturing.upload("verification_government_id", "front", data, key="k" * 16) for _ in range(2)]
    replies = await asyncio.gather(*sent)
    assert len({reply.json["file-id"] for reply in replies}) == 1


async def test_a_photo_is_confirmed_once_however_often_it_is_tapped(capturing: Visitor) -> None:
    file_id = (await capturing.upload("verification_government_id", "front", picture())).json["file-id"]
    body = {"step": "verification_government_id", "page": "front", "file-id": file_id}
    replies = [await capturing.call("POST", "/flow/captured", json=body) for _ in range(2)]
    assert [reply.status for reply in replies] == [200, 200]
    assert all('data-page="back"' in reply.html for reply in replies)


async def test_after_a_reload_the_photo_that_was_sent_is_shown_again(capturing: Visitor) -> None:
    data = picture()
    file_id = (await capturing.upload("verification_government_id", "front", data)).json["file-id"]
    reply = await capturing.start(f"inquiry-id={capturing.inquiry_id}", token=capturing.token)
    assert f'data-unconfirmed="{file_id}"' in reply.html
    shown = await capturing.call("GET", f"/flow/photo/{file_id}")
    assert (shown.status, shown.content) == (200, data)
    assert shown.headers["cache-control"] == "private, no-store"


async def test_a_photo_that_is_taken_again_is_erased(capturing: Visitor) -> None:
    file_id = (await capturing.upload("verification_government_id", "front", picture())).json["file-id"]
    assert (await capturing.call("DELETE", f"/flow/uploads/{file_id}")).status == 204
    assert (await capturing.call("GET", f"/flow/photo/{file_id}")).status == 410


async def test_a_photo_in_use_is_not_erased(capturing: Visitor) -> None:
    file_id = (await capturing.upload("verification_government_id", "front", picture())).json["file-id"]
    body = {"step": "verification_government_id", "page": "front", "file-id": file_id}
    await capturing.call("POST", "/flow/captured", json=body)
    await capturing.call("DELETE", f"/flow/uploads/{file_id}")
    assert (await capturing.call("GET", f"/flow/photo/{file_id}")).status == 200


async def test_the_photo_of_another_person_is_not_found(
    capturing: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    file_id = (await capturing.upload("verification_government_id", "front", picture())).json["file-id"]
    stranger = another()
    await stranger.start(generic)
    assert (await stranger.call("GET", f"/flow/photo/{file_id}")).status == 404
    await stranger.call("DELETE", f"/flow/uploads/{file_id}")
    assert (await capturing.call("GET", f"/flow/photo/{file_id}")).status == 200
    await stranger.choose(**{"id-class": "id"})
    body = {"step": "verification_government_id", "page": "front", "file-id": file_id}
    stolen = await stranger.call("POST", "/flow/captured", json=body)
    assert stolen.status == 422
    assert "take it again" in stolen.html


@pytest.mark.parametrize("token", [None, "", "nonsense"])
async def test_without_a_session_nothing_is_shown(visitor: Visitor, token: str | None) -> None:
    headers = {"authorization": f"Bearer {token}"} if token is not None else {}
    reply = await visitor.call("GET", "/flow/screen", headers=headers)
    assert reply.status == 401
    assert "Your session has ended" in reply.html


async def test_a_call_after_the_link_expired_says_so(installation: Any, capturing: Visitor) -> None:
    async with transaction(installation.services.pool) as conn:
        await actions.expire(conn, installation.production.id, capturing.inquiry_id)
    reply = await capturing.call("GET", "/flow/screen")
    assert reply.status == 409
    assert "This link has expired" in reply.html
    assert capturing.inquiry_id in reply.html


async def test_a_call_past_the_deadline_says_so_too(capturing: Visitor) -> None:
    with clock.frozen(clock.now()) as advance:
        advance(timedelta(hours=23, minutes=59))
        assert (await capturing.call("GET", "/flow/screen")).status == 200
        advance(timedelta(minutes=2))
        late = await capturing.answer("verification_government_id")
    assert late.status in (401, 409)


async def test_the_same_document_can_be_photographed_again_without_choosing_it_again(
    installation: Any, visitor: Visitor, generic: str
) -> None:
    await visitor.start(generic)
    await visitor.choose()
    await visitor.photograph("verification_government_id", "front")
    await visitor.verdict(installation.production, passed=False, reasons=("too_blurry",))
    retry = await visitor.call("GET", "/flow/screen")
    assert retry.screen == "message"
    assert "The photo was not sharp." in retry.html
    assert "You have 2 more tries." in retry.html
    assert visitor.inquiry_id in retry.html
    same = await visitor.answer("retry_verification_government_id", way="same")
    assert same.screen == "capture-id"
    assert "passport" in same.html


async def test_another_document_can_be_chosen_instead(installation: Any, visitor: Visitor, generic: str) -> None:
    await visitor.start(generic)
    await visitor.choose()
    await visitor.photograph("verification_government_id", "front")
    await visitor.verdict(installation.production, passed=False)
    other = await visitor.answer("retry_verification_government_id", way="other")
    assert other.screen == "choose-id"


async def test_progress_answers_when_the_verdict_is_there(installation: Any, visitor: Visitor, generic: str) -> None:
    await visitor.start(generic)
    await visitor.choose()
    waiting = await visitor.photograph("verification_government_id", "front")
    revision = waiting.json["screen"]["revision"]
    following = asyncio.create_task(visitor.call("GET", f"/flow/progress?revision={revision}"))
    await asyncio.sleep(0.3)
    assert not following.done()
    await visitor.verdict(installation.production, passed=True)
    reply = await asyncio.wait_for(following, 5)
    assert reply.screen == "capture-selfie"


@pytest.mark.parametrize("revision", ["", "-1", "x", "9" * 30, "²"])
async def test_progress_refuses_a_revision_that_is_none(visitor: Visitor, generic: str, revision: str) -> None:
    from urllib.parse import quote

    await visitor.start(generic)
    assert (await visitor.call("GET", f"/flow/progress?revision={quote(revision)}")).status == 400


async def test_the_sandbox_switch_is_kept_and_production_has_none(
    installation: Any, visitor: Visitor, generic: str
) -> None:
    await visitor.start(generic)
    assert (await visitor.call("POST", "/flow/simulate", json={"outcome": "fail"})).status == 403
    await visitor.start(f"inquiry-template-id={installation.template_id}&environment-id={installation.sandbox.id}")
    reply = await visitor.call("POST", "/flow/simulate", json={"outcome": "fail"})
    assert reply.status == 200
    assert 'data-change="simulate">' in reply.html.replace(" checked", " checked ")
    assert (await visitor.inquiry(installation.sandbox)).simulate == "fail"


async def test_leaving_is_told_and_loses_nothing(installation: Any, capturing: Visitor) -> None:
    reply = await capturing.call("POST", "/flow/exit", json={})
    assert "You left for now" in reply.html
    async with transaction(installation.services.pool) as conn:
        events = await event_queries.of_inquiry(conn, installation.production.id, capturing.inquiry_id)
    assert "inquiry-session.canceled" in [event.name for event in events]
    assert (await capturing.call("GET", "/flow/screen")).screen == "capture-id"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/flow/answer", b"not json"),
        ("POST", "/flow/answer", b"[]"),
        ("POST", "/flow/answer", b'{"step": 7}'),
        ("POST", "/flow/answer", b'{"step": "start", "values": []}'),
        ("POST", "/flow/captured", b'{"step": "start", "page": "side", "file-id": "x"}'),
        ("POST", "/flow/back", b'{"step": "start", "page": {}}'),
        ("POST", "/flow/language", b'{"language": "tlh"}'),
        ("POST", "/flow/start", b'{"query": 7}'),
    ],
)
async def test_a_malformed_call_is_refused_and_the_flow_lives_on(
    visitor: Visitor, generic: str, method: str, path: str, body: bytes
) -> None:
    await visitor.start(generic)
    assert (await visitor.call(method, path, body=body)).status == 400
    assert (await visitor.call("GET", "/flow/screen")).status == 200


async def test_a_body_without_end_is_cut_off(visitor: Visitor, generic: str) -> None:
    await visitor.start(generic)
    body = b'{"step": "start", "values": {"a": "' + b"x" * 300_000 + b'"}}'
    assert (await visitor.call("POST", "/flow/answer", body=body)).status == 413


async def test_many_starts_from_one_address_are_slowed_down(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    from verilink.hosted import starting
    from verilink.kit.ratelimit import FixedWindow

    monkeypatch.setattr(starting, "_starts", FixedWindow(2, 60))
    replies = [await visitor.start("code=unknown") for _ in range(3)]
    assert [reply.status for reply in replies] == [404, 404, 429]
    assert int(replies[-1].headers["retry-after"]) <= 60
    assert "Too many tries at once" in replies[-1].html


async def test_a_defect_of_ours_is_a_page_from_which_the_person_can_try_again(
    visitor: Visitor, generic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visitor.start(generic)

    async def break_down(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("verilink.hosted.calls.progress.answer", break_down)
        reply = await visitor.answer("start")
    assert (reply.status, reply.screen) == (500, "problem")
    assert "Try again" in reply.html
    assert "ZeroDivision" not in reply.html
    assert (await visitor.call("GET", "/flow/screen")).screen == "consent"
