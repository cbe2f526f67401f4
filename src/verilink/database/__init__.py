"""PostgreSQL: the embedded server, the connection pool, transactions and migrations."""

from verilink.database.embedded import EmbeddedPostgres, running_dsn
from verilink.database.errors import (
    CommitUnknown,
    DatabaseUnavailable,
    DataFolderInUse,
    MigrationRefused,
    TransactionLost,
)
from verilink.database.migrate import migrate, status
from verilink.database.pool import Connection, Pool, Record, open_pool
from verilink.database.rows import row_to, rows_to
from verilink.database.transaction import acquire, transaction, with_retries, within

__all__ = [
    "CommitUnknown",
    "Connection",
    "DataFolderInUse",
    "DatabaseUnavailable",
    "EmbeddedPostgres",
    "MigrationRefused",
    "Pool",
    "Record",
    "TransactionLost",
    "acquire",
    "migrate",
    "open_pool",
    "row_to",
    "rows_to",
    "running_dsn",
    "status",
    "transaction",
    "with_retries",
    "within",
]
