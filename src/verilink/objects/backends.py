"""Where bytes are kept: a local folder, memory (tests), S3, Google Cloud Storage or Azure, by URL."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, from_url

from verilink.objects.errors import StoreUnavailable

CLIENT_OPTIONS: Final = {"connect_timeout": "5s", "timeout": "60s"}
RETRIES: Final = {"max_retries": 4}
_ENDPOINTS: Final = ("endpoint", "aws_endpoint", "endpoint_url", "aws_endpoint_url")
_SCHEMES: Final = ("s3", "s3a", "gs", "az", "azure", "abfs", "abfss")


def local_folder(url: str) -> Path | None:
    """The folder of a ``file://`` URL or a plain path; ``None`` for any other store."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Path(unquote(parts.path)).absolute()
    return None if "://" in url else Path(url).absolute()


def open_backend(url: str, options: Mapping[str, str] | None = None) -> Any:
    """The obstore store for ``url``. ``options`` are the provider's (``endpoint``, ``region``, ``access_key_id`` …);
    what is not given is taken from the provider's usual environment variables.

    Raises:
        StoreUnavailable: the URL is not understood or the folder cannot be made.
    """
    scheme = urlsplit(url).scheme
    folder = local_folder(url)
    try:
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return LocalStore(folder)
        if scheme == "memory":
            return MemoryStore()
        if scheme in _SCHEMES:
            return from_url(
                url, config=dict(options or {}), client_options=_client_options(options or {}), retry_config=RETRIES
            )
    except (BaseError, ValueError, OSError) as error:
        raise StoreUnavailable(f"The object store {url} cannot be opened: {first_line(error)}") from error
    raise StoreUnavailable(f"The object store {url} is of no known kind. Use file://, s3://, gs:// or az://.")


def first_line(error: BaseException) -> str:
    """The message without obstore's debugging dump."""
    return str(error).partition("\n")[0]


def _client_options(options: Mapping[str, str]) -> dict[str, Any]:
    """Plain http is used only when the operator's own endpoint says so."""
    named = [options.get(name, "") for name in _ENDPOINTS]
    named += [os.environ.get(name.upper(), "") for name in _ENDPOINTS if name.startswith("aws_")]
    endpoint = next((value for value in named if value), "")
    return {**CLIENT_OPTIONS, "allow_http": endpoint.startswith("http://")}
