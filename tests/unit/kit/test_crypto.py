from __future__ import annotations

import hashlib
import hmac

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.kit import crypto

_MASTER = bytes(range(32))


def test_each_purpose_has_its_own_key() -> None:
    keys = {crypto.derive_key(_MASTER, purpose) for purpose in ("api-key", "session", "file")}
    assert len(keys) == 3
    assert all(len(key) == 32 for key in keys)
    assert crypto.derive_key(_MASTER, "file") == crypto.derive_key(_MASTER, "file")
    assert crypto.derive_key(b"other", "file") not in keys


def test_a_digest_is_hmac_sha256() -> None:
    assert crypto.digest("secret", b"pepper") == hmac.new(b"pepper", b"secret", hashlib.sha256).digest()
    assert crypto.digest("secret", b"other") != crypto.digest("secret", b"pepper")


def test_same_compares_text_and_bytes() -> None:
    assert crypto.same("é", "é".encode())
    assert not crypto.same("a", "b")
    assert not crypto.same(b"a", b"ab")


@given(st.binary(max_size=200), st.text(max_size=20))
def test_a_sealed_secret_opens_only_in_its_context(secret: bytes, context: str) -> None:
    box = crypto.SecretBox(_MASTER)
    sealed = box.seal(secret, context)
    assert box.open(sealed, context) == secret
    with pytest.raises(crypto.Unsealable):
        box.open(sealed, context + "x")
    with pytest.raises(crypto.Unsealable):
        crypto.SecretBox(bytes(32)).open(sealed, context)


@given(st.binary(max_size=40), st.integers(min_value=0))
def test_a_sealed_secret_with_any_bit_changed_does_not_open(secret: bytes, where: int) -> None:
    box = crypto.SecretBox(_MASTER)
    sealed = bytearray(box.seal(secret))
    where %= len(sealed) * 8
    sealed[where // 8] ^= 1 << where % 8
    with pytest.raises(crypto.Unsealable):
        box.open(bytes(sealed))


@given(st.binary(max_size=60))
def test_other_bytes_do_not_open(sealed: bytes) -> None:
    with pytest.raises(crypto.Unsealable):
        crypto.SecretBox(_MASTER).open(sealed)


def test_sealing_twice_gives_two_different_values() -> None:
    box = crypto.SecretBox(_MASTER)
    assert box.seal(b"x") != box.seal(b"x")


def test_a_box_needs_a_whole_key() -> None:
    with pytest.raises(ValueError, match="32"):
        crypto.SecretBox(b"short")


async def test_passwords_verify_and_are_never_stored() -> None:
    stored = await crypto.hash_password("correct horse")
    assert stored.startswith("$argon2id$")
    assert "correct" not in stored
    assert await crypto.verify_password("correct horse", stored)
    assert not await crypto.verify_password("wrong horse", stored)
    assert not crypto.needs_rehash(stored)


async def test_the_same_characters_typed_otherwise_are_the_same_password() -> None:
    stored = await crypto.hash_password("pässword")
    assert await crypto.verify_password("pa\u0308ssword", stored)


async def test_nobody_and_garbage_never_match() -> None:
    assert not await crypto.verify_password("x", None)
    assert not await crypto.verify_password("x", "not a hash")
    assert not await crypto.verify_password("x" * 2_000, await crypto.hash_password("x"))


async def test_overlong_passwords_are_refused_when_set() -> None:
    with pytest.raises(BadRequest, match="1024"):
        await crypto.hash_password("x" * 1_025)


def test_weaker_hashes_are_noticed() -> None:
    assert crypto.needs_rehash(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x"))
