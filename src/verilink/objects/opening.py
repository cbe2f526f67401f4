"""The master keys and the object store as the settings say."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from verilink.objects.keys import MasterKeys, load_or_create_keys, parse_keys
from verilink.objects.store import ObjectStore


class ObjectSettings(Protocol):
    """The settings this part reads."""

    @property
    def data_dir(self) -> Path:
        """The data folder."""

    @property
    def master_key(self) -> str | None:
        """Master keys in base64 or hex, the current one first; ``None``: a file in the data folder, made once."""

    @property
    def object_store_url(self) -> str | None:
        """Where objects go; ``None``: a folder in the data folder."""


def open_keyring(settings: ObjectSettings) -> MasterKeys:
    """The master keys from the setting, else from ``master.key`` in the data folder (made when missing).

    Raises:
        MasterKeyInvalid: the setting or the file cannot be used.
    """
    if settings.master_key:
        return parse_keys(settings.master_key)
    settings.data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    return load_or_create_keys(settings.data_dir / "master.key")


def open_store(settings: ObjectSettings, keyring: MasterKeys) -> ObjectStore:
    """The store at ``object_store_url``, by default the folder ``objects`` in the data folder.

    Raises:
        StoreUnavailable: the URL is not understood, or the folder cannot be made.
    """
    return ObjectStore(settings.object_store_url or str(settings.data_dir / "objects"), keyring)
