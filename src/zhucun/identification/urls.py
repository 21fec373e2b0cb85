"""Addresses of identification; those under public/ are open to everybody."""

from django.urls import path

from zhucun.identification import views

app_name = "identification"
urlpatterns = [
    path("", views.board, name="board"),
    path("new/<slug:kind>/", views.choose, name="choose"),
    path("new/<slug:kind>/<slug:key>/", views.open_one, name="open"),
    path("households/<slug:key>/", views.household_cases, name="household_cases"),
    path("cases/<int:pk>/", views.case, name="case"),
    path("cases/<int:pk>/form/", views.case_form, name="case_form"),
    path("tests/<slug:key>/", views.exit_tests, name="exit_tests"),
    path("cases/<int:pk>/<slug:move>/", views.step, name="step"),
    path("villages/", views.villages, name="villages"),
    path("villages/cases/<int:pk>/", views.village_case, name="village_case"),
    path("villages/cases/<int:pk>/form/", views.village_form, name="village_form"),
    path("villages/cases/<int:pk>/<slug:move>/", views.village_step, name="village_step"),
    path("villages/<slug:code>/exit/", views.village_exit, name="village_exit"),
    path("villages/<slug:code>/propose/<slug:kind>/", views.propose, name="propose"),
    path("villages/<slug:code>/meeting/<slug:kind>/", views.meeting, name="meeting"),
    path("villages/<slug:code>/together/<slug:move>/", views.together, name="together"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/<int:pk>/objection/", views.enter_objection, name="enter_objection"),
    path("objections/<int:pk>/", views.objection, name="objection"),
    path("objections/<int:pk>/answer/", views.answer, name="answer"),
    path("objections/<int:pk>/contact/", views.contact, name="contact"),
    path("papers/<slug:of>/<int:pk>/attach/", views.attach_paper, name="attach_paper"),
    path("papers/<int:pk>/", views.paper, name="paper"),
    path("papers/<int:pk>/remove/", views.remove_paper, name="remove_paper"),
    path("public/answer/", views.public_answer, name="public_answer"),
    path("public/notices/<int:pk>/", views.public_objection, name="public_objection"),
    path("public/<slug:code>/", views.public, name="public"),
    path("public/<slug:code>/picture/", views.public_picture, name="public_picture"),
]
