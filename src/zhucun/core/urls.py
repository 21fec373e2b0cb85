"""Addresses of core."""

from django.urls import path

from zhucun.core import views

app_name = "core"
urlpatterns = [
    path("events/", views.events, name="events"),
    path("news/seen/", views.notices_seen, name="notices_seen"),
    path("language/", views.language, name="language"),
    path("health/", views.health, name="health"),
]
