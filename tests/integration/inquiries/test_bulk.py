"""Many inquiries from a table, by command and by dashboard."""

from __future__ import annotations

import asyncio
import csv
import json
from pathlib import Path
from typing import Any

import pytest

from support.colleague import Colleague
from support.visitor import Visitor
from verilink.cli import main
from verilink.database import transaction
from verilink.inquiries import actions, queries
from verilink.inquiries.bulk.making import Made, Order, make
from verilink.inquiries.bulk.reading import read
from verilink.inquiries.model import Filters
from verilink.kit import clock
from verilink.kit.pagination import Page

TABLE = """reference-id,name-first,email-address,language
u1,Zoë,zoe@example.com,
u2,Bo,,xx-nonsense
u3,Cy,not an address,
u4,Di,,
"""


async def _import(installation: Any, table: str, **order: Any) -> list[Made]:
    asked = Order(**({"template_id": installation.template_id} | order))
    rows = read(table.encode())
    return [await make(installation.services, installation.production, asked, row) for row in rows]


async def _all(installation: Any) -> list[Any]:
    async with installation.services.pool.acquire() as conn:
        return await queries.list_inquiries(conn, installation.production.id, Page(size=50), Filters())


async def test_each_row_gets_an_inquiry_and_a_link_or_its_own_reason(installation: Any) -> None:
    made = await _import(installation, TABLE)
    assert [each.outcome for each in made] == ["created", "error", "error", "created"]
    assert "language" in made[1].error
    assert "email-address" in made[2].error
    reply = await Visitor(installation.services).start(made[0].link.partition("?")[2])
    assert (reply.status, reply.json["inquiry-id"]) == (200, made[0].inquiry_id)
    async with installation.services.pool.acquire() as conn:
        inquiry = await queries.get(conn, installation.production.id, made[0].inquiry_id)
    assert (inquiry.reference_id, inquiry.values()["name-first"]) == ("u1", "Zoë")
    assert inquiry.expires_at is not None
    assert round((inquiry.expires_at - clock.now()).total_seconds() / 86_400) == 14


async def test_the_same_table_again_makes_nothing_twice(installation: Any) -> None:
    first = await _import(installation, TABLE)
    again = await _import(installation, TABLE.replace("u1", "U1"))
    assert [each.outcome for each in again] == ["existing", "error", "error", "existing"]
    assert [each.inquiry_id for each in again] == [each.inquiry_id for each in first]
    assert len(await _all(installation)) == 2
    assert again[0].link != first[0].link
    for link in (first[0].link, again[0].link):
        assert (await Visitor(installation.services).start(link.partition("?")[2])).status == 200


async def test_two_imports_at_once_make_one_inquiry(installation: Any) -> None:
    table = "reference-id\nu1\n"
    made = await asyncio.gather(*(_import(installation, table, link="unique") for _ in range(4)))
    assert sorted(each.outcome for [each] in made) == ["created", "existing", "existing", "existing"]
    assert len({each.link for [each] in made}) == 1
    assert len(await _all(installation)) == 1


async def test_finished_people_are_left_alone_and_expired_ones_begin_anew(installation: Any) -> None:
    table = "reference-id\ndone\nlate\n"
    done, late = await _import(installation, table)
    async with transaction(installation.services.pool) as conn:
        await actions.approve(conn, installation.production.id, done.inquiry_id, None)
        await actions.expire(conn, installation.production.id, late.inquiry_id)
    done_again, late_again = await _import(installation, table)
    assert (done_again.outcome, done_again.link) == ("finished", "")
    assert late_again.outcome == "created"
    assert late_again.inquiry_id != late.inquiry_id


async def test_the_command_writes_a_file_with_a_link_each(
    installation: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = installation.services.settings
    monkeypatch.setenv("VERILINK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    table, out = tmp_path / "people.csv", tmp_path / "links.csv"
    table.write_text(TABLE, encoding="utf-8")
    command = ["inquiries", "import", str(table), "--template", "Government ID and selfie", "--out", str(out)]
    assert await asyncio.to_thread(main, command) == 1
    assert "2 created, 0 existing, 0 finished, 2 error" in capsys.readouterr().out
    with out.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["reference-id"] for line in lines] == ["u1", "u2", "u3", "u4"]
    assert (await Visitor(installation.services).start(lines[3]["link"].partition("?")[2])).status == 200
    assert await asyncio.to_thread(main, command) == 1
    assert "File exists" in capsys.readouterr().err
    table.write_text("reference-id\nu1\n", encoding="utf-8")
    assert await asyncio.to_thread(main, [*command[:-1], str(tmp_path / "again.csv"), "--link", "unique"]) == 0
    assert "1 existing" in capsys.readouterr().out
    assert await asyncio.to_thread(main, [*command[:-1], str(tmp_path / "no.csv"), "--days", "0"]) == 1
    assert not (tmp_path / "no.csv").exists()


async def test_the_dashboard_takes_a_table_in_portions(installation: Any) -> None:
    owner = Colleague(installation.services)
    await owner.sign_up(installation.bootstrap.signup_token)
    assert "From a table" in (await owner.get("/dashboard/inquiries")).text
    assert (await owner.get("/dashboard/inquiries/import")).status == 200
    table = "reference-id\n" + "".join(f"u{number}\n" for number in range(30))
    form = {"template": installation.template_id, "link": "one-time", "days": "7", "csv": table}
    first = json.loads((await owner.post("/dashboard/inquiries/import", form | {"from": "0"})).text)
    assert (first["done"], first["of"], len(first["rows"])) == (25, 30, 25)
    rest = json.loads((await owner.post("/dashboard/inquiries/import", form | {"from": "25"})).text)
    assert (rest["done"], [row[2] for row in rest["rows"]]) == (30, ["created"] * 5)
    repeated = json.loads((await owner.post("/dashboard/inquiries/import", form | {"from": "25"})).text)
    assert [row[2] for row in repeated["rows"]] == ["existing"] * 5
    for wrong in ({"csv": "name\nx\n"}, {"days": "0"}, {"days": "x"}, {"link": "none"}):
        refused = await owner.post("/dashboard/inquiries/import", form | {"from": "0"} | wrong)
        assert (refused.status, bool(json.loads(refused.text)["problem"])) == (422, True)
