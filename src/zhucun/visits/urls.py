"""Addresses of visits."""

from django.urls import path

from zhucun.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("all/", views.visits, name="visits"),
    path("<int:pk>/", views.visit, name="visit"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/restore/", views.restore, name="restore"),
    path("<int:pk>/note/", views.note, name="note"),
    path("villages/<slug:code>/", views.village_queue, name="village_queue"),
    path("villages/<slug:code>/plan/", views.plan, name="plan"),
    path("villages/<slug:code>/week/", views.week, name="week"),
    path("villages/<slug:code>/unvisited/", views.village_unvisited, name="village_unvisited"),
    path("villages/<slug:code>/ranking/", views.ranking_new, name="ranking_new"),
    path("households/<slug:key>/", views.household_visits, name="household_visits"),
    path("households/<slug:key>/record/", views.record, name="record"),
    path("households/<slug:key>/put-in/", views.put_in, name="put_in"),
    path("week/<int:pk>/leave-out/", views.leave_out, name="leave_out"),
    path("week/<int:pk>/take-up/", views.take_up, name="take_up"),
    path("capacity/", views.capacity, name="capacity"),
    path("capacity/<int:pk>/", views.set_capacity, name="set_capacity"),
    path("means/", views.means, name="means"),
    path("means/fit/", views.fit_again, name="fit"),
    path("means/<int:pk>/", views.means_version, name="means_version"),
    path("means/<int:pk>/retire/", views.retire, name="retire"),
    path("lists/", views.lists, name="lists"),
    path("lists/make/", views.make_lists, name="make_lists"),
    path("lists/<int:pk>/", views.entries, name="entries"),
    path("lists/<int:pk>/progress/", views.progress, name="progress"),
    path("lists/entries/<int:pk>/explain/", views.explain, name="explain"),
    path("lists/explanations/<int:pk>/withdraw/", views.speak_again, name="speak_again"),
    path("rankings/", views.rankings, name="rankings"),
    path("rankings/<int:pk>/", views.ranking, name="ranking"),
    path("rankings/<int:pk>/withdraw/", views.ranking_withdraw, name="ranking_withdraw"),
]
