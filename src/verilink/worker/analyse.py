"""The ``analyse`` job: from a submitted verification to its verdict, whatever goes wrong on the way.

Every beginning is counted before it is made and taken back when it ends, so that pictures which bring the whole
worker down are noticed: after ``MOST_BEGUN`` beginnings without an end they are given up. Pictures that only their
analysis process dies of are given up after ``MOST_FAILED``. Faults of ours and of the infrastructure are tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import asyncpg
from pgqueuer.domain.errors import RetryRequested

from verilink.database import transaction
from verilink.errors import NotFound, Unavailable
from verilink.files.actions import Erased
from verilink.inquiries.verdict import decide
from verilink.judging.engine import Engine
from verilink.kit import clock
from verilink.organizations import queries as organizations
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.templates import queries as templates
from verilink.verifications import queries as verifications
from verilink.verifications.model import Decision, Verification
from verilink.worker import queries
from verilink.worker.jobs import Analysis
from verilink.worker.process import AnalysisFailed, Reason
from verilink.worker.unprocessable import unprocessable_decision

MOST_BEGUN: Final = 5
MOST_FAILED: Final = 2
MOST_DEFECTS: Final = 5
LONGEST_DELAY_SECONDS: Final = 60
_PASSING: Final = (Unavailable, OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)
_log = logging.getLogger(__name__)

Judge = Callable[[Services, Environment, str, Engine], Awaitable[Decision]]


class _TooOften(Exception):
    """Begun again and again and never ended."""


@dataclass(frozen=True, slots=True)
class Analyst:
    """Runs analyses. ``judge`` makes facts with the ``engine`` and a verdict of them."""

    services: Services
    engine: Engine
    judge: Judge

    async def run(self, analysis: Analysis, attempts: int = 0) -> None:
        """Give the verification its verdict. ``attempts``: how often the job was put back before.

        Raises ``RetryRequested`` when it is to be tried again later.
        """
        begun = await self._begin(analysis)
        if begun is None:
            return
        environment, verification = begun
        try:
            decision = await self._decision(environment, verification)
            await self._settle(environment, verification, decision)
        except AnalysisFailed as failure:
            await self._failed(environment, verification, failure)
        except _TooOften:
            await self._give_up(environment, verification, str(Reason.CRASHED))
        except Erased:  # an inquiry resumed after its pictures' time; no later try would find them
            await self._give_up(environment, verification, "erased")
        except Exception as error:
            await self._defect(environment, verification, error, attempts)

    async def _begin(self, analysis: Analysis) -> tuple[Environment, Verification] | None:
        async with self.services.pool.acquire() as conn:
            try:
                environment = await organizations.environment(conn, analysis.environment_id)
                verification = await verifications.get(conn, environment.id, analysis.verification_id)
            except NotFound:
                return None
        return (environment, verification) if verification.status == "submitted" else None

    async def _decision(self, environment: Environment, verification: Verification) -> Decision:
        async with self.services.pool.acquire() as conn:
            begun = await queries.begin_analysis(conn, environment.id, verification.id, clock.now())
        if begun > MOST_BEGUN:
            raise _TooOften
        return await self.judge(self.services, environment, verification.id, self.engine)

    async def _settle(self, environment: Environment, verification: Verification, decision: Decision) -> None:
        async with transaction(self.services.pool) as conn:
            await decide(conn, environment, verification.id, decision)
            await queries.end_analysis(conn, environment.id, verification.id)
        self.services.wake.flow(verification.inquiry_id)
        self.services.wake.worker()

    async def _failed(self, environment: Environment, verification: Verification, failure: AnalysisFailed) -> None:
        if failure.reason is Reason.STOPPED:
            await self._interrupted(environment, verification)
            raise RetryRequested(timedelta(0), "the worker was stopped") from failure
        async with self.services.pool.acquire() as conn:
            failures = await queries.fail_analysis(conn, environment.id, verification.id)
        _log.warning("analysis of %s failed (%d): %s", verification.id, failures, failure)
        if failures < MOST_FAILED:
            raise RetryRequested(timedelta(seconds=1), str(failure.reason)) from failure
        await self._give_up(environment, verification, str(failure.reason))

    async def _defect(
        self, environment: Environment, verification: Verification, error: Exception, attempts: int
    ) -> None:
        await self._interrupted(environment, verification)
        if not isinstance(error, _PASSING):
            _log.error("analysis of %s met a defect", verification.id, exc_info=error)
            if attempts + 1 >= MOST_DEFECTS:
                await self._give_up(environment, verification, type(error).__name__)
                return
        delay = min(2**attempts, LONGEST_DELAY_SECONDS)
        raise RetryRequested(timedelta(seconds=delay), type(error).__name__) from error

    async def _interrupted(self, environment: Environment, verification: Verification) -> None:
        async with self.services.pool.acquire() as conn:
            await queries.interrupt_analysis(conn, environment.id, verification.id)

    async def _give_up(self, environment: Environment, verification: Verification, why: str) -> None:
        async with self.services.pool.acquire() as conn:
            version = await templates.version(conn, environment.organization_id, verification.template_version_id)
        spec = version.document.verifications[verification.name]
        await self._settle(environment, verification, unprocessable_decision(spec, why))
