"""Codes to email addresses and phones, from the page to the message and back to the verdict."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from support.visitor import Reply, Visitor
from verilink.contacts import codes
from verilink.contacts import queries as contact_queries
from verilink.database import transaction
from verilink.hosted import confirming
from verilink.inquiries.redaction import redact
from verilink.inquiries.verdict import decide
from verilink.judging.judge import judge
from verilink.judging.replay import replay
from verilink.kit import clock
from verilink.kit.pagination import Page
from verilink.kit.phone import written
from verilink.kit.ratelimit import FixedWindow
from verilink.mailbox import queries as mails
from verilink.messaging import queries as texts
from verilink.verifications import queries as verifications
from verilink.verifications.model import Verification

ADDRESS, NUMBER = "ada@example.com", "+491512345678"
EMAIL, PHONE = "verification_email_address", "verification_phone_number"


@pytest.fixture(autouse=True)
def unused_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "_asks", FixedWindow(confirming.PER_HOST, confirming.HOST_SECONDS))


@pytest.fixture
def person(installation: Any) -> Visitor:
    """Somebody whose operator can send mail and text messages."""
    return _with(installation, smtp_url="smtp://127.0.0.1:9", sms_provider="console")


def _with(installation: Any, **settings: Any) -> Visitor:
    services = installation.services
    return Visitor(replace(services, settings=msgspec.structs.replace(services.settings, **settings)))


async def _begin(person: Visitor, installation: Any, environment: str = "production") -> Reply:
    template = installation.bootstrap.templates["Email and phone"]
    chosen = getattr(installation, environment)
    await person.start(f"inquiry-template-id={template}&environment-id={chosen.id}")
    return await person.answer("start")


async def _verification(person: Visitor, environment: Any) -> Verification:
    async with person.services.pool.acquire() as conn:
        return (await verifications.of_inquiry(conn, environment.id, person.inquiry_id))[-1]


async def _code(person: Visitor, environment: Any) -> str:
    """The code of the newest message, as the person reads it."""
    verification = await _verification(person, environment)
    async with person.services.pool.acquire() as conn:
        if verification.type == "email-address":
            [newest, *_] = await mails.list_mails(conn, environment.id, Page(size=9), verification.id)
            body = newest.text_body
        else:
            body = (await texts.of_object(conn, environment.id, verification.id))[-1].body or ""
    [code, *_] = re.findall(r"\b\d{6}\b", body)
    return code


async def _judged(person: Visitor, environment: Any) -> Verification:
    """What the worker does with the submitted verification."""
    submitted = await _verification(person, environment)
    assert submitted.status == "submitted"
    decision = await judge(person.services, environment, submitted.id, None)  # type: ignore[arg-type]
    async with transaction(person.services.pool) as conn:
        await decide(conn, environment, submitted.id, decision)
        return await verifications.get(conn, environment.id, submitted.id)


def _statuses(verification: Verification) -> dict[str, str]:
    return {check["name"]: check["status"] for check in verification.checks}


def _reasons(verification: Verification) -> set[str]:
    return {reason for check in verification.checks if check["status"] == "failed" for reason in check["reasons"]}


async def test_an_email_address_is_confirmed_by_the_code_of_the_mail(installation: Any, person: Visitor) -> None:
    environment = installation.production
    asked = await _begin(person, installation)
    assert asked.screen == "confirm-address"
    sent = await person.answer(EMAIL, contact=ADDRESS)
    assert (sent.status, sent.screen) == (200, "confirm-code")
    assert ADDRESS in sent.html
    assert 'autocomplete="one-time-code"' in sent.html
    assert (await _verification(person, environment)).status == "initiated"
    code = await _code(person, environment)
    done = await person.answer(EMAIL, code=f" {code[:3]}-{code[3:]}")
    assert done.screen == "processing"
    verification = await _judged(person, environment)
    assert verification.status == "passed"
    assert set(_statuses(verification).values()) == {"passed"}
    assert (verification.attempt, verification.extraction) == (1, {"email-address": ADDRESS})
    inquiry = await person.inquiry(environment)
    assert inquiry.status == "pending"
    assert inquiry.fields["email-address"]["value"] == ADDRESS


async def test_events_tell_it_in_order(installation: Any, person: Visitor) -> None:
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact=ADDRESS)
    await person.answer(EMAIL, code=await _code(person, environment))
    await _judged(person, environment)
    async with person.services.pool.acquire() as conn:
        rows = await conn.fetch(
            "SELECT name, payload FROM event WHERE environment_id = $1 AND inquiry_id = $2 ORDER BY id",
            environment.id,
            person.inquiry_id,
        )
    about = [row for row in rows if row["name"].startswith("verification.")]
    told = [row["name"] for row in rows if row in about or row["name"] == "inquiry.started"]
    assert told == ["verification.created", "inquiry.started", "verification.submitted", "verification.passed"]
    statuses = [
        row["payload"]["data"]["attributes"]["status"] for row in rows if row["name"].startswith("verification.")
    ]
    assert statuses == ["initiated", "submitted", "passed"]


async def test_the_code_is_nowhere_but_in_the_message(installation: Any, person: Visitor) -> None:
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact=ADDRESS)
    code = await _code(person, environment)
    await person.answer(EMAIL, code=code)
    async with person.services.pool.acquire() as conn:
        for table in ("inquiry", "verification", "event", "confirmation_code"):
            rows = await conn.fetch(f"SELECT t::text AS line FROM {table} t WHERE environment_id = $1", environment.id)
            assert rows
            assert not [row for row in rows if re.search(rf"\b{code}\b", row["line"])], table


async def test_a_phone_number_is_confirmed_by_the_code_of_the_text(installation: Any, person: Visitor) -> None:
    environment = installation.production
    await _to_the_phone(installation, person)
    shown = await person.answer(PHONE, country="DE", contact="0151 234 5678")
    assert shown.screen == "confirm-code"
    assert written(NUMBER) in shown.html
    code = await _code(person, environment)
    async with person.services.pool.acquire() as conn:
        [message] = await texts.of_object(conn, environment.id, (await _verification(person, environment)).id)
    assert message.recipient == NUMBER
    assert (message.body or "").endswith(f"\n\n@localhost #{code}")
    await person.answer(PHONE, code=code)
    verification = await _judged(person, environment)
    assert verification.status == "passed"
    assert verification.extraction == {"phone-number": NUMBER, "country-code": "DE"}
    assert verification.country_code == "DE"
    assert (await person.inquiry(environment)).status == "completed"
    assert (await person.inquiry(environment)).fields["phone-number"]["value"] == NUMBER


async def _to_the_phone(installation: Any, person: Visitor) -> None:
    await _begin(person, installation)
    await person.answer(EMAIL, contact=ADDRESS)
    await person.answer(EMAIL, code=await _code(person, installation.production))
    await _judged(person, installation.production)
    assert (await person.call("GET", "/flow/screen")).screen == "confirm-address"


async def test_a_wrong_code_is_counted_and_the_last_one_ends_the_try(installation: Any, person: Visitor) -> None:
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact=ADDRESS)
    wrong = f"{(int(await _code(person, environment)) + 1) % 1_000_000:06}"
    for _ in range(4):
        refused = await person.answer(EMAIL, code=wrong)
        assert refused.screen == "confirm-code"
        assert "not the code we sent" in refused.html
    assert (await person.answer(EMAIL, code=wrong)).screen == "processing"
    verification = await _judged(person, environment)
    assert verification.status == "failed"
    assert _reasons(verification) == {"wrong_code"}
    again = await person.call("GET", "/flow/screen")
    assert "copy it digit by digit" in again.html
    fresh = await person.answer("retry_verification_email_address")
    assert fresh.screen == "confirm-address"
    assert ADDRESS in fresh.html, "what was entered stays"


async def test_a_code_of_an_earlier_try_is_worth_nothing(installation: Any, person: Visitor) -> None:
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact=ADDRESS)
    earlier = await _code(person, environment)
    await person.answer(EMAIL, skip="1")
    await _judged(person, environment)
    await person.answer("retry_verification_email_address")
    await person.answer(EMAIL, contact=ADDRESS)
    if await _code(person, environment) != earlier:
        assert (await person.answer(EMAIL, code=earlier)).screen == "confirm-code"


async def test_a_right_code_that_comes_too_late_fails_for_that(
    installation: Any, person: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact=ADDRESS)
    code, now = await _code(person, environment), clock.now()
    with monkeypatch.context() as later:
        later.setattr(codes.clock, "now", lambda: now + timedelta(minutes=11))
        await person.answer(EMAIL, code=code)
        verification = await _judged(person, environment)
    assert verification.status == "failed"
    assert _reasons(verification) == {"code_too_late"}
    assert _statuses(verification)["email_address_confirmation_code_comparison"] == "passed"


async def test_another_code_can_be_asked_for_after_a_wait_and_both_work(
    installation: Any, person: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact=ADDRESS)
    first = await _code(person, environment)
    refused = await person.answer(EMAIL, again="1")
    assert refused.status == 422
    assert "Wait a little" in refused.html
    monkeypatch.setattr(confirming, "RESEND_SECONDS", 0)
    assert (await person.answer(EMAIL, again="1")).status == 200
    assert (await person.answer(EMAIL, again="1")).status == 200, "a double tap"
    verification = await _verification(person, environment)
    async with person.services.pool.acquire() as conn:
        assert len(await contact_queries.codes_of(conn, environment.id, verification.id)) == 2
    assert (await person.answer(EMAIL, code=first)).screen == "processing"


async def test_the_address_can_be_changed(installation: Any, person: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "RESEND_SECONDS", 0)
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact="typo@example.com")
    assert (await person.answer(EMAIL, change="1")).screen == "confirm-address"
    assert ADDRESS in (await person.answer(EMAIL, contact=ADDRESS)).html
    await person.answer(EMAIL, code=await _code(person, environment))
    verification = await _judged(person, environment)
    assert (verification.status, verification.extraction["email-address"]) == ("passed", ADDRESS)


async def test_a_code_for_one_address_does_not_confirm_another(
    installation: Any, person: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "RESEND_SECONDS", 0)
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact="mine@example.com")
    mine = await _code(person, environment)
    await person.answer(EMAIL, change="1")
    await person.answer(EMAIL, contact="somebody-else@example.com")
    if await _code(person, environment) != mine:
        assert (await person.answer(EMAIL, code=mine)).screen == "confirm-code"


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@", "ada@example", "a b@example.com", "ada@example.com\nBcc: x@y.zz"]
)
async def test_what_is_no_address_is_refused(installation: Any, person: Visitor, address: str) -> None:
    await _begin(person, installation)
    refused = await person.answer(EMAIL, contact=address)
    assert (refused.status, refused.screen) == (422, "confirm-address")
    assert 'aria-invalid="true"' in refused.html


async def test_one_address_is_not_written_to_without_end(
    installation: Any, another: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "RESEND_SECONDS", 0)
    answers = []
    for _ in range(5):
        somebody = _with(installation, smtp_url="smtp://127.0.0.1:9")
        await _begin(somebody, installation)
        answers.append((await somebody.answer(EMAIL, contact="pestered@example.com")).status)
    assert answers == [200, 200, 200, 200, 422]


async def test_one_host_cannot_ask_without_end(
    installation: Any, person: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "_asks", FixedWindow(1, 600))
    await _begin(person, installation)
    assert (await person.answer(EMAIL, contact=ADDRESS)).status == 200
    other = _with(installation, smtp_url="smtp://127.0.0.1:9")
    other.services = person.services
    other.__post_init__()
    await _begin(other, installation)
    assert (await other.answer(EMAIL, contact="other@example.com")).status == 422


async def test_without_a_provider_of_texts_the_person_can_go_on_and_the_record_says_why(installation: Any) -> None:
    environment = installation.production
    person = _with(installation, smtp_url="smtp://127.0.0.1:9", sms_provider="none")
    await _to_the_phone(installation, person)
    shown = await person.call("GET", "/flow/screen")
    assert "cannot be sent at the moment" in shown.html
    assert 'name="skip"' in shown.html
    assert (await person.answer(PHONE, contact=NUMBER)).status == 422
    assert (await person.answer(PHONE, skip="1")).screen == "processing"
    verification = await _judged(person, environment)
    assert verification.status == "failed"
    assert "service_unavailable" in _reasons(verification)
    assert (await person.call("GET", "/flow/screen")).screen == "message"


async def test_a_message_that_cannot_be_delivered_is_told_and_recorded(installation: Any, person: Visitor) -> None:
    environment = installation.production
    await _to_the_phone(installation, person)
    await person.answer(PHONE, contact=NUMBER)
    async with person.services.pool.acquire() as conn:
        await conn.execute("UPDATE text_message SET status = 'failed' WHERE recipient = $1", NUMBER)
    assert "could not be delivered" in (await person.call("GET", "/flow/screen")).html
    await person.answer(PHONE, skip="1")
    verification = await _judged(person, environment)
    assert "undeliverable" in _reasons(verification)
    assert _statuses(verification)["phone_number_service_available_detection"] == "passed"


async def test_the_sandbox_sends_nothing_and_takes_any_code(installation: Any, person: Visitor) -> None:
    environment = installation.sandbox
    await _begin(person, installation, "sandbox")
    shown = await person.answer(EMAIL, contact=ADDRESS)
    assert "nothing was sent" in shown.html
    assert (await person.answer(EMAIL, code="12")).screen == "confirm-code"
    await person.answer(EMAIL, code="123456")
    verification = await _judged(person, environment)
    assert (verification.status, verification.simulated) == ("passed", True)
    async with person.services.pool.acquire() as conn:
        assert not await mails.list_mails(conn, environment.id, Page(size=9), verification.id)


async def test_the_verdict_can_be_drawn_again(installation: Any, person: Visitor) -> None:
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact=ADDRESS)
    await person.answer(EMAIL, code=await _code(person, environment))
    verification = await _judged(person, environment)
    async with person.services.pool.acquire() as conn:
        assert (await replay(conn, environment, verification.id)).same


async def test_erasing_the_inquiry_erases_the_address_and_the_codes(installation: Any, person: Visitor) -> None:
    environment = installation.production
    await _begin(person, installation)
    await person.answer(EMAIL, contact=ADDRESS)
    verification = await _verification(person, environment)
    async with transaction(person.services.pool) as conn:
        await redact(conn, environment.id, person.inquiry_id)
        assert not await contact_queries.codes_of(conn, environment.id, verification.id)
        for table in ("inquiry", "verification", "event"):
            rows = await conn.fetch(f"SELECT t::text AS line FROM {table} t WHERE environment_id = $1", environment.id)
            assert not [row for row in rows if person.inquiry_id in row["line"] and ADDRESS in row["line"]], table
