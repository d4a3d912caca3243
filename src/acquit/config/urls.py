"""Every address of the web application; each room brings its own.

Of allauth only those are mounted that have a page of ours: the others would open doors that
nobody guards, such as a letter that resets a password.
"""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path

urlpatterns = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path(
        "account/password/change/", account.password_change, name="account_change_password"
    ),
    path("api/", include("acquit.api.urls")),
    path("", include("acquit.desk.urls")),
]
