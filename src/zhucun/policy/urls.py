"""Addresses of policy."""

from django.urls import path

from zhucun.policy import views

app_name = "policy"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("figures/<str:name>/", views.figure, name="figure"),
    path("withdraw/<int:pk>/", views.figure_withdraw, name="figure_withdraw"),
    path("rules/", views.rule_sets, name="rule_sets"),
    path("rules/new/<slug:kind>/", views.rule_set_new, name="rule_set_new"),
    path("rules/<int:pk>/", views.rule_set_page, name="rule_set"),
]
