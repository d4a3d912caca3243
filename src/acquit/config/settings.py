"""Django's settings, from the environment. Importing this starts nothing and needs nothing.

Every variable that is read here stands in docs/reference/settings.md; a test holds the two together.
"""

from __future__ import annotations

import os
from pathlib import Path

from acquit.config import home

ROOM = Path(__file__).resolve().parent
PACKAGE = ROOM.parent

SECRET_KEY = home.secret_key()
DEBUG = os.environ.get("ACQUIT_DEBUG", "") == "1"
ALLOWED_HOSTS = os.environ.get(
    "ACQUIT_HOSTS", "localhost,127.0.0.1,[::1],testserver"
).split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("ACQUIT_ORIGINS", "").split(",") if o]

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
    "allauth",
    "allauth.account",
    "acquit.web",
    "acquit.organisation",
    "acquit.audit",
    "acquit.ledger",
    "acquit.agenda",
    "acquit.bank",
    "acquit.channels",
    "acquit.matching",
    "acquit.intake",
    "acquit.dunning",
    "acquit.insight",
    "acquit.cycle",
    "acquit.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
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
AUTH_USER_MODEL = "organisation.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": home.database()}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"

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
