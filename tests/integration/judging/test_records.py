"""Database verifications from the form to the verdict, on tables in a real PostgreSQL and with sources of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.own_templates import publish
from support.visitor import Visitor
from verilink.checks.database.facts import RecordFacts
from verilink.database import transaction
from verilink.errors import BadRequest, Conflict, Unavailable
from verilink.inquiries.redaction import redact
from verilink.inquiries.verdict import decide
from verilink.judging import sources
from verilink.judging.judge import judge
from verilink.judging.replay import replay
from verilink.judging.sources import ImportedTable, Record
from verilink.kit import clock
from verilink.records import actions
from verilink.records.finding import Finder, finders
from verilink.records.model import NewTable, Table
from verilink.testing.provider_conformance import NotConforming
from verilink.testing.record_source_conformance import examine
from verilink.verifications import queries, reading
from verilink.verifications.model import Verification

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "verify-against-records.md"
TEMPLATE = PAGE.read_text(encoding="utf-8").partition("```yaml file=customers.yaml\n")[2].partition("```\n")[0]
ZOE = {"name-first": "Zoë", "name-last": "Müller-Example", "birthdate": "1990-02-03"}
RECORD = ZOE | {"identification-number": "AB 123456", "address-city": "Köln"}
OTHER = {"name-first": "Ada", "name-last": "Sample", "birthdate": "1985-12-10"}
SAME = ("name", "birthdate")


async def load(
    services: Any, organization_id: str, name: str, *records: Mapping[str, str], replace: bool = False
) -> Table:
    """A table of these records."""
    rows = [(number, dict(record)) for number, record in enumerate(records, 2)]
    columns = sorted({key for record in records for key in record})
    new = NewTable(organization_id=organization_id, name=name, columns=columns, replace=replace)
    async with transaction(services.pool) as conn:
        return await actions.load(conn, services.keys, new, rows)


@pytest.fixture
def organization(installation: Any) -> str:
    return str(installation.production.organization_id)


@pytest.fixture
async def person(installation: Any, organization: str) -> Visitor:
    """At the form."""
    services = installation.services
    template = await publish(services, organization, TEMPLATE)
    visitor = Visitor(services)
    await visitor.start(f"inquiry-template-id={template}&environment-id={installation.production.id}")
    consent = await visitor.call("GET", "/flow/screen")
    assert "looks up what you enter in records that Northwind uses" in consent.html
    await visitor.answer("start")
    return visitor


async def submitted(person: Visitor, environment: Any) -> Verification:
    async with person.services.pool.acquire() as conn:
        return (await queries.of_inquiry(conn, environment.id, person.inquiry_id))[-1]


async def judged(installation: Any, person: Visitor, **details: str) -> Verification:
    """Fill in the form; what the worker does then."""
    environment, services = installation.production, installation.services
    waiting = await person.answer("details", **details)
    assert waiting.screen == "processing", waiting.json
    assert "Photos received" not in waiting.html
    made = await submitted(person, environment)
    decision = await judge(services, environment, made.id, None)  # type: ignore[arg-type]
    async with transaction(services.pool) as conn:
        await decide(conn, environment, made.id, decision)
        return await queries.get(conn, environment.id, made.id)


def statuses(verification: Verification) -> dict[str, tuple[str, list[str]]]:
    return {
        check["name"].removeprefix("database_"): (check["status"], check["reasons"]) for check in verification.checks
    }


async def test_a_customer_is_found_in_another_spelling_and_nothing_of_the_record_is_kept(
    installation: Any, organization: str, person: Visitor
) -> None:
    await load(installation.services, organization, "customers", OTHER, RECORD)
    typed = {"name-first": "ZOE", "name-last": "Example Mueller", "birthdate": "1990-02-03"}
    verification = await judged(installation, person, **typed)
    assert verification.status == "passed", verification.checks
    assert verification.extraction == typed
    kept = msgspec.json.encode(verification).decode()
    assert not any(word in kept for word in ("Köln", "123456", "Zoë"))
    inquiry = await person.inquiry(installation.production)
    assert inquiry.status == "completed"
    async with transaction(installation.services.pool) as conn:
        again = await replay(conn, installation.production, verification.id)
        await redact(conn, installation.production.id, inquiry.id)
        wiped = await queries.get(conn, installation.production.id, verification.id)
        state = await conn.fetchval("SELECT flow::text FROM inquiry WHERE id = $1", inquiry.id)
    assert again.same, again.differences
    assert "Mueller" not in msgspec.json.encode(wiped).decode() + state
    assert (wiped.facts, wiped.judgement, wiped.inputs, wiped.extraction) == (None, None, {}, {})


async def test_a_stranger_is_not_told_what_differs_and_may_try_again(
    installation: Any, organization: str, person: Visitor
) -> None:
    await load(installation.services, organization, "customers", OTHER, RECORD)
    verification = await judged(installation, person, **(OTHER | {"name-last": "Somebody", "name-first": "Ada"}))
    assert statuses(verification)["identity_comparison"] == ("failed", ["record_mismatch_identity"])
    assert statuses(verification)["name_comparison"] == ("failed", ["record_mismatch_name"])
    assert statuses(verification)["birthdate_comparison"] == ("passed", [])
    page = (await person.call("GET", "/flow/screen")).html
    assert "What you entered does not match the records." in page
    assert "Sample" not in page.replace("Sample Road", "")
    assert "Who are you?" in (await person.answer("again")).html


async def test_without_records_nobody_passes(installation: Any, person: Visitor) -> None:
    verification = await judged(installation, person, **ZOE)
    assert verification.status == "failed"
    assert statuses(verification)["identity_comparison"] == ("not_applicable", ["no_provider"])


async def test_tables_of_another_organization_are_not_asked(installation: Any, person: Visitor) -> None:
    async with transaction(installation.services.pool) as conn:
        await conn.execute("INSERT INTO organization (id, name, created_at) VALUES ('org_other', 'Other', now())")
    await load(installation.services, "org_other", "customers", RECORD)
    assert statuses(await judged(installation, person, **ZOE))["identity_comparison"][1] == ["no_provider"]


class Away:
    """A register that is down, or that is there."""

    name, version = "registry", "1"

    def __init__(self, *records: Record) -> None:
        self.records = records

    async def find(self, claims: Mapping[str, str]) -> Sequence[Record]:
        if not self.records:
            raise Unavailable("down")
        return self.records


def install(monkeypatch: pytest.MonkeyPatch, made: Any) -> None:
    """As if a package brought it."""
    monkeypatch.setattr(sources, "_entry_points", lambda: (made,))
    monkeypatch.setattr(sources, "_installed", lambda entry: entry)


async def test_a_source_that_is_away_is_waited_for_and_then_told(
    installation: Any, organization: str, person: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, Away())
    await load(installation.services, organization, "customers", OTHER)
    with pytest.raises(Unavailable):
        await judged(installation, person, **ZOE)
    later = clock.now() + sources.PATIENCE + timedelta(seconds=1)
    monkeypatch.setattr(sources.clock, "now", lambda: later)
    made = await submitted(person, installation.production)
    decision = await judge(installation.services, installation.production, made.id, None)  # type: ignore[arg-type]
    assert not decision.passed
    said = {check["name"]: check["reasons"] for check in decision.checks}
    assert said["database_identity_comparison"] == ["provider_unavailable"]
    assert said["database_service_available_detection"] == ["source_unavailable"]


async def test_a_source_that_agrees_is_enough_while_another_is_away_or_broken(
    installation: Any, organization: str, person: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, Away("no record at all"))  # type: ignore[arg-type]
    await load(installation.services, organization, "customers", RECORD)
    verification = await judged(installation, person, **ZOE)
    assert verification.status == "passed"
    facts = msgspec.convert(verification.facts, RecordFacts)
    assert [(one.name, one.status) for one in facts.sources] == [("customers", "found"), ("registry", "unavailable")]


async def test_a_register_that_shows_nothing_says_what_agrees(
    installation: Any, person: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, Away(Record(agreements={"name": "match", "birthdate": "match"})))
    assert (await judged(installation, person, **ZOE)).status == "passed"


async def test_the_imported_table_keeps_what_is_expected_of_a_source(services: Any, organization: str) -> None:
    await load(services, organization, "customers", OTHER, RECORD)
    [finder] = await finders(services, organization)
    by_number = {"identification-number": "ab-123456", **ZOE}
    jumbled = {"name-first": "EXAMPLE", "name-last": "Muller Zoe", "birthdate": "1990-02-03"}
    unknown = {"name-first": "Nobody", "name-last": "Known", "birthdate": "1990-02-03"}
    await examine(ImportedTable(finder), [ZOE, by_number, jumbled, OTHER], unknown, SAME)
    with pytest.raises(NotConforming, match="no record agrees"):
        await examine(ImportedTable(finder), [unknown], {}, SAME)


async def test_what_is_stored_tells_nothing_and_is_bound_to_the_key(services: Any, organization: str) -> None:
    table = await load(services, organization, "customers", RECORD)
    async with services.pool.acquire() as conn:
        stored = [bytes(row[0]) for row in await conn.fetch("SELECT sealed FROM record_entry")]
        digests = [bytes(row[0]) for row in await conn.fetch("SELECT digest FROM record_key")]
    assert not any(word in each for each in [*stored, *digests] for word in (b"Example", b"1990", b"123456"))
    other = msgspec.structs.replace(table, proof=b"\0" * 32)
    with pytest.raises(Unavailable, match="another master key"):
        await Finder(services, other).find(ZOE)


async def test_a_table_is_replaced_whole_or_not_at_all(services: Any, organization: str) -> None:
    await load(services, organization, "customers", RECORD)
    with pytest.raises(Conflict, match="--replace"):
        await load(services, organization, "customers", OTHER)
    with pytest.raises(BadRequest):
        await load(services, organization, "No name", OTHER)
    table = await load(services, organization, "customers", OTHER, {"name-first": "Only"}, replace=True)
    assert table.records == 1
    [finder] = await finders(services, organization)
    assert await finder.find(ZOE) == []
    assert await finder.find(OTHER) == [OTHER]
    async with services.pool.acquire() as conn:
        assert await conn.fetchval("SELECT count(*) FROM record_entry") == 1


async def test_programs_see_what_was_looked_up(installation: Any, organization: str, person: Visitor) -> None:
    await load(installation.services, organization, "customers", RECORD)
    verification = await judged(installation, person, **ZOE)
    async with transaction(installation.services.pool) as conn:
        [shown] = await reading.resources(conn, installation.production.id, [verification])
    assert shown["attributes"]["name-last"] == "Müller-Example"
    assert shown["attributes"]["identification-number"] is None
    identity = next(one for one in shown["attributes"]["checks"] if one["name"] == "database_identity_comparison")
    assert identity["metadata"] == {
        "sources": ["customers"], "records": 1, "match": ["name", "birthdate"], "mismatch": [], "missing": []
    }  # fmt: skip
