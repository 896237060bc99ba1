"""Django's settings: the desk's database and nothing that a house would not change by an environment variable.

SQLite in the home by default; PostgreSQL by DULY_DATABASE_URL=postgresql://user:password@host:port/name.
"""

from __future__ import annotations

import os
import sys

import pysqlite3  # carries a version without the fault of resetting the write-ahead log; Python's own may have it
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from duly import wiring  # noqa: E402

SECRET_KEY = os.environ.get("DULY_SECRET_KEY", "")
INSTALLED_APPS = ["duly.store.desk_store.DeskStore"]
AUTH_USER_MODEL = "store.User"
DATABASES = {"default": wiring.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"  # in the database; the law's clock is the law's, and the business day the lender's
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
