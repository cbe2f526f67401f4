from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pgqueuer.domain.errors import RetryRequested

from verilink.errors import Unavailable
from verilink.files.actions import Erased
from verilink.inquiries.model import Inquiry
from verilink.services import Services
from verilink.verifications import queries as verifications
from verilink.verifications.model import Decision, Verification
from verilink.worker import analyse
from verilink.worker.analyse import Analyst
from verilink.worker.jobs import Analysis
from verilink.worker.process import AnalysisFailed, Reason

PASSED = Decision(passed=True, checks=[{"name": "id_blur_detection", "status": "passed"}])


class Judge:
    """Does in turn what it was told, the last thing for ever."""

    def __init__(self, *answers: Decision | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, services: Services, environment: Any, verification_id: str, engine: Any) -> Decision:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def analysis_of(inquiry: Inquiry) -> Analysis:
    return Analysis(inquiry.environment_id, inquiry.verification_refs[-1].split()[1])


async def stored(services: Services, analysis: Analysis) -> Verification:
    async with services.pool.acquire() as conn:
        return await verifications.get(conn, analysis.environment_id, analysis.verification_id)


async def counts(services: Services) -> list[tuple[int, int]]:
    return [tuple(row) for row in await services.pool.fetch("SELECT begun, failed FROM analysis_attempt")]


async def test_a_verdict_is_written_once_and_a_second_run_does_nothing(services: Services, submit: Any) -> None:
    analysis = analysis_of(await submit())
    judge = Judge(PASSED)
    analyst = Analyst(services, None, judge)
    await analyst.run(analysis)
    await analyst.run(analysis)
    assert judge.asked == 1
    assert (await stored(services, analysis)).status == "passed"
    assert await counts(services) == []


@pytest.mark.parametrize("reason", [Reason.TIME, Reason.MEMORY, Reason.CRASHED, Reason.ERROR])
async def test_pictures_that_cannot_be_read_twice_are_given_up(services: Services, submit: Any, reason: Reason) -> None:
    analysis = analysis_of(await submit())
    judge = Judge(AnalysisFailed(reason))
    analyst = Analyst(services, None, judge)
    with pytest.raises(RetryRequested):
        await analyst.run(analysis)
    await analyst.run(analysis)
    assert judge.asked == analyse.MOST_FAILED
    verification = await stored(services, analysis)
    assert verification.status == "failed"
    failed = [check["name"] for check in verification.checks if check["status"] == "failed"]
    assert failed == ["id_unprocessable_submission_detection"]
    assert all(check["status"] != "passed" for check in verification.checks)
    assert await counts(services) == []


async def test_pictures_that_were_erased_are_given_up_at_once(services: Services, submit: Any) -> None:
    analysis = analysis_of(await submit())
    judge = Judge(Erased("The file was erased"))
    await Analyst(services, None, judge).run(analysis)
    assert judge.asked == 1
    verification = await stored(services, analysis)
    failed = [check["name"] for check in verification.checks if check["status"] == "failed"]
    assert (verification.status, failed) == ("failed", ["id_unprocessable_submission_detection"])
    assert await counts(services) == []


async def test_pictures_that_bring_the_worker_down_are_given_up(
    services: Services, submit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis = analysis_of(await submit())
    judge = Judge(PASSED)
    analyst = Analyst(services, None, judge)

    async def killed(*_: object) -> None:
        raise SystemExit  # what a SIGKILL leaves behind in the database is the same: a beginning without an end

    with monkeypatch.context() as patch:
        patch.setattr(Judge, "__call__", killed)
        for begun in range(1, analyse.MOST_BEGUN + 1):
            with pytest.raises(SystemExit):
                await analyst.run(analysis)
            assert await counts(services) == [(begun, 0)]
    await analyst.run(analysis)
    assert judge.asked == 0
    assert (await stored(services, analysis)).status == "failed"


async def test_a_stop_says_nothing_about_the_pictures(services: Services, submit: Any) -> None:
    analysis = analysis_of(await submit())
    analyst = Analyst(services, None, Judge(*[AnalysisFailed(Reason.STOPPED)] * 20, PASSED))
    for _ in range(20):
        with pytest.raises(RetryRequested) as retry:
            await analyst.run(analysis)
        assert retry.value.delay == timedelta(0)
    await analyst.run(analysis)
    assert (await stored(services, analysis)).status == "passed"


async def test_an_outage_is_waited_out_however_long_it_takes(services: Services, submit: Any) -> None:
    analysis = analysis_of(await submit())
    analyst = Analyst(services, None, Judge(*[Unavailable("no store")] * 30, PASSED))
    delays = []
    for attempts in range(30):
        with pytest.raises(RetryRequested) as retry:
            await analyst.run(analysis, attempts)
        delays.append(retry.value.delay.total_seconds())
    assert delays[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert max(delays) == 60
    await analyst.run(analysis, 30)
    assert (await stored(services, analysis)).status == "passed"


async def test_a_defect_of_ours_ends_in_a_verdict_too(services: Services, submit: Any) -> None:
    analysis = analysis_of(await submit())
    analyst = Analyst(services, None, Judge(ZeroDivisionError()))
    for attempts in range(analyse.MOST_DEFECTS - 1):
        with pytest.raises(RetryRequested):
            await analyst.run(analysis, attempts)
    await analyst.run(analysis, analyse.MOST_DEFECTS - 1)
    assert (await stored(services, analysis)).status == "failed"


async def test_an_unknown_verification_is_nobodys_work(services: Services, installation: Any) -> None:
    judge = Judge(PASSED)
    await Analyst(services, None, judge).run(Analysis(installation.production.id, "ver_unknown"))
    await Analyst(services, None, judge).run(Analysis("env_unknown", "ver_unknown"))
    assert judge.asked == 0
