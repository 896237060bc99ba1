"""Django's settings; what a house may change it changes by an environment variable.

SQLite in the home by default; PostgreSQL by DULY_DATABASE_URL=postgresql://user:password@host:port/name.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import pysqlite3  # carries a version without the fault of resetting the write-ahead log; Python's own may have it
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from csp.constants import NONE, SELF  # noqa: E402

from duly import wiring  # noqa: E402

SECRET_KEY = os.environ.get("DULY_SECRET_KEY", "")
DEBUG = False
DEMO = wiring.is_demo()
CLOCK, WALL_CLOCK = wiring.clock(), wiring.wall_clock
ALLOWED_HOSTS = wiring.hosts()
INSTALLED_APPS = [
    "duly.store.desk_store.DeskStore",
    "duly.web.console.console.Console",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duly.web.moment.moment",
    "duly.web.moment.walled",
    "duly.web.api.outside.outside",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "duly.web.urls"
WSGI_APPLICATION = "duly.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["duly.web.console.templatetags.duly"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "duly.web.console.around.around",
            ],
        },
    }
]
AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "sign_in", "my_day", "sign_in"
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME, AXES_RESET_ON_SUCCESS = 5, timedelta(minutes=15), True  # house defaults
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "duly.web.console.faults.locked_out"
AXES_VERBOSE = False
CSRF_FAILURE_VIEW = "duly.web.console.faults.stale"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "duly_session", "duly_csrf", "duly_lang"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO  # the demonstration speaks plain HTTP, to this machine alone
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("DULY_BEHIND_PROXY") == "1" else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
LOGGING = {  # faults to standard error, with neither the values of a request nor those of a local variable
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "axes": {"handlers": ["stderr"], "level": "ERROR"},
    },
}
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # nothing to collect: what the package carries is what is served
DATABASES = {"default": wiring.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"  # in the database; the law's clock is the law's, and the business day the lender's
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
SILENCED_SYSTEM_CHECKS = ["axes.W001"]
