"""The database wrapper; importing it puts pysqlite3 in the place of the standard module."""

import logging
import sys

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # no wheel for this machine: config.checks warns about it
    logging.getLogger(__name__).warning("pysqlite3 is missing, using the system's SQLite")
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.db.backends.sqlite3 import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    """pysqlite3 connections have no `getlimit()`; 32766 is SQLite's own default."""

    max_query_params = 32766


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
