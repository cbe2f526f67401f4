"""Where sign-in may lead, and what a mail template's link looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.dashboard.entry import next_path
from verilink.dashboard.hosted_links import SYNTAXES, merge_field, merge_link


@pytest.mark.parametrize("asked", ["/dashboard", "/dashboard/inquiries?q=usr_1", "/dashboard?done=saved"])
def test_pages_of_the_dashboard_are_gone_to(asked: str) -> None:
    assert next_path(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/dashboard\\..\\x",
        "/dashboardx",
        "/dashboard/\nx",
        "javascript:1",
    ],
)
def test_anything_else_leads_home(asked: str) -> None:
    assert next_path(asked) == "/dashboard"


@given(st.text())
def test_sign_in_never_leads_elsewhere(asked: str) -> None:
    assert next_path(asked).startswith("/dashboard")


def test_merge_tags_stay_as_the_mail_tool_must_find_them() -> None:
    links = [
        merge_link("https://v.example/verify?inquiry-template-id=itmpl_1", form, "user.id") for form, _, _ in SYNTAXES
    ]
    assert links[0].endswith("&reference-id={{user.id}}")
    assert links[1].endswith("&reference-id=*|user.id|*")
    assert links[2].endswith("&reference-id=%user.id%")
    assert links[3].endswith("&reference-id=%%user.id%%")


@given(st.text())
def test_a_field_name_cannot_break_out_of_its_tag(asked: str) -> None:
    assert not set(merge_field(asked)) & set('{}*%[]&<>"')
