"""Addresses of registry."""

from django.urls import path

from zhucun.registry import views

app_name = "registry"
urlpatterns = [
    path("", views.villages, name="villages"),
    path("new/", views.add, name="add"),
    path("<slug:code>/", views.village, name="village"),
    path("<slug:code>/edit/", views.edit, name="edit"),
    path("<slug:code>/print/", views.sheet, name="sheet"),
    path("<slug:code>/needs/<slug:need>/", views.adjust, name="adjust"),
    path("<slug:code>/needs/<slug:need>/withdraw/", views.withdraw, name="withdraw"),
]
