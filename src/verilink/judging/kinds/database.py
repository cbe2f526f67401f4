"""What the inquiry knows of a person: looked up in every source of records, judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from verilink.checks.database.facts import DatabaseCase, RecordFacts
from verilink.flow.outcomes import Attempt
from verilink.flow.verifications import Database
from verilink.judging import providers, sources
from verilink.judging.cases import passed_selfie
from verilink.judging.engine import Engine
from verilink.judging.kinds.drawing import decision_of
from verilink.judging.kinds.government_id import ADDRESS, BIRTHDATE, NAME
from verilink.judging.providers import Lookup
from verilink.judging.record import Judgement, Outcome, Settings, as_stored, judge_database
from verilink.services import Services
from verilink.verifications.model import Decision, Verification

if TYPE_CHECKING:
    from verilink.judging.judge import Material


class Databases:
    """Judges what was looked up."""

    failing = "database_identity_comparison"
    unprocessable = failing

    async def judge(self, services: Services, material: Material, _engine: Engine) -> Decision:
        """Ask every source and judge what they say. Raises ``Unavailable`` while it pays to wait for one."""
        claims, spec = material.attempt.claims, material.described(Database)
        answers = await sources.ask(services, material, spec.match)
        facts = as_stored(RecordFacts(claims=claims, sources=answers), RecordFacts)
        before = {key: field.get("value") for key, field in material.inquiry.initial_fields.items() if key in claims}
        prefilled = {key: value for key, value in before.items() if isinstance(value, str)}
        asked = Lookup(
            check="",
            fields=claims,
            country_code=claims.get("address-country-code"),
            face=passed_selfie(material),
        )
        told = await providers.ask("database", spec.checks, asked)
        given = DatabaseCase(today=material.today, match=spec.match, prefilled=prefilled, answers=told)
        case = as_stored(given, DatabaseCase)
        decision = decision_of(judge_database(facts, case, spec.checks), facts, case)
        return msgspec.structs.replace(decision, country_code=claims.get("address-country-code"))

    def recompute(self, verification: Verification, judgement: Judgement, settings: Settings) -> Outcome:
        """From stored facts and case."""
        facts = msgspec.convert(verification.facts, RecordFacts)
        return judge_database(facts, msgspec.convert(judgement.case, DatabaseCase), settings)

    def sample(self, attempt: Attempt, _today: date) -> dict[str, Any]:
        """What was entered, or the sandbox's person."""
        return dict(attempt.claims) or {**NAME, "birthdate": BIRTHDATE, **ADDRESS}
