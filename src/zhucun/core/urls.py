"""Addresses of core."""

from django.urls import path

from zhucun.core.views import accounts, pages

app_name = "core"
urlpatterns = [
    path("events/", pages.events, name="events"),
    path("people/", accounts.accounts, name="accounts"),
    path("people/new/", accounts.account_new, name="account_new"),
    path("people/townships/", accounts.account_townships, name="account_townships"),
    path("people/<int:pk>/", accounts.account, name="account"),
    path("people/<int:pk>/reset/", accounts.account_reset, name="account_reset"),
    path("people/<int:pk>/close/", accounts.account_close, name="account_close"),
    path("people/<int:pk>/reopen/", accounts.account_reopen, name="account_reopen"),
    path("news/seen/", pages.notices_seen, name="notices_seen"),
    path("language/", pages.language, name="language"),
    path("health/", pages.health, name="health"),
]
