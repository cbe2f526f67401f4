"""Country and kind of document."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.flow.document import ChooseId
from verilink.flow.moment import Moment
from verilink.flow.outcomes import Answer, InvalidAnswer, SetFields
from verilink.flow.pages import id_pages
from verilink.flow.settings import COUNTRIES
from verilink.flow.verifications import GovernmentId


def enter(moment: Moment, screen: ChooseId) -> Moment:
    """Begin the attempt."""
    return moment.with_attempt(screen.verification, moment.attempt(screen.verification))


def model(moment: Moment, screen: ChooseId) -> dict[str, Any]:
    """``countries``: ``None`` means all. ``country`` and ``id-class``: what to preselect."""
    verification = moment.spec(screen.verification, GovernmentId)
    attempt = moment.attempt(screen.verification)
    fields = moment.fields
    countries = (attempt.country, fields.get("selected-country-code"), moment.context.country_hint)
    classes = (attempt.id_class, fields.get("selected-id-class"))
    return {
        "verification": screen.verification,
        "countries": None if verification.countries is None else list(verification.countries),
        "id-classes": list(verification.id_classes),
        "country": next((code for code in countries if _is_allowed(verification, code)), _sole(verification.countries)),
        "id-class": next((one for one in classes if one in verification.id_classes), _sole(verification.id_classes)),
        "attempt": attempt.number,
        "tries-left": moment.tries_left(screen.verification),
    }


def accept(moment: Moment, screen: ChooseId, answer: Answer) -> Moment:
    """Take the choice; pictures of another document are forgotten."""
    verification = moment.spec(screen.verification, GovernmentId)
    country = answer.values.get("country") or _sole(verification.countries)
    country = country.upper() if isinstance(country, str) else None
    id_class = answer.values.get("id-class") or _sole(verification.id_classes)
    errors = {}
    if not _is_allowed(verification, country):
        errors["country"] = "Choose the country that issued your document."
    if id_class not in verification.id_classes:
        errors["id-class"] = "Choose the document you have."
    if errors:
        raise InvalidAnswer(errors)
    attempt = msgspec.structs.replace(
        moment.attempt(screen.verification), country=country, id_class=id_class, order=id_pages(str(id_class)), pages={}
    )
    return _remember(moment.with_attempt(screen.verification, attempt), country, id_class)


def _remember(moment: Moment, country: Any, id_class: Any) -> Moment:
    chosen = {"selected-country-code": country, "selected-id-class": id_class}
    values = {key: value for key, value in chosen.items() if key in moment.plan.template.fields}
    return moment.after(SetFields(values=values)) if values else moment


def _is_allowed(verification: GovernmentId, country: Any) -> bool:
    return country in COUNTRIES and (verification.countries is None or country in verification.countries)


def _sole(options: tuple[str, ...] | None) -> str | None:
    return options[0] if options and len(options) == 1 else None
