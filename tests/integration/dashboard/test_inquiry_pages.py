"""Making, finding, reading and deciding inquiries."""

from __future__ import annotations

import re

import pytest

from integration.conftest import Installation
from support.colleague import Colleague
from verilink.database import transaction
from verilink.files.actions import store
from verilink.files.model import File, NewFile
from verilink.inquiries import queries
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Inquiry
from verilink.inquiries.simulate import SimulateAction, perform
from verilink.organizations.model import Environment
from verilink.templates import queries as templates
from verilink.verifications import queries as verifications


async def made(
    installation: Installation, reference: str | None = "usr_1", environment: Environment | None = None
) -> Inquiry:
    services, place = installation.services, environment or installation.sandbox
    async with transaction(services.pool) as conn:
        new = NewInquiry(template_id=installation.template_id, reference_id=reference)
        return (await create(conn, services, place, new)).inquiry


async def moved(installation: Installation, inquiry: Inquiry, *steps: str) -> Inquiry:
    async with transaction(installation.services.pool) as conn:
        live = await templates.live(conn, installation.sandbox.organization_id, installation.template_id)
        ids = {name: each.template for name, each in live.verification_ids.items()}
        actions = [SimulateAction(step, ids["government_id"] if "verification" in step else None) for step in steps]
        return await perform(conn, installation.sandbox, inquiry.id, actions)


async def pictured(installation: Installation, inquiry: Inquiry) -> File:
    async with transaction(installation.services.pool) as conn:
        (verification, *_) = await verifications.of_inquiry(conn, inquiry.environment_id, inquiry.id)
    new = NewFile(
        inquiry_id=inquiry.id,
        page="front",
        data=b"\xff\xd8 a picture",
        filename="front.jpg",
        content_type="image/jpeg",
        owner_id=verification.evidence_id,
    )
    return await store(installation.services, inquiry.environment_id, new)


async def read(installation: Installation, inquiry_id: str) -> Inquiry:
    async with transaction(installation.services.pool) as conn:
        return await queries.get(conn, installation.sandbox.id, inquiry_id)


async def test_an_empty_list_says_what_to_do(owner: Colleague) -> None:
    page = await owner.get("/dashboard/inquiries")
    assert "No inquiries in sandbox yet" in page.text
    assert "Create Inquiry" in page.text


async def test_the_form_offers_templates_types_themes_and_a_field_each(
    installation: Installation, owner: Colleague
) -> None:
    page = await owner.get("/dashboard/inquiries/new")
    for text in ("Government ID and selfie", "Reference ID (recommended)", "User", "Light", "Dark"):
        assert text in page.text
    names = re.findall(r'name="fields\[([a-z0-9-]+)\]"', page.text)
    assert names[:3] == ["name-first", "name-middle", "name-last"]
    assert "current-government-id" not in names
    part = await owner.get(f"/dashboard/inquiries/new/fields?template={installation.bootstrap.templates['Selfie']}")
    assert part.status == 200
    assert "<html" not in part.text


async def test_creating_gives_the_unique_link_and_keeps_the_fields(
    installation: Installation, owner: Colleague
) -> None:
    values = {
        "template": installation.template_id,
        "reference": "usr_ABC",
        "fields[name-first]": "Ada",
        "fields[birthdate]": "1990-02-23",
    }
    page = await owner.post("/dashboard/inquiries", values)
    assert "View new Inquiry" in page.text
    link = page.value("Unique link")
    inquiry = await read(installation, link.partition("inquiry-id=")[2])
    assert link == f"http://localhost:3000/verify?inquiry-id={inquiry.id}"
    assert (inquiry.reference_id, inquiry.creator, inquiry.status) == ("usr_ABC", "Dashboard", "created")
    assert inquiry.fields["name-first"]["value"] == "Ada"
    assert inquiry.fields["birthdate"]["value"] == "1990-02-23"
    assert f"/dashboard/inquiries/{inquiry.id}" in page.text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"fields[birthdate]": "23.2.1990"}, "Enter a date"),
        ({"fields[email-address]": "nobody"}, "Enter an email address"),
        ({"reference": "x" * 300}, "at most 255"),
        ({"fields[unknown]": "x"}, "is not a field"),
    ],
)
async def test_a_value_that_does_not_fit_is_named_and_nothing_is_made(
    installation: Installation, owner: Colleague, values: dict[str, str], said: str
) -> None:
    answer = await owner.post("/dashboard/inquiries", {"template": installation.template_id} | values)
    assert answer.status == 422
    assert said in answer.text
    async with transaction(installation.services.pool) as conn:
        assert await conn.fetchval("SELECT count(*) FROM inquiry") == 0


async def test_a_theme_or_template_of_another_organization_is_not_found(
    installation: Installation, owner: Colleague
) -> None:
    for values in ({"theme": "theset_x"}, {"template": "itmpl_x"}, {"account-type": "acttp_x"}):
        answer = await owner.post("/dashboard/inquiries", {"template": installation.template_id} | values)
        assert answer.status == 404, values


