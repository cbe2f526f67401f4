"""Which database a command talks to."""

from __future__ import annotations

from verilink.database import running_dsn
from verilink.errors import Unavailable
from verilink.settings import Settings


def database_of(settings: Settings) -> str:
    """The configured database, else the embedded one that ``verilink serve`` runs on the same data folder.

    Raises ``Unavailable`` when there is neither.
    """
    dsn = settings.database_url or running_dsn(settings.data_dir)
    if dsn is None:
        raise Unavailable("No database: set DATABASE_URL, or run verilink serve on the same data folder first.")
    return dsn
