from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.kit import clock
from verilink.kit.mail import Mail, SmtpSettings, compose, is_address

_SENDER = "Verilink <no-reply@verify.example>"


def test_a_message_carries_text_and_html() -> None:
    mail = Mail(to=["Ada <ada@example.com>"], subject="Bitte bestätigen", text="Grüße", html="<p>Grüße</p>")
    with clock.frozen(datetime(2026, 1, 10, 9, tzinfo=UTC)):
        raw = compose(mail, _SENDER).as_bytes()
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert read["From"] == _SENDER
    assert read["To"] == "Ada <ada@example.com>"
    assert read["Subject"] == "Bitte bestätigen"
    assert read["Date"] == "Sat, 10 Jan 2026 09:00:00 +0000"
    assert read["Message-ID"].endswith("@verify.example>")
    assert read.get_content_type() == "multipart/alternative"
    plain, html = read.get_body(("plain",)), read.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (plain.get_content().strip(), html.get_content().strip()) == ("Grüße", "<p>Grüße</p>")


def test_a_message_may_be_text_alone_and_carry_headers() -> None:
    mail = Mail(
        to=["a@example.com", "b@example.com"],
        subject="x",
        text="y",
        reply_to="help@example.com",
        headers={"Auto-Submitted": "auto-generated"},
    )
    message = compose(mail, _SENDER)
    assert message.get_content_type() == "text/plain"
    assert message["To"] == "a@example.com, b@example.com"
    assert message["Reply-To"] == "help@example.com"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "mail",
    [
        Mail(to=["a@example.com"], subject="x\r\nBcc: b@example.com", text=""),
        Mail(to=["a@example.com\r\nBcc: b@example.com"], subject="x", text=""),
        Mail(to=["a@example.com, b@example.com"], subject="x", text=""),
        Mail(to=["a@example.com"], subject="x", text="", reply_to="a@example.com\nBcc: b@example.com"),
        Mail(to=["a@example.com"], subject="x", text="", headers={"X-A": "b\nBcc: c@example.com"}),
        Mail(to=["a@example.com"], subject="x", text="", headers={"X-A\nBcc": "c@example.com"}),
        Mail(to=[], subject="x", text=""),
        Mail(to=["a@example.com"] * 51, subject="x", text=""),
    ],
)
def test_nothing_given_can_add_a_header_or_a_recipient(mail: Mail) -> None:
    with pytest.raises(BadRequest):
        compose(mail, _SENDER)


@given(st.text(max_size=80), st.text(max_size=60), st.text(max_size=200))
def test_whatever_is_composed_has_one_recipient_and_our_headers_only(subject: str, name: str, text: str) -> None:
    try:
        message = compose(Mail(to=[f"{name} <a@example.com>"], subject=subject, text=text), _SENDER)
        raw = message.as_bytes()
    except BadRequest:
        return
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert [address.addr_spec for address in read["To"].addresses] == ["a@example.com"]
    assert {header.lower() for header in read} <= {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "content-type",
        "content-transfer-encoding",
        "mime-version",
    }


@pytest.mark.parametrize(
    "text",
    ["a@example.com", "Ada Example <ada@example.com>", "a+b@sub.example.com", '"A, B" <a@x.example>', "a@localhost"],
)
def test_mail_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "@example.com", "a@", "a@b@c", "a b@example.com", "<a@x.example", "a@x.example, b@x.example", "a@.x"],
)
def test_other_texts_are_no_mail_address(text: str) -> None:
    assert not is_address(text)


@given(st.text(max_size=400))
def test_any_text_is_an_address_or_not(text: str) -> None:
    assert is_address(text) in {True, False}


def test_smtp_settings_come_from_a_url() -> None:
    assert SmtpSettings.parse("smtp://mail.example") == SmtpSettings("mail.example", 25)
    assert SmtpSettings.parse("smtps://u:p%40w@mail.example") == SmtpSettings("mail.example", 465, "u", "p@w", tls=True)
    assert SmtpSettings.parse("smtp://mail.example?starttls=1").port == 587
    assert SmtpSettings.parse("smtp://mail.example:2525?starttls=1") == SmtpSettings(
        "mail.example", 2525, starttls=True
    )
    assert "secret" not in repr(SmtpSettings.parse("smtp://user:secret@mail.example"))


@pytest.mark.parametrize(
    "url", ["", "mail.example", "http://x", "smtp://", "smtp://x/path", "smtp://x?tls=1", "smtp://x:y"]
)
def test_other_urls_are_no_smtp_settings(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        SmtpSettings.parse(url)