async def test_search_finds_by_reference_inquiry_and_account_and_nothing_else(
    installation: Installation, owner: Colleague
) -> None:
    one, two = await made(installation, "usr_ONE"), await made(installation, "usr_two")
    for text in ("usr_one", "USR_ONE", one.id, one.account_id):
        page = await owner.get(f"/dashboard/inquiries?q={text}")
        assert one.id in page.text
        assert two.id not in page.text
    assert "Nothing matches" in (await owner.get("/dashboard/inquiries?q=usr")).text
    assert "Nothing matches" in (await owner.get("/dashboard/inquiries?q=%3Cscript%3E")).text


async def test_filters_by_status_and_template(installation: Installation, owner: Colleague) -> None:
    open_one, failed = await made(installation, "usr_1"), await made(installation, "usr_2")
    await moved(installation, failed, "start_inquiry", "fail_inquiry")
    page = await owner.get("/dashboard/inquiries?status=failed")
    assert failed.id in page.text
    assert open_one.id not in page.text
    selfie = installation.bootstrap.templates["Selfie"]
    assert "Nothing matches" in (await owner.get(f"/dashboard/inquiries?template={selfie}")).text


async def test_pages_go_back_and_forth_and_keep_the_filter(installation: Installation, owner: Colleague) -> None:
    every = [(await made(installation, f"usr_{number}")).id for number in range(30)]
    first = await owner.get("/dashboard/inquiries?status=created")
    older = re.search(r'href="([^"]+)">Older', first.text)
    assert older
    assert "status=created" in older[1]
    second = await owner.get(older[1])
    assert [each for each in every if each in second.text] == every[:5]
    newer = re.search(
        r'href="([^"]+)">[^<]*<svg[^>]*><use[^>]*></use></svg>Newer|href="([^"]+)"><svg[^>]*><use[^>]*/></svg>Newer',
        second.text,
    )
    assert newer
    back = await owner.get(next(filter(None, newer.groups())))
    assert every[29] in back.text


async def test_inquiries_of_the_other_environment_are_not_shown_or_found(
    installation: Installation, owner: Colleague
) -> None:
    other = await made(installation, "usr_1", installation.production)
    assert other.id not in (await owner.get("/dashboard/inquiries")).text
    for path in ("", "/approve", "/changes"):
        assert (await owner.get(f"/dashboard/inquiries/{other.id}{path}")).status == 404
    for path in ("/approve", "/decline", "/review", "/link"):
        assert (await owner.post(f"/dashboard/inquiries/{other.id}{path}")).status == 404


async def test_the_page_shows_what_was_read_the_checks_and_their_reasons(
    installation: Installation, owner: Colleague
) -> None:
    inquiry = await made(installation)
    await moved(installation, inquiry, "start_inquiry", "create_failed_verification", "create_passed_verification")
    page = await owner.get(f"/dashboard/inquiries/{inquiry.id}")
    for text in (
        "Government ID, try 1",
        "Government ID, try 2",
        "Alexander",
        "Entity detection",
        "The sandbox was asked to let this fail.",
        "Simulated",
    ):
        assert text in page.text
    assert page.text.index("Government ID, try 2") < page.text.index("Government ID, try 1")
    assert "Verification" not in page.text.partition("Timeline")[2].partition("Sessions")[0]


async def test_what_people_typed_is_escaped(installation: Installation, owner: Colleague) -> None:
    services = installation.services
    async with transaction(services.pool) as conn:
        new = NewInquiry(
            template_id=installation.template_id,
            fields={"name-first": "<script>alert(1)</script>"},
            reference_id='"><img src=x>',
        )
        inquiry = (await create(conn, services, installation.sandbox, new)).inquiry
    for path in ("/dashboard", "/dashboard/inquiries", f"/dashboard/inquiries/{inquiry.id}"):
        content = (await owner.get(path)).content
        assert b"<script>alert" not in content
        assert b"<img src=x>" not in content


async def test_a_picture_is_shown_to_the_role_for_it_and_each_look_is_audited(
    installation: Installation, owner: Colleague
) -> None:
    inquiry = await made(installation)
    await moved(installation, inquiry, "start_inquiry", "create_passed_verification")
    file = await pictured(installation, inquiry)
    page = await owner.get(f"/dashboard/inquiries/{inquiry.id}")
    assert f'data-src="/dashboard/files/{file.id}"' in page.text
    assert f'<img src="/dashboard/files/{file.id}"' not in page.text
    answer = await owner.get(f"/dashboard/files/{file.id}")
    assert (answer.status, answer.content) == (200, b"\xff\xd8 a picture")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    async with transaction(installation.services.pool) as conn:
        seen = await conn.fetch("SELECT object_id, detail FROM audit_entry WHERE action = 'file.seen'")
    assert [(row["object_id"], row["detail"]) for row in seen] == [(inquiry.id, {"file": file.id})]
    developer = await owner.invite("developer", "dev@northwind.example")
    assert (await developer.get(f"/dashboard/files/{file.id}")).status == 403
    assert file.id not in (await developer.get(f"/dashboard/inquiries/{inquiry.id}")).text


