"""One verification from its stored pictures to a decision: facts, checks, verdict, and the pictures to keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import msgspec

from verilink.errors import Conflict
from verilink.files import queries as file_queries
from verilink.files.model import File
from verilink.flow.document import Template
from verilink.flow.outcomes import Attempt
from verilink.flow.verifications import Common
from verilink.flow.verifications import Verification as Spec
from verilink.inquiries import queries as inquiry_queries
from verilink.inquiries.model import Inquiry
from verilink.judging import cases
from verilink.judging.engine import Engine
from verilink.judging.kinds import KINDS
from verilink.judging.simulator import simulated_decision
from verilink.kit import clock
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.templates import queries as template_queries
from verilink.verifications import queries
from verilink.verifications.model import Decision, Verification

V = TypeVar("V", bound=Common)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the verdict on one verification rests on, as it was when it was loaded.

    ``files`` and, in ``frames``, further pictures of them: by page.
    """

    environment: Environment
    inquiry: Inquiry
    verification: Verification
    document: Template
    files: Mapping[str, File]
    earlier: tuple[Verification, ...]
    frames: Mapping[str, Sequence[File]] = field(default_factory=dict)

    @property
    def spec(self) -> Spec:
        """The verification as its template describes it."""
        return self.document.verifications[self.verification.name]

    def described(self, kind: type[V]) -> V:
        """The same, of the kind it has."""
        assert isinstance(self.spec, kind), "judged by what belongs to its kind"
        return self.spec

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
    return await KINDS[material.spec.type].judge(services, material, engine)


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
        frames = await file_queries.frames_of(conn, environment.id, list(wanted))
    return Material(
        environment=environment,
        inquiry=inquiry,
        verification=verification,
        document=version.document,
        files={wanted[file.id]: file for file in files if file.id in wanted},
        earlier=tuple(each for each in every if each.id != verification.id),
        frames={page: [each for each in frames if each.frame_of == file_id] for file_id, page in wanted.items()},
    )


def _simulated(material: Material) -> Decision:
    passed = material.inquiry.simulate != "fail"
    return simulated_decision(material.spec, material.attempt, passed=passed, today=clock.now().date())
