from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.inquiries.model import STATUSES
from verilink.kit import clock
from verilink.queues.actions import checked_filter, checked_name, checked_recipients
from verilink.queues.model import Filter, Queue, Subject, matches
from verilink.queues.notify import entry_mail
from verilink.settings import Settings

SUBJECT = Subject(
    environment_id="env_1",
    id="inq_1",
    status="needs_review",
    template_id="itmpl_1",
    template_name="Government ID",
    reference_id="user-42",
    failed_checks=["id_expired_detection"],
)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"statuses": ["needs_review"]}, True),
        ({"statuses": ["completed", "needs_review"]}, True),
        ({"statuses": ["completed"]}, False),
        ({"template-ids": ["itmpl_1"]}, True),
        ({"template-ids": ["itmpl_2"]}, False),
        ({"failed-checks": ["id_blur_detection", "id_expired_detection"]}, True),
        ({"failed-checks": ["id_blur_detection"]}, False),
        ({"statuses": ["needs_review"], "failed-checks": ["id_blur_detection"]}, False),
        ({"statuses": ["needs_review"], "template-ids": ["itmpl_1"], "failed-checks": ["id_expired_detection"]}, True),
    ],
)
def test_values_are_alternatives_and_kinds_must_all_hold(conditions: dict[str, Any], expected: bool) -> None:
    assert matches(checked_filter(conditions), SUBJECT) is expected


@given(st.sets(st.sampled_from(STATUSES)), st.sampled_from(STATUSES))
def test_more_conditions_never_match_more(statuses: set[Any], status: Any) -> None:
    subject = msgspec.structs.replace(SUBJECT, status=status)
    wide = Filter(statuses=tuple(statuses))
    narrow = Filter(statuses=tuple(statuses), template_ids=("itmpl_2",))
    assert not (matches(narrow, subject) and not matches(wide, subject))
    assert matches(wide, subject) == (not statuses or status in statuses)


@pytest.mark.parametrize(
    "conditions",
    [{}, {"statuses": []}, {"statuses": ["done"]}, {"other": ["x"]}, {"template-ids": [""]}, {"statuses": "completed"}],
)
def test_a_filter_without_sense_is_refused(conditions: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        checked_filter(conditions)


def test_names_and_addresses_are_checked() -> None:
    assert checked_name("  To review ") == "To review"
    assert checked_recipients(["a@example.com", " B@example.com", "A@EXAMPLE.com", ""]) == [
        "a@example.com",
        "B@example.com",
    ]
    for name in ("", "  ", "two\nlines", "x" * 101):
        with pytest.raises(BadRequest):
            checked_name(name)
    for addresses in (["nobody"], ["a@example.com\r\nBcc: b@example.com"], [f"a{n}@example.com" for n in range(21)]):
        with pytest.raises(BadRequest):
            checked_recipients(addresses)


def test_a_mail_leads_to_the_inquiry_and_carries_no_personal_data() -> None:
    now = clock.now()
    queue = Queue(
        environment_id="env_1",
        id="que_1",
        name="To review",
        filter=Filter(),
        notify=["a@example.com"],
        created_at=now,
        updated_at=now,
        archived_at=None,
    )
    mail = entry_mail(Settings(public_url="https://verify.example.com"), queue, SUBJECT)
    assert list(mail.to) == ["a@example.com"]
    assert mail.subject == "New in To review: inquiry needs review"
    assert "https://verify.example.com/dashboard/inquiries/inq_1" in mail.text
    assert "id_expired_detection" in mail.text
    assert "user-42" not in mail.text
