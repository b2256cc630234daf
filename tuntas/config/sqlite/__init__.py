"""Django's SQLite backend on pysqlite3, because the system's SQLite may carry the WAL-reset bug (docs/adr/0003)."""
