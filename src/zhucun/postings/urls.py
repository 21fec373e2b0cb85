"""Addresses of postings."""

from django.urls import path

from zhucun.postings.views import candidates, plans, schemes, units

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
    path("pool/", schemes.distribution, name="distribution"),
    path("plans/", plans.plans, name="plans"),
    path("schemes/", schemes.schemes, name="schemes"),
]
