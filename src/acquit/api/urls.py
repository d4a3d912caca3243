"""The addresses of the doors for machines."""

from __future__ import annotations

from django.urls import path

from acquit.api import views

app_name = "api"

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<str:name>", views.imports, name="import_named"),
]
