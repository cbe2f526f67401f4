"""What can go wrong between this program and PostgreSQL, in words an operator can act on."""

from __future__ import annotations

from verilink.errors import Unavailable


class DatabaseUnavailable(Unavailable):
    """PostgreSQL is not there, does not start, or does not answer."""


class DataFolderInUse(DatabaseUnavailable):
    """Another running process already serves this data folder."""


class MigrationRefused(Unavailable):
    """The database's history and this program's migrations do not fit together."""


class TransactionLost(DatabaseUnavailable):
    """The connection was lost before the commit was sent: nothing of the transaction happened, it may be run again."""


class CommitUnknown(DatabaseUnavailable):
    """The connection was lost while committing: nobody knows whether the transaction happened."""
