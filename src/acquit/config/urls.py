"""Every address of the web application; each room brings its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("", include("acquit.desk.urls")),
]
