"""One verification from its stored pictures to a decision: facts, checks, verdict, and the pictures to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from verilink.checks.case import GovernmentIdCase, SelfieCase
from verilink.errors import Conflict
from verilink.evidence.facts import DocumentFacts, SelfieFacts
from verilink.files import actions as file_actions
from verilink.files import queries as file_queries
from verilink.files.model import File
from verilink.flow.document import Template
from verilink.flow.document import Verification as Spec
from verilink.flow.outcomes import Attempt
from verilink.inquiries import queries as inquiry_queries
from verilink.inquiries.model import Inquiry
from verilink.judging import cases, surroundings
from verilink.judging.engine import Engine
from verilink.judging.record import Judgement, Outcome, as_stored, judge_document, judge_selfie, plain
from verilink.judging.simulator import simulated_decision
from verilink.kit import clock
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.templates import queries as template_queries
from verilink.verifications import queries
from verilink.verifications.model import Decision, Picture, Verification


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the verdict on one verification rests on, as it was when it was loaded."""

    environment: Environment
    inquiry: Inquiry
    verification: Verification
    document: Template
    files: Mapping[str, File]
    earlier: tuple[Verification, ...]

    @property
    def spec(self) -> Spec:
        """The verification as its template describes it."""
        return self.document.verifications[self.verification.name]

    @property
    def today(self) -> date:
        """The day that "today" means to its checks."""
        return cases.submitted_on(self.verification)

    @property
    def attempt(self) -> Attempt:
        """The frozen attempt."""
        return msgspec.convert(self.verification.inputs, Attempt)


async def judge(services: Services, environment: Environment, verification_id: str, engine: Engine) -> Decision:
    """The decision on a submitted verification; nothing is written but pictures nobody refers to yet.

    Raises ``Conflict`` when it is not waiting for one, and whatever the engine raises.
    """
    material = await load(services, environment, verification_id)
    if material.verification.status != "submitted":
        raise Conflict(f"The verification is {material.verification.status}")
    if material.verification.simulated:
        return _simulated(material)
    pages = {page: await file_actions.read(services, file) for page, file in material.files.items()}
    if material.spec.type == "government-id":
        return await _judge_document(services, material, pages, engine)
    return await _judge_selfie(services, material, pages, engine)


async def load(services: Services, environment: Environment, verification_id: str) -> Material:
    """Load what belongs to a verification. Raises ``NotFound``."""
    async with services.pool.acquire() as conn:
        verification = await queries.get(conn, environment.id, verification_id)
        inquiry = await inquiry_queries.get(conn, environment.id, verification.inquiry_id)
        every = await queries.of_inquiry(conn, environment.id, inquiry.id)
        files = await file_queries.of_owners(conn, environment.id, [verification.evidence_id or ""])
        organization_id = environment.organization_id
        version = await template_queries.version(conn, organization_id, verification.template_version_id)
    wanted = {str(file_id): page for page, file_id in verification.inputs.get("pages", {}).items()}
    return Material(
        environment=environment,
        inquiry=inquiry,
        verification=verification,
        document=version.document,
        files={wanted[file.id]: file for file in files if file.id in wanted},
        earlier=tuple(each for each in every if each.id != verification.id),
    )


def _simulated(material: Material) -> Decision:
    attempt = material.attempt
    return simulated_decision(
        material.spec,
        passed=material.inquiry.simulate != "fail",
        today=clock.now().date(),
        country=attempt.country,
        id_class=attempt.id_class,
    )


async def _judge_document(
    services: Services, material: Material, pages: Mapping[str, bytes], engine: Engine
) -> Decision:
    read = await engine.read_document(pages, expected=material.attempt.id_class, today=material.today)
    facts = as_stored(read, DocumentFacts)
    around = await surroundings.of_document(services, material, facts)
    case = as_stored(cases.government_id(material, around), GovernmentIdCase)
    outcome = judge_document(facts, case, material.spec.checks)
    pictures = await _kept(services, material, await engine.document_pictures(pages, facts))
    decision = _decision(outcome, facts, case, around)
    return msgspec.structs.replace(decision, country_code=facts.country_code, pictures=pictures)


async def _judge_selfie(services: Services, material: Material, pages: Mapping[str, bytes], engine: Engine) -> Decision:
    order = [pose for pose in material.attempt.order if pose in pages]
    read = await engine.read_selfie(
        [(pose, pages[pose]) for pose in order],
        order=material.attempt.order,
        captured_ms=cases.captured_ms(material.files, order),
    )
    facts = as_stored(read, SelfieFacts)
    around = await surroundings.of_selfie(services, material, facts)
    case = as_stored(cases.selfie(material, around), SelfieCase)
    outcome = judge_selfie(facts, case, material.spec.checks)
    pictures = await _kept(services, material, await engine.selfie_pictures(pages))
    return msgspec.structs.replace(_decision(outcome, facts, case, around), pictures=pictures)


def _decision(
    outcome: Outcome,
    facts: DocumentFacts | SelfieFacts,
    case: GovernmentIdCase | SelfieCase,
    around: surroundings.Surroundings,
) -> Decision:
    seen = around.sighting
    return Decision(
        passed=outcome.passed,
        checks=outcome.checks,
        reasons=outcome.reasons,
        facts=plain(facts),
        extraction=outcome.extraction,
        scores=outcome.scores,
        judgement=plain(Judgement(case=plain(case))),
        sighting=None if seen is None else msgspec.structs.replace(seen, passed=outcome.passed),
    )


async def _kept(services: Services, material: Material, pictures: Mapping[str, bytes]) -> tuple[Picture, ...]:
    """Store pictures under new objects; the rows that point at them are written with the verdict."""
    return tuple([await _keep(services, material.files.get(page), page, data) for page, data in pictures.items()])


async def _keep(services: Services, original: File | None, page: str, data: bytes) -> Picture:
    file_id = original.id if original is not None else file_actions.new_id()
    stored = await services.objects.put(file_id, data, beside=original is not None)
    return Picture(
        file_id=file_id,
        page=page,
        replaces=original is not None,
        object_key=stored.key,
        wrapped_key=stored.wrapped_key,
        byte_size=stored.byte_size,
        sha256=stored.sha256,
    )
