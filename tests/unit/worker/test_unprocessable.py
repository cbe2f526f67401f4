from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.flow.document import CheckSetting, Verification
from verilink.worker.unprocessable import CHECKS, unprocessable_decision

NAMES = st.sampled_from([*CHECKS.values(), "id_mrz_detection", "id_blur_detection", "selfie_liveness_detection"])
SETTINGS = st.dictionaries(NAMES, st.sampled_from(["required", "not_required", "disabled"]))


@pytest.mark.parametrize("kind", ["government-id", "selfie"])
@given(settings=SETTINGS)
def test_it_always_fails_and_never_passes_a_check(kind: str, settings: dict[str, str]) -> None:
    checks = {name: CheckSetting(requirement=requirement) for name, requirement in settings.items()}  # type: ignore[arg-type]
    spec = Verification(type=kind, checks=checks)  # type: ignore[arg-type]
    decision = unprocessable_decision(spec, "took too long")
    assert not decision.passed
    assert decision.errored
    statuses = {check["name"]: check["status"] for check in decision.checks}
    assert set(statuses) == {CHECKS[kind], *settings}
    assert statuses.pop(CHECKS[kind]) == "failed"
    assert set(statuses.values()) <= {"not_applicable"}
    assert all(check["reasons"] for check in decision.checks)
