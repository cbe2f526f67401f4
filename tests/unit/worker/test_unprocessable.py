from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.flow.node import CheckSetting
from verilink.flow.verifications import GovernmentId, Selfie
from verilink.judging.kinds import KINDS
from verilink.worker.unprocessable import unprocessable_decision

OF_KIND: dict[str, type[GovernmentId] | type[Selfie]] = {"government-id": GovernmentId, "selfie": Selfie}
CHECKS = {kind: one.unprocessable for kind, one in KINDS.items()}
NAMES = st.sampled_from([*CHECKS.values(), "id_mrz_detection", "id_blur_detection", "selfie_liveness_detection"])
SETTINGS = st.dictionaries(NAMES, st.sampled_from(["required", "not_required", "disabled"]))


@pytest.mark.parametrize("kind", ["government-id", "selfie"])
@given(settings=SETTINGS)
def test_it_always_fails_and_never_passes_a_check(kind: str, settings: dict[str, str]) -> None:
    checks = {name: CheckSetting(requirement=requirement) for name, requirement in settings.items()}  # type: ignore[arg-type]
    spec = OF_KIND[kind](checks=checks)
    decision = unprocessable_decision(spec, "took too long")
    assert not decision.passed
    assert decision.errored
    statuses = {check["name"]: check["status"] for check in decision.checks}
    assert set(statuses) == {CHECKS[kind], *settings}
    assert statuses.pop(CHECKS[kind]) == "failed"
    assert set(statuses.values()) <= {"not_applicable"}
    assert all(check["reasons"] for check in decision.checks)
