"""Addresses of postings."""

from django.urls import path

from zhucun.postings import views

app_name = "postings"
urlpatterns = [
    path("candidates/", views.candidates, name="candidates"),
    path("units/", views.units, name="units"),
    path("plans/", views.plans, name="plans"),
    path("schemes/", views.schemes, name="schemes"),
]
