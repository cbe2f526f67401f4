"""Stored pictures and files: encrypted each under a key of its own, in a folder or a bucket."""

from verilink.objects.errors import (
    MasterKeyInvalid,
    ObjectExists,
    ObjectMissing,
    ObjectUnreadable,
    StoreUnavailable,
)
from verilink.objects.keys import MasterKeys, load_or_create_keys, parse_keys
from verilink.objects.opening import open_keyring, open_store
from verilink.objects.store import ObjectStore, Stored

__all__ = [
    "MasterKeyInvalid",
    "MasterKeys",
    "ObjectExists",
    "ObjectMissing",
    "ObjectStore",
    "ObjectUnreadable",
    "StoreUnavailable",
    "Stored",
    "load_or_create_keys",
    "open_keyring",
    "open_store",
    "parse_keys",
]
