"""Addresses of intake."""

from django.urls import path

from zhucun.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<uuid:key>/", views.one_import, name="import"),
]
