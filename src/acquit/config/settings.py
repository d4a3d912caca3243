"""Django's settings, from the environment. Importing this starts nothing and needs nothing.

Every variable that is read stands in docs/reference/settings.md; a test compares them.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from acquit.channels.email import services
from acquit.config import home, mail

PACKAGE = Path(__file__).resolve().parent.parent
NODE_MODULES = PACKAGE.parents[1] / "node_modules"


def _listed(name: str, default: str = "") -> list[str]:
    return [
        word.strip() for word in os.environ.get(name, default).split(",") if word.strip()
    ]


# Who may ask, and how

SECRET_KEY = home.secret_key()
DEBUG = os.environ.get("ACQUIT_DEBUG") == "1"
HTTPS = os.environ.get("ACQUIT_HTTPS") == "1"
ALLOWED_HOSTS = _listed("ACQUIT_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("ACQUIT_ORIGINS")
PROXIES = _listed("ACQUIT_PROXIES", "127.0.0.1")  # whose X-Forwarded-* is believed

# Rooms and layers

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    # Before allauth, so that our pages for signing in win over its own.
    "acquit.web",
    "acquit.organisation",
    "acquit.audit",
    "acquit.law",
    "acquit.ledger",
    "acquit.agenda",
    "acquit.bank",
    "acquit.channels",
    "acquit.matching",
    "acquit.scoring",
    "acquit.intake",
    "acquit.claims",
    "acquit.dunning",
    "acquit.limitation",
    "acquit.handover",
    "acquit.privacy",
    "acquit.insight",
    "acquit.cycle",
    "acquit.desk",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "acquit.config.static.Middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "acquit.config.urls"
ASGI_APPLICATION = "acquit.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

# The database, and what else lives in it. The web process adds a pool: config/serving.py.

DATABASES = {"default": home.database()}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}
# Loaded by workers alone: jobs need every room, a command only some, and all of them take
# as long to load as everything else it does.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = [
    "acquit.cycle.jobs",
    "acquit.cycle.learning_jobs",
    "acquit.cycle.dossier_jobs",
    "acquit.cycle.printing_jobs",
    "acquit.cycle.trial_jobs",
]
# Jobs that wait for a lock, a retry, or a worker that is just starting: found by polling.
PROCRASTINATE_WORKER_DEFAULTS = {"fetch_job_polling_interval": 0.5, "concurrency": 4}

# People sign in with their e-mail address; an administrator makes their accounts.

AUTH_USER_MODEL = "organisation.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "acquit.config.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# A letter to an unknown address would tell a stranger's mailbox that somebody tried.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# Cookies and headers

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# What people send us

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2  # larger files go through the disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # a folder; the form says no to more than 500

# Where folders may be watched: below this one, and nowhere else.

WATCH = home.watched()

# E-mail: EMAIL_URL and EMAIL_FROM are what the user said, the rest is how Django says it.

EMAIL_URL = os.environ.get("ACQUIT_EMAIL_URL", "")
EMAIL_FROM = os.environ.get("ACQUIT_EMAIL_FROM", "")
REPLY_TO = os.environ.get("ACQUIT_REPLY_TO", "")
_SERVER = mail.server(EMAIL_URL)
_SERVICE = services.service(EMAIL_URL)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _SERVER else 'dummy'}.EmailBackend"
if _SERVICE:
    EMAIL_BACKEND = _SERVICE.backend
ANYMAIL = _SERVICE.settings if _SERVICE else {}
EMAIL_HOST = _SERVER.host if _SERVER else ""
EMAIL_PORT = _SERVER.port if _SERVER else 0
EMAIL_HOST_USER = _SERVER.user if _SERVER else ""
EMAIL_HOST_PASSWORD = _SERVER.password if _SERVER else ""
EMAIL_USE_SSL = bool(_SERVER and _SERVER.security is mail.Security.TLS)
EMAIL_USE_TLS = bool(_SERVER and _SERVER.security is mail.Security.STARTTLS)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = EMAIL_FROM or "acquit@localhost"
# Letters: the window of the office's own envelopes, see channels.letter.windows.described.
LETTER_WINDOW = os.environ.get("ACQUIT_LETTER_WINDOW", "")
# The office's printer prints on both sides: every letter begins on a new sheet.
LETTER_BOTH_SIDES = os.environ.get("ACQUIT_LETTER_BOTH_SIDES") == "1"

# The other ways to a debtor, and what comes back: as the user said it. docs/howto/
# send-by-email-sms-letter-and-webhook.md tells their forms.

SMS_URL = os.environ.get("ACQUIT_SMS_URL", "")
SMS_TEMPLATE = os.environ.get("ACQUIT_SMS_TEMPLATE", "")
POST_URL = os.environ.get("ACQUIT_POST_URL", "")
WEBHOOK_URL = os.environ.get("ACQUIT_WEBHOOK_URL", "")
WEBHOOK_SECRET = os.environ.get("ACQUIT_WEBHOOK_SECRET", "")
IMAP_URL = os.environ.get("ACQUIT_IMAP_URL", "")
HOOK_SECRET = os.environ.get("ACQUIT_HOOK_SECRET", "")

# Words, days, numbers

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
# What people read; facts are kept in UTC, and each company has its own for the day it is.
TIME_ZONE = os.environ.get("ACQUIT_TIMEZONE", "Europe/Brussels")

# Files of the pages: `acquit serve` collects them under names that never change content.

STATIC_URL = "static/"
STATIC_ROOT = home.folder() / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "acquit.config.static.PartsFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "acquit.config.static.Storage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Events: what happened, with ids; never a name, an address or an account number.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"event": {"()": "acquit.config.logs.EventFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "acquit": {"level": os.environ.get("ACQUIT_LOG", "WARNING").upper()},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "uvicorn": {"level": "WARNING"},
    },
}
