"""Sign-up, sign-in, sign-out, and the environment looked at."""

from __future__ import annotations

from datetime import timedelta

from integration.conftest import Installation
from support.colleague import PASSWORD, Colleague
from verilink.database import transaction
from verilink.kit import clock


async def test_the_sign_up_page_greets_and_the_link_works_once(installation: Installation) -> None:
    person = Colleague(installation.services)
    token = installation.bootstrap.signup_token
    page = await person.get(f"/signup?token={token}")
    assert page.status == 200
    assert "first owner" in page.text
    made = await person.sign_up(token)
    assert (made.status, made.location) == (303, "/dashboard")
    assert (await person.get("/dashboard")).status == 200
    again = await Colleague(installation.services).get(f"/signup?token={token}")
    assert again.status == 410
    assert "already used" in again.text


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(installation: Installation) -> None:
    made = await Colleague(installation.services).sign_up(installation.bootstrap.signup_token)
    cookie = made.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


async def test_a_value_that_will_not_do_is_named_and_the_rest_is_kept(installation: Installation) -> None:
    person = Colleague(installation.services)
    values = {
        "token": installation.bootstrap.signup_token,
        "name": "Ada <b>",
        "email": "ada@x.example",
        "password": "short",
    }
    answer = await person.post("/signup", values)
    assert answer.status == 422
    assert "at least 10" in answer.text
    assert b"Ada &lt;b&gt;" in answer.content
    assert b"short" not in answer.content.replace(b"short, ", b"")


async def test_a_sign_up_from_another_site_is_refused(installation: Installation) -> None:
    person = Colleague(installation.services, origin="https://evil.example")
    assert (await person.sign_up(installation.bootstrap.signup_token)).status == 403


async def test_sign_in_leads_back_to_where_one_was_going(installation: Installation, owner: Colleague) -> None:
    person = Colleague(installation.services)
    sent = await person.get("/dashboard/inquiries?q=usr_1")
    assert sent.location == "/sign-in?next=%2Fdashboard%2Finquiries%3Fq%3Dusr_1"
    values = {"email": "ada@northwind.example", "password": PASSWORD, "next": "/dashboard/inquiries?q=usr_1"}
    assert (await person.post("/sign-in", values)).location == "/dashboard/inquiries?q=usr_1"
    values["next"] = "https://evil.example"
    assert (await Colleague(installation.services).post("/sign-in", values)).location == "/dashboard"


async def test_refusals_say_the_same_whether_or_not_the_person_exists(
    installation: Installation, owner: Colleague
) -> None:
    known = await Colleague(installation.services).post("/sign-in", {"email": "ada@northwind.example", "password": "x"})
    unknown = await Colleague(installation.services).post(
        "/sign-in", {"email": "eve@northwind.example", "password": "x"}
    )
    assert (known.status, unknown.status) == (422, 422)
    assert known.text.replace("ada@", "eve@") == unknown.text


async def test_guessing_is_slowed_down_and_then_lets_the_right_person_in(
    installation: Installation, owner: Colleague
) -> None:
    with clock.frozen(clock.now()) as advance:
        person = Colleague(installation.services)
        statuses = [(await person.sign_in(password="wrong-guess")).status for _ in range(9)]
        assert statuses == [422] * 8 + [429]
        held = await person.sign_in()
        assert held.status == 429
        assert int(held.headers["retry-after"]) > 0
        advance(timedelta(minutes=16))
        assert (await person.sign_in()).status == 303


async def test_refused_sign_ins_of_known_people_are_audited(installation: Installation, owner: Colleague) -> None:
    await Colleague(installation.services).sign_in(password="wrong-guess")
    async with transaction(installation.services.pool) as conn:
        count = await conn.fetchval("SELECT count(*) FROM audit_entry WHERE action = 'user.sign-in-refused'")
    assert count == 1


async def test_signing_out_ends_the_session(installation: Installation, owner: Colleague) -> None:
    kept = dict(owner.cookies)
    assert (await owner.post("/dashboard/sign-out")).location == "/sign-in"
    assert owner.cookies == {}
    owner.cookies = kept  # a copy of the cookie is worth nothing
    assert (await owner.get("/dashboard")).status == 303


async def test_the_environment_is_switched_and_the_banner_goes(installation: Installation, owner: Colleague) -> None:
    assert "Sandbox: people here are simulated" in (await owner.get("/dashboard")).text
    answer = await owner.post("/dashboard/environment", {"environment": installation.production.id})
    assert answer.status == 303
    assert "Sandbox: people" not in (await owner.get("/dashboard")).text
    assert (await owner.post("/dashboard/environment", {"environment": "env_other"})).status == 404
    assert "Sandbox: people" not in (await owner.get("/dashboard")).text


async def test_a_session_that_ran_out_sends_htmx_to_sign_in_whole(installation: Installation) -> None:
    answer = await Colleague(installation.services).get("/dashboard/inquiries", **{"hx-request": "true"})
    assert (answer.status, answer.headers["hx-redirect"]) == (204, "/sign-in")


async def test_an_unwieldy_form_is_refused(owner: Colleague) -> None:
    assert (await owner.post("/dashboard/settings/name", {"name": "x" * 700_000})).status == 413
    many = [(f"a{number}", "x") for number in range(600)]
    assert (await owner.post("/dashboard/settings/name", many)).status == 400
