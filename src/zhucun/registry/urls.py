"""Addresses of registry."""

from django.urls import path

from zhucun.registry import views

app_name = "registry"
urlpatterns = [
    path("", views.villages, name="villages"),
]
