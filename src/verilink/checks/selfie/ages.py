"""How old the face looks. Off unless a template asks: the guess is coarse, and it is not made for anybody else."""

from __future__ import annotations

from verilink.checks.ages import OPTIONS, within
from verilink.checks.case import SelfieCase
from verilink.checks.model import CheckDefinition, Config, Finding, failed_if, not_applicable
from verilink.checks.selfie.measures import judge_measure
from verilink.checks.values import age_on, period
from verilink.evidence.facts import SelfieFacts

Definition = CheckDefinition[SelfieFacts, SelfieCase]


def _birthdate(facts: SelfieFacts, case: SelfieCase, config: Config) -> Finding:
    born = period(case.birthdate)
    if born is None or case.today is None or born.first > case.today:
        return not_applicable("no_reference_birthdate")
    # completed years at the least, and a year more for what is begun
    youngest, oldest = age_on(born.last, case.today), age_on(born.first, case.today) + 1
    return judge_measure(facts, "age", lambda looks: within(looks, youngest, oldest, config))


def _limits(facts: SelfieFacts, _case: SelfieCase, config: Config) -> Finding:
    least, most = config["min"], config["max"]
    if least is None and most is None:
        return not_applicable("no_age_limit")
    return judge_measure(facts, "age", lambda looks: _inside(looks, least, most))


def _inside(looks: float, least: float | None, most: float | None) -> Finding:
    reasons = ["looks_too_young"] if least is not None and not looks >= least else []
    reasons += ["looks_too_old"] if most is not None and not looks <= most else []
    return failed_if(reasons)


def _comparison(name: str, tests: str) -> Definition:
    return CheckDefinition(
        name=name,
        category="fraud",
        tests=tests,
        inputs=("frames.center.faces.age", "case.birthdate", "case.today"),
        reasons=("age_mismatch", "missing_face"),
        blocking=("no_reference_birthdate", "not_measured"),
        options=OPTIONS,
        judge=_birthdate,
    )


DEFINITIONS: tuple[Definition, ...] = (
    _comparison(
        "selfie_age_comparison",
        "The age the face looks is within `max-difference` years of the one by the date of birth, which is read from "
        "the document or known to the inquiry. The guess is coarse: see models.",
    ),
    _comparison("selfie_age_inconsistency_detection", "Newer name of `selfie_age_comparison`."),
    CheckDefinition(
        name="selfie_age_threshold_comparison",
        category="user_action_required",
        tests="The age the face looks is from `min` to `max`. The guess is off by eight years in the mean, so a limit "
        "has to stand well away from the age that is meant.",
        inputs=("frames.center.faces.age",),
        reasons=("looks_too_young", "looks_too_old", "missing_face"),
        exempt=("no_age_limit",),
        blocking=("not_measured",),
        options={"min": None, "max": None},
        judge=_limits,
    ),
)
