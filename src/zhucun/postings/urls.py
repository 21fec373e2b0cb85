"""Addresses of postings."""

from django.urls import path

from zhucun.postings.views import candidates, compare, drawer, helping, papers, plans, pool, schemes, units, workbench

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
    path("plans/new/", plans.plan_new, name="plan_new"),
    path("plans/compare/", compare.plan_compare, name="plan_compare"),
    path("plans/<int:pk>/", workbench.plan, name="plan"),
    path("plans/<int:pk>/villages/<str:code>/", drawer.plan_village, name="plan_village"),
    path("plans/<int:pk>/what-if/", drawer.plan_what_if, name="plan_what_if"),
    path("plans/<int:pk>/pairs/", drawer.plan_pair, name="plan_pair"),
    path("plans/<int:pk>/pairs/<int:rule>/free/", drawer.plan_pair_free, name="plan_pair_free"),
    path("plans/<int:pk>/solve/", workbench.plan_solve, name="plan_solve"),
    path("plans/<int:pk>/floors/", compare.plan_floors, name="plan_floors"),
    path("plans/<int:pk>/reposting/", compare.plan_reposting, name="plan_reposting"),
    path("plans/<int:pk>/papers/", papers.plan_papers, name="plan_papers"),
    path("plans/<int:pk>/workbook/", papers.plan_workbook, name="plan_workbook"),
    path("plans/<int:pk>/papers/<slug:kind>/", papers.plan_paper, name="plan_paper"),
    path("plans/<int:pk>/publish/", plans.plan_publish, name="plan_publish"),
    path("plans/<int:pk>/<slug:step>/", plans.plan_step, name="plan_step"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.scheme_new, name="scheme_new"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/new/", schemes.scheme_new, name="scheme_version"),
    path("schemes/<int:pk>/sensitivity/", pool.sensitivity, name="sensitivity"),
]
