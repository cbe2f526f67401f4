"""PostgreSQL: the embedded server, the connection pool, transactions and migrations."""
