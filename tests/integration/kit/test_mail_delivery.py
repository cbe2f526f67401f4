from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from verilink.kit.mail import Mail, MailFailed, SmtpSettings, compose, send


class _Inbox:
    def __init__(self, answer: str = "250 OK") -> None:
        self.answer = answer
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return self.answer

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        if address.startswith("later@"):
            return "450 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@asynccontextmanager
async def _serving(inbox: _Inbox, **options: Any) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(inbox, loop=loop, **options), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server certificate for localhost that clients of this test trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _message(to: str = "ada@example.com") -> Any:
    return compose(
        Mail(to=[to], subject="Grüße", text="Hällo\n.\nEnde", html="<p>Hällo</p>"), "no-reply@verify.example"
    )


async def test_a_mail_arrives_whole() -> None:
    inbox = _Inbox()
    async with _serving(inbox) as port:
        await send(_message(), SmtpSettings("127.0.0.1", port))
    envelope = inbox.envelopes[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("no-reply@verify.example", ["ada@example.com"])
    assert isinstance(envelope.content, bytes)
    read = email.message_from_bytes(envelope.content, policy=email.policy.default)
    body = read.get_body(("plain",))
    assert body is not None
    assert read["Subject"] == "Grüße"
    assert body.get_content().splitlines() == ["Hällo", ".", "Ende"]


async def test_starttls_with_a_password(authority: ssl.SSLContext) -> None:
    seen: list[Any] = []

    def authenticator(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        seen.append((data.login, data.password, session.ssl is not None))
        return AuthResult(success=data.password == b"p@ss", handled=False)

    inbox = _Inbox()
    options = {"tls_context": authority, "authenticator": authenticator, "auth_required": True}
    async with _serving(inbox, **options) as port:
        await send(_message(), SmtpSettings.parse(f"smtp://user:p%40ss@localhost:{port}?starttls=1"))
        assert seen == [(b"user", b"p@ss", True)]
        assert len(inbox.envelopes) == 1
        with pytest.raises(MailFailed) as failed:
            await send(_message(), SmtpSettings.parse(f"smtp://user:wrong@localhost:{port}?starttls=1"))
    assert failed.value.permanent


async def test_an_untrusted_certificate_is_refused(authority: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    inbox = _Inbox()
    async with _serving(inbox, tls_context=authority) as port:
        with pytest.raises(MailFailed) as failed:
            await send(_message(), SmtpSettings("localhost", port, starttls=True))
    assert not failed.value.permanent
    assert inbox.envelopes == []


async def test_starttls_is_never_silently_left_out() -> None:
    inbox = _Inbox()
    async with _serving(inbox) as port:
        with pytest.raises(MailFailed):
            await send(_message(), SmtpSettings("127.0.0.1", port, starttls=True))
    assert inbox.envelopes == []


@pytest.mark.parametrize(("to", "permanent"), [("nobody@example.com", True), ("later@example.com", False)])
async def test_a_refused_recipient_is_permanent_or_not_as_the_server_says(to: str, permanent: bool) -> None:
    async with _serving(_Inbox()) as port:
        with pytest.raises(MailFailed) as failed:
            await send(_message(to), SmtpSettings("127.0.0.1", port))
    assert failed.value.permanent is permanent


@pytest.mark.parametrize(("answer", "permanent"), [("554 no", True), ("451 later", False)])
async def test_a_refused_message_is_permanent_or_not_as_the_server_says(answer: str, permanent: bool) -> None:
    async with _serving(_Inbox(answer)) as port:
        with pytest.raises(MailFailed, match=answer[:3]) as failed:
            await send(_message(), SmtpSettings("127.0.0.1", port))
    assert failed.value.permanent is permanent


async def test_an_absent_or_silent_server_may_be_tried_again() -> None:
    async with _serving(_Inbox()) as port:
        pass
    with pytest.raises(MailFailed) as failed:
        await send(_message(), SmtpSettings("127.0.0.1", port))
    assert not failed.value.permanent

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1)
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    with pytest.raises(MailFailed) as failed:
        await send(_message(), SmtpSettings("127.0.0.1", server.sockets[0].getsockname()[1]), timeout=0.3)
    assert not failed.value.permanent
    server.close()
