"""The addresses of the doors for machines."""

from __future__ import annotations

from django.urls import path

from acquit.api import hooks, views

app_name = "api"

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<str:name>", views.imports, name="import_named"),
    path("hooks/email/<str:service>/", hooks.email_reports, name="email_reports"),
    path("hooks/email/<str:service>/answers/", hooks.email_answers, name="email_answers"),
    path("hooks/sms/", hooks.sms_reports, name="sms_reports"),
    path("hooks/post/", hooks.post_reports, name="post_reports"),
    path("hooks/sms/answers/", hooks.sms_answers, name="sms_answers"),
]
