"""What a link may say, in which spellings, and what is refused with which sentence."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.hosted.parameters import parse
from verilink.kit.inflection import to_camel, to_snake

TEMPLATE = "itmpl_" + "1" * 28
INQUIRY = "inq_" + "1" * 28
VALUES = {
    "inquiry-template-id": (TEMPLATE, "template_id"),
    "inquiry-template-version-id": ("itmplv_" + "2" * 28, "version_id"),
    "template-id": (TEMPLATE, "template_id"),
    "environment-id": ("env_" + "3" * 28, "environment_id"),
    "environment": ("sandbox", "environment"),
    "reference-id": ("user 1&2", "reference_id"),
    "account-type-id": ("acttp_" + "4" * 28, "account_type_id"),
    "language": ("fr", "language"),
    "redirect-uri": ("https://example.com/a?b=c&d=e", "redirect_uri"),
    "theme-set-id": ("theset_" + "5" * 28, "theme_set_id"),
    "style-variant": ("dark", "style_variant"),
}


def _same(name: str) -> str:
    return name


@pytest.mark.parametrize("spell", [_same, to_snake, to_camel])
@pytest.mark.parametrize("name", sorted(VALUES))
def test_every_parameter_is_read_in_three_spellings(name: str, spell: object) -> None:
    from urllib.parse import quote

    value, attribute = VALUES[name]
    base = "" if name in ("inquiry-template-id", "template-id") else f"inquiry-template-id={TEMPLATE}&"
    spelled = spell(name)  # type: ignore[operator]
    found = parse(f"?{base}{spelled}={quote(value, safe='')}")
    assert getattr(found, attribute) == value


@pytest.mark.parametrize("name", ["inquiry-id", "inquiry_id", "inquiryId"])
def test_an_inquiry_is_named_in_three_spellings(name: str) -> None:
    token = {"inquiry-id": "session-token", "inquiry_id": "session_token", "inquiryId": "sessionToken"}[name]
    found = parse(f"{name}={INQUIRY}&{token}=abc")
    assert (found.inquiry_id, found.session_token) == (INQUIRY, "abc")


def test_fields_keep_their_keys_and_plus_means_space_unless_encoded() -> None:
    found = parse(f"inquiry-template-id={TEMPLATE}&fields[name-first]=Zo%C3%AB&fields[phoneNumber]=%2B49+1")
    assert found.fields == {"name-first": "Zoë", "phoneNumber": "+49 1"}


def test_prefill_is_an_older_name_of_fields_and_gives_way_to_it() -> None:
    found = parse(f"inquiry-template-id={TEMPLATE}&prefill[a]=1&prefill[b]=2&fields[b]=3")
    assert found.fields == {"a": "1", "b": "3"}


def test_empty_values_count_as_absent() -> None:
    found = parse(f"inquiry-template-id={TEMPLATE}&reference-id=&environment-id=&language=")
    assert (found.reference_id, found.environment_id, found.language) == (None, None, None)


def test_unknown_parameters_and_old_ones_are_ignored() -> None:
    assert (
        parse(f"inquiry-template-id={TEMPLATE}&utm_source=mail&routing-country=US&theme-id=x").template_id == TEMPLATE
    )


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("TRUE", True), ("1", False), ("", False)])
def test_a_webview_says_so_with_true(value: str, expected: bool) -> None:
    assert parse(f"code=abc&is-webview={value}").is_webview is expected


def test_an_unknown_style_follows_the_device() -> None:
    assert parse("code=abc&style-variant=base").style_variant is None


REFUSED = [
    ("", "neither"),
    ("reference-id=a", "neither"),
    (f"inquiry-id={INQUIRY}&inquiry-template-id={TEMPLATE}", "only one"),
    (f"inquiry-id={INQUIRY}&code=abc", "only one"),
    (f"inquiry-template-id={TEMPLATE}&account-id=act_1&reference-id=a", "account-id cannot"),
    (f"inquiry-template-id={TEMPLATE}&account-id=act_1&account-type-id=acttp_1", "account-id cannot"),
    (f"inquiry-template-id={TEMPLATE}&environment=test", "sandbox or production"),
    (f"inquiry-template-id={TEMPLATE}&inquiry_template_id={TEMPLATE}", "more than once"),
    (f"inquiry-template-id={TEMPLATE}&inquiry-template-id={TEMPLATE}", "once"),
    (f"inquiry-template-id={TEMPLATE}&fields=a", "fields"),
    ("inquiry-template-id=tmpl-nonsense", "itmpl_"),
    ("inquiry-id=inq_'%20OR%201=1", "inq_"),
    (f"inquiry-template-id={TEMPLATE}&reference-id=%7B%7Buser.id%7D%7D", "placeholder"),
    (f"inquiry-template-id={TEMPLATE}&reference-id=*%7CUSER%7C*", "placeholder"),
    (f"inquiry-template-id={TEMPLATE}&reference-id=%ff", "UTF-8"),
    ("code=" + "a" * 20_000, "longer"),
]


@pytest.mark.parametrize(("query", "part"), REFUSED)
def test_what_does_not_go_together_is_refused_in_a_sentence(query: str, part: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse(query)
    assert part in str(refusal.value)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(query: str) -> None:
    with suppress(BadRequest):
        found = parse(query)
        assert found.template_id or found.version_id or found.inquiry_id or found.code