async def test_a_picture_of_the_other_environment_is_not_found(installation: Installation, owner: Colleague) -> None:
    inquiry = await made(installation)
    await moved(installation, inquiry, "start_inquiry", "create_passed_verification")
    file = await pictured(installation, inquiry)
    await owner.post("/dashboard/environment", {"environment": installation.production.id})
    assert (await owner.get(f"/dashboard/files/{file.id}")).status == 404
    assert (await Colleague(installation.services).get(f"/dashboard/files/{file.id}")).status == 303


@pytest.mark.parametrize(("decision", "status"), [("approve", "approved"), ("decline", "declined")])
async def test_a_decision_is_written_down_with_who_and_why(
    installation: Installation, owner: Colleague, decision: str, status: str
) -> None:
    inquiry = await made(installation)
    await moved(installation, inquiry, "start_inquiry", "complete_inquiry")
    assert "Why (optional)" in (await owner.get(f"/dashboard/inquiries/{inquiry.id}/{decision}")).text
    answer = await owner.post(f"/dashboard/inquiries/{inquiry.id}/{decision}", {"comment": " Looks right. "})
    assert answer.location == f"/dashboard/inquiries/{inquiry.id}?done={decision}"
    after = await read(installation, inquiry.id)
    assert (after.status, after.reviewer_comment, after.reviewer_type) == (status, "Looks right.", "user")
    assert "Looks right." in (await owner.get(answer.location)).text
    async with transaction(installation.services.pool) as conn:
        row = await conn.fetchrow("SELECT user_id, detail FROM audit_entry WHERE action = $1", f"inquiry.{status}")
    assert row is not None
    assert (row["user_id"], row["detail"]) == (after.reviewer_id, {"comment": True})


async def test_marking_for_review_works_once_and_not_after_a_decision(
    installation: Installation, owner: Colleague
) -> None:
    inquiry = await made(installation)
    await owner.post(f"/dashboard/inquiries/{inquiry.id}/review", {"comment": "Look at the portrait"})
    after = await read(installation, inquiry.id)
    assert (after.status, after.note) == ("needs_review", "Look at the portrait")
    await owner.post(f"/dashboard/inquiries/{inquiry.id}/approve")
    assert (await owner.post(f"/dashboard/inquiries/{inquiry.id}/review")).status == 409
    assert (await owner.post(f"/dashboard/inquiries/{inquiry.id}/explode")).status == 400


async def test_an_expired_inquiry_is_resumed_with_a_one_time_link(installation: Installation, owner: Colleague) -> None:
    inquiry = await made(installation)
    await moved(installation, inquiry, "expire_inquiry")
    page = await owner.post(f"/dashboard/inquiries/{inquiry.id}/link")
    assert "/verify?code=" in page.value("One-time link")
    assert (await read(installation, inquiry.id)).status == "pending"
    await moved(installation, inquiry, "complete_inquiry")
    assert (await owner.post(f"/dashboard/inquiries/{inquiry.id}/link")).status == 409


async def test_a_page_that_follows_is_told_when_there_is_something_new(
    installation: Installation, owner: Colleague
) -> None:
    inquiry = await made(installation)
    address = f"/dashboard/inquiries/{inquiry.id}/changes?revision={inquiry.revision}"
    still = await owner.get(address, **{"hx-request": "true"})
    assert (still.status, still.headers.get("hx-refresh")) == (204, None)
    await moved(installation, inquiry, "start_inquiry")
    assert (await owner.get(address, **{"hx-request": "true"})).headers["hx-refresh"] == "true"


async def test_home_counts_what_waits_and_ticks_what_is_done(installation: Installation, owner: Colleague) -> None:
    assert 'class="done"' not in (await owner.get("/dashboard")).text
    inquiry = await made(installation)
    await moved(installation, inquiry, "mark_for_review_inquiry")
    page = await owner.get("/dashboard")
    assert page.text.count('class="done"') == 2
    assert re.search(r'status=needs_review">1<', page.text)


async def test_a_reviewer_reads_that_a_persons_look_was_asked_for(installation: Installation, owner: Colleague) -> None:
    inquiry = await made(installation)
    assert "A person’s look was asked for" not in (await owner.get(f"/dashboard/inquiries/{inquiry.id}")).text
    async with transaction(installation.services.pool) as conn:
        query = "UPDATE inquiry SET flow = flow || '{\"by-person\": true}' WHERE id = $1"
        await conn.execute(query, inquiry.id)
    assert "A person’s look was asked for" in (await owner.get(f"/dashboard/inquiries/{inquiry.id}")).text
