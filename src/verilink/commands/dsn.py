"""Which database a command talks to, and whether it is one this program can work on."""

from __future__ import annotations

from verilink.database import running_dsn, status
from verilink.errors import Unavailable
from verilink.settings import Settings


def database_of(settings: Settings) -> str:
    """The configured database, else the embedded one that ``verilink serve`` runs on the same data folder.

    Raises ``Unavailable`` when there is neither.
    """
    dsn = settings.database_url or running_dsn(settings.data_dir)
    if dsn is None:
        folder = settings.data_dir.absolute()
        raise Unavailable(f"No database: set DATABASE_URL, or run verilink serve on the same data folder ({folder}).")
    return dsn


async def prepared(dsn: str) -> str:
    """``dsn`` itself once every migration is applied there.

    Raises ``Unavailable`` when one is missing, and what ``verilink.database.status`` raises.
    """
    pending = (await status(dsn)).pending
    if pending:
        names = ", ".join(migration.name for migration in pending)
        raise Unavailable(f"The database is not at this version yet ({names}). Run: verilink migrate")
    return dsn
