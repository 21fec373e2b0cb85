"""Addresses of verification."""

from django.urls import path

from zhucun.verification import views

app_name = "verification"
urlpatterns = [
    path("", views.checks, name="checks"),
    path("checks/<int:pk>/", views.check, name="check"),
    path("checks/<int:pk>/seen/", views.seen, name="seen"),
    path("checks/<int:pk>/second/", views.second, name="second"),
    path("checks/<int:pk>/close/", views.close, name="close"),
    path("checks/<int:pk>/assign/", views.assign, name="assign"),
    path("checks/<int:pk>/record/", views.record, name="record"),
    path("checks/<int:pk>/sheet/", views.sheet, name="sheet"),
    path("villages/<slug:code>/give/", views.give, name="give"),
    path("villages/<slug:code>/sheets/", views.sheets, name="sheets"),
    path("lists/", views.lists, name="lists"),
    path("lists/new/", views.upload, name="upload"),
    path("lists/<int:pk>/", views.one_list, name="list"),
    path("lists/<int:pk>/columns/", views.columns, name="columns"),
    path("lists/<int:pk>/taking/", views.taking, name="taking"),
    path("lists/<int:pk>/drop/", views.drop, name="drop"),
    path("lists/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("compare/", views.compare, name="compare"),
    path("compare/<int:pk>/", views.comparing, name="comparing"),
    path("compare/<int:pk>/stop/", views.stop_comparing, name="stop_comparing"),
    path("red-lines/", views.red_lines, name="red_lines"),
    path("red-lines/<slug:code>/", views.red_line_set, name="red_line_set"),
    path("signs/", views.signs, name="signs"),
    path("signs/raise/", views.raise_signs, name="raise_signs"),
    path("measures/", views.measures, name="measures"),
    path("measures/draw/", views.draw, name="draw"),
]
