"""The addresses of the desk: nouns, and a verb where something is written."""

from __future__ import annotations

from django.urls import path

from acquit.desk import search, views
from acquit.desk.customers import views as customers
from acquit.desk.customers import writing

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.choose_language, name="language"),
    path("search/", search.found, name="search"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path(
        "customers/<int:pk>/timeline/",
        customers.customer_timeline,
        name="customer_timeline",
    ),
    path(
        "customers/<int:pk>/contacts/",
        customers.customer_contacts,
        name="customer_contacts",
    ),
    path(
        "customers/<int:pk>/documents/",
        customers.customer_documents,
        name="customer_documents",
    ),
    path("invoices/<int:pk>/document/", customers.document, name="document"),
    path("customers/<int:pk>/note/", writing.write_note, name="write_note"),
    path("customers/<int:pk>/hold/", writing.hold_customer, name="hold_customer"),
    path("receivables/<int:pk>/promise/", writing.record_promise, name="record_promise"),
    path("receivables/<int:pk>/dispute/", writing.open_dispute, name="open_dispute"),
    path("receivables/<int:pk>/hold/", writing.hold_receivable, name="hold_receivable"),
    path("promises/<int:pk>/withdraw/", writing.withdraw_promise, name="withdraw_promise"),
    path("disputes/<int:pk>/close/", writing.close_dispute, name="close_dispute"),
    path("holds/<int:pk>/end/", writing.end_hold, name="end_hold"),
]
