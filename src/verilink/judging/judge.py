"""One verification from its stored pictures to a decision: facts, checks, verdict, and the pictures to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from verilink.checks.model import CheckResult
from verilink.checks.run import failing_reasons, run_government_id, run_selfie, verdict
from verilink.checks.scores import selfie_scores
from verilink.errors import Conflict
from verilink.evidence.facts import DocumentFacts, SelfieFacts
from verilink.files import actions as file_actions
from verilink.files import queries as file_queries
from verilink.files.model import File
from verilink.flow.document import Verification as Spec
from verilink.flow.outcomes import Attempt
from verilink.inquiries import queries as inquiry_queries
from verilink.inquiries.model import Inquiry
from verilink.judging import cases
from verilink.judging.engine import Engine
from verilink.judging.extraction import document_extraction, document_scores, selfie_extraction
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
    spec: Spec
    files: Mapping[str, File]
    earlier: tuple[Verification, ...]

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
        spec=version.document.verifications[verification.name],
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
    today = cases.submitted_on(material.verification)
    facts = await engine.read_document(pages, expected=material.attempt.id_class, today=today)
    results = judge_document_facts(facts, material)
    pictures = await engine.document_pictures(pages, facts)
    return Decision(
        passed=verdict(results),
        checks=_wire(results),
        reasons=failing_reasons(results),
        facts=msgspec.to_builtins(facts),
        extraction=document_extraction(facts),
        scores=document_scores(facts),
        country_code=facts.country_code,
        pictures=await _kept(services, material, pictures),
    )


def judge_document_facts(facts: DocumentFacts, material: Material) -> tuple[CheckResult, ...]:
    """The checks of a government ID on these facts: the same facts and case give the same results, always."""
    return run_government_id(facts, cases.government_id(material), material.spec.checks)


async def _judge_selfie(services: Services, material: Material, pages: Mapping[str, bytes], engine: Engine) -> Decision:
    order = [pose for pose in material.attempt.order if pose in pages]
    taken = cases.captured_ms(material.files, order)
    facts = await engine.read_selfie(
        [(pose, pages[pose]) for pose in order], order=material.attempt.order, captured_ms=taken
    )
    results = judge_selfie_facts(facts, material)
    pictures = await engine.selfie_pictures(pages)
    return Decision(
        passed=verdict(results),
        checks=_wire(results),
        reasons=failing_reasons(results),
        facts=msgspec.to_builtins(facts),
        extraction=selfie_extraction(facts),
        scores=dict(selfie_scores(facts, cases.selfie(material))),
        pictures=await _kept(services, material, pictures),
    )


def judge_selfie_facts(facts: SelfieFacts, material: Material) -> tuple[CheckResult, ...]:
    """The checks of a selfie on these facts."""
    return run_selfie(facts, cases.selfie(material), material.spec.checks)


def _wire(results: tuple[CheckResult, ...]) -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = msgspec.to_builtins(results)
    return list(plain)


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
