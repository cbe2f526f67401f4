"""Encrypted objects: put once, get, delete. The wrapped data key is the caller's to keep, and to erase."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
import obstore
from obstore.exceptions import AlreadyExistsError, BaseError

from verilink.objects.backends import first_line, local_folder, open_backend
from verilink.objects.envelope import new_data_key, open_sealed, seal
from verilink.objects.errors import ObjectExists, ObjectMissing, StoreUnavailable
from verilink.objects.keys import MasterKeys, sync_folder

T = TypeVar("T")

# above this, encrypting takes longer than handing the work to a thread
THREAD_BYTES: Final = 1_000_000
_OBJECT_ID: Final = re.compile(r"[A-Za-z0-9_-]{3,120}")


class Stored(msgspec.Struct, frozen=True):
    """What the caller writes into its row. Without ``wrapped_key`` nobody can read the object again."""

    key: str
    wrapped_key: bytes
    byte_size: int
    sha256: bytes


class ObjectStore:
    """Objects in one backend under one set of master keys."""

    def __init__(self, url: str, keys: MasterKeys, *, options: Mapping[str, str] | None = None) -> None:
        """Raises :class:`StoreUnavailable` when the URL is not understood or its folder cannot be made."""
        self._backend: Any = open_backend(url, options)
        self._folder = local_folder(url)
        self._synced_shelves: set[Path] = set()
        self._keys = keys

    async def put(self, object_id: str, data: bytes, *, beside: bool = False) -> Stored:
        """Encrypt ``data`` under a fresh key and store it; on return it survives a power cut.

        ``beside``: next to what the id has already, so that a row can move from the one to the other.

        Raises:
            ObjectExists: the id is taken; nothing was overwritten.
            StoreUnavailable: the store does not take it.
            ValueError: ``object_id`` is not 3 to 120 of ``A-Z a-z 0-9 _ -``.
        """
        key = key_of(object_id) + (f".{os.urandom(8).hex()}" if beside else "")
        data_key = new_data_key()

        def encrypt() -> tuple[bytes, bytes]:
            return seal(data, data_key=data_key, object_id=object_id), hashlib.sha256(data).digest()

        sealed, digest = await _compute(encrypt, len(data))
        await self._write(key, sealed)
        return Stored(key, self._keys.wrap(data_key, object_id=object_id), len(data), digest)

    async def get(self, key: str, object_id: str, wrapped_key: bytes | None) -> bytes:
        """The object's bytes.

        Raises:
            ObjectUnreadable: the key was erased or does not belong to this object, or the bytes were changed.
            ObjectMissing: the store has no such object.
            StoreUnavailable: the store does not answer.
        """
        data_key = self._keys.unwrap(wrapped_key, object_id=object_id)
        sealed = await self._read(key)
        return await _compute(lambda: open_sealed(sealed, data_key=data_key, object_id=object_id), len(sealed))

    async def delete(self, key: str) -> None:
        """Remove the stored bytes; an object that is not there is no error."""
        try:
            await obstore.delete_async(self._backend, key)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise _unavailable(error) from error

    @property
    def current_prefix(self) -> bytes:
        """What every wrapped key begins with that is under the current master key."""
        return self._keys.current_prefix

    def rewrap(self, wrapped_key: bytes, object_id: str) -> bytes:
        """The wrapped key of an object under the current master key; the object itself is not touched.

        Raises:
            ObjectUnreadable: the master key it was wrapped with is not here.
        """
        return self._keys.rewrap(wrapped_key, object_id=object_id)

    async def check(self) -> None:
        """Write, read and delete a small object.

        Raises:
            StoreUnavailable: one of the three failed; the text says how.
        """
        object_id = f"check_{os.urandom(12).hex()}"
        stored = await self.put(object_id, b"check")
        await self.get(stored.key, object_id, stored.wrapped_key)
        await self.delete(stored.key)

    async def _write(self, key: str, sealed: bytes) -> None:
        try:
            await obstore.put_async(self._backend, key, sealed, mode="create")
        except AlreadyExistsError:
            # a retry within the client whose first try did arrive finds its own bytes
            if await self._read(key) != sealed:
                raise ObjectExists from None
        except (BaseError, OSError) as error:
            raise _unavailable(error) from error
        if self._folder is not None:
            await asyncio.to_thread(self._sync, self._folder / key)

    def _sync(self, path: Path) -> None:
        """obstore leaves a new file to the kernel; a row may not be committed before its picture is on the disk."""
        with path.open("rb") as file:
            os.fsync(file.fileno())
        sync_folder(path.parent)
        if path.parent not in self._synced_shelves:
            sync_folder(path.parent.parent)
            self._synced_shelves.add(path.parent)

    async def _read(self, key: str) -> bytes:
        try:
            answer = await obstore.get_async(self._backend, key)
            return bytes(await answer.bytes_async())
        except FileNotFoundError:
            raise ObjectMissing from None
        except (BaseError, OSError, ValueError) as error:
            raise _unavailable(error) from error


def key_of(object_id: str) -> str:
    """Where an object is kept: spread over folders by the id's last two characters, which are random."""
    if not _OBJECT_ID.fullmatch(object_id):
        raise ValueError(f"not an object id: {object_id!r}")
    return f"{object_id[-2:]}/{object_id}"


async def _compute(work: Callable[[], T], size: int) -> T:
    return await asyncio.to_thread(work) if size > THREAD_BYTES else work()


def _unavailable(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(f"The object store does not work: {first_line(error)}")
