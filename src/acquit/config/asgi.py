"""The web application, as ASGI servers load it."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from acquit.config.bodies import Bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquit.config.serving")
application = Bounded(get_asgi_application())
