"""Addresses of registry: villages, households, data quality."""

from django.urls import path

from zhucun.registry import views

app_name = "registry"
urlpatterns = [
    path("villages/", views.villages, name="villages"),
    path("villages/new/", views.add, name="add"),
    path("villages/<slug:code>/", views.village, name="village"),
    path("villages/<slug:code>/edit/", views.edit, name="edit"),
    path("villages/<slug:code>/print/", views.sheet, name="sheet"),
    path("villages/<slug:code>/people/", views.people, name="people"),
    path("villages/<slug:code>/needs/<slug:need>/", views.adjust, name="adjust"),
    path("villages/<slug:code>/needs/<slug:need>/withdraw/", views.withdraw, name="withdraw"),
    path("villages/<slug:code>/survey/", views.survey_sheet, name="survey_sheet"),
    path("quality/", views.quality, name="quality"),
    path("quality/<slug:code>/", views.village_quality, name="village_quality"),
    path("quality/<slug:code>/explain/", views.explain, name="explain"),
    path("quality/<slug:code>/explanations/<int:pk>/withdraw/", views.speak_again, name="speak_again"),
    path("quality/<slug:code>/owner/", views.assign, name="assign"),
    path("households/", views.households, name="households"),
    path("households/export/", views.export, name="export"),
    path("households/statistics/", views.statistics, name="statistics"),
    path("households/members/<slug:key>/edit/", views.edit_member, name="member_edit"),
    path("households/<slug:key>/", views.household, name="household"),
    path("households/<slug:key>/edit/", views.edit_household, name="household_edit"),
    path("households/<slug:key>/card/", views.card, name="household_card"),
    path("households/<slug:key>/change/", views.choices, name="household_change"),
    path("households/<slug:key>/change/left/", views.left, name="household_left"),
    path("households/<slug:key>/change/joined/", views.joined, name="household_joined"),
    path("households/<slug:key>/change/head/", views.head, name="household_head"),
    path("households/<slug:key>/change/split/", views.split, name="household_split"),
    path("households/<slug:key>/change/merge/", views.merge, name="household_merge"),
    path("households/<slug:key>/change/<int:pk>/undo/", views.undo, name="household_undo"),
    path("households/<slug:key>/survey/", views.survey, name="household_survey"),
    path("households/<slug:key>/survey/<int:pk>/withdraw/", views.withdraw_survey, name="household_survey_withdraw"),
    path("households/<slug:key>/income/", views.income, name="income"),
    path("households/<slug:key>/income/add/", views.add_line, name="income_add"),
    path("households/<slug:key>/income/copy/", views.copy_lines, name="income_copy"),
    path("households/<slug:key>/income/restore/<int:pk>/", views.restore_line, name="income_restore"),
    path("households/<slug:key>/evidence/<int:pk>/", views.evidence, name="evidence"),
    path("households/<slug:key>/evidence/<int:pk>/remove/", views.remove_evidence, name="evidence_remove"),
    path("income/<slug:key>/", views.correct_line, name="income_line"),
    path("income/<slug:key>/withdraw/", views.withdraw_line, name="income_withdraw"),
    path("income/<slug:key>/evidence/", views.attach_evidence, name="income_evidence"),
]
