"""Addresses of intake."""

from django.urls import path

from zhucun.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/", views.upload, name="upload"),
    path("template/<slug:subject>.xlsx", views.template, name="template"),
    path("<uuid:key>/", views.go_on, name="import"),
    path("<uuid:key>/columns/", views.columns, name="columns"),
    path("<uuid:key>/problems/", views.problems, name="problems"),
    path("<uuid:key>/names/", views.names, name="names"),
    path("<uuid:key>/pairs/", views.pairs, name="pairs"),
    path("<uuid:key>/pairs/decide/", views.decide, name="decide"),
    path("<uuid:key>/rows/<int:number>/", views.mend, name="mend"),
    path("<uuid:key>/faulty.xlsx", views.faulty, name="faulty"),
    path("<uuid:key>/undo/", views.undo, name="undo"),
    path("<uuid:key>/changes/", views.changes, name="changes"),
    path("<uuid:key>/confirm/", views.confirm, name="confirm"),
    path("<uuid:key>/result/", views.result, name="result"),
    path("<uuid:key>/continue/", views.carry_on, name="continue"),
    path("<uuid:key>/drop/", views.drop, name="drop"),
]
