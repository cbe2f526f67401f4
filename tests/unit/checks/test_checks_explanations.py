"""Every reason a check can give is explained to a reviewer."""

from __future__ import annotations

from verilink.checks.advice import ADVICE
from verilink.checks.explanations import EXPLANATIONS, explain
from verilink.checks.model import DISABLED
from verilink.checks.registry import CHECKS
from verilink.judging.simulator import REASON as SIMULATED
from verilink.worker.unprocessable import NOT_JUDGED
from verilink.worker.unprocessable import REASON as UNPROCESSABLE


def test_every_documented_reason_is_explained_and_no_explanation_is_idle() -> None:
    documented = {
        reason
        for checks in CHECKS.values()
        for one in checks.values()
        for reason in (*one.reasons, *one.exempt, *one.blocking)
    }
    assert set(EXPLANATIONS) == documented | {DISABLED, SIMULATED, UNPROCESSABLE, NOT_JUDGED}


def test_an_explanation_is_one_calm_sentence_and_not_the_advice() -> None:
    for reason, sentence in EXPLANATIONS.items():
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0, sentence
        assert "!" not in sentence
        assert "you" not in sentence.lower().split()
        assert len(sentence) <= 120
        assert sentence != ADVICE.get(reason)


def test_an_unknown_reason_has_no_explanation() -> None:
    assert explain("unheard_of") is None
    assert explain("expired") == EXPLANATIONS["expired"]
