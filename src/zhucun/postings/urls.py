"""Addresses of postings."""

from django.urls import path

from zhucun.postings.views import candidates, helping, plans, pool, schemes, units

app_name = "postings"
urlpatterns = [
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/new/", candidates.candidate_new, name="candidate_new"),
    path("candidates/<int:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<int:pk>/edit/", candidates.candidate_edit, name="candidate_edit"),
    path("candidates/<int:pk>/withdraw/", candidates.candidate_withdraw, name="candidate_withdraw"),
    path("candidates/<int:pk>/restore/", candidates.candidate_restore, name="candidate_restore"),
    path("candidates/<int:pk>/fit/", candidates.candidate_fit, name="candidate_fit"),
    path("units/", units.units, name="units"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit_edit"),
    path("pool/", pool.distribution, name="distribution"),
    path("helping/", helping.helping, name="helping"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.scheme_new, name="scheme_new"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/new/", schemes.scheme_new, name="scheme_version"),
    path("schemes/<int:pk>/sensitivity/", pool.sensitivity, name="sensitivity"),
]
