"""What can go wrong with a stored object. The texts are constant: they tell callers nothing about keys or paths."""

from __future__ import annotations

from verilink.errors import Conflict, Gone, Unavailable, VerilinkError


class ObjectMissing(Gone):
    """The store does not have the object (any more)."""

    def __init__(self) -> None:
        super().__init__("The file is no longer stored.")


class ObjectUnreadable(Gone):
    """The object's key was erased, belongs to another object, or the bytes were changed."""

    def __init__(self) -> None:
        super().__init__("The file can no longer be read.")


class ObjectExists(Conflict):
    """There is an object of this id already; objects are never overwritten."""

    def __init__(self) -> None:
        super().__init__("A file with this id is already stored.")


class StoreUnavailable(Unavailable):
    """The store does not answer, or refuses us."""


class MasterKeyInvalid(VerilinkError):
    """The master key's file or setting cannot be used; the text says what to do, never the key."""
