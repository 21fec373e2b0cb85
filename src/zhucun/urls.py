"""All addresses, assembled; each app names its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhucun.dashboards.urls")),
    path("", include("zhucun.core.urls")),
    path("", include("zhucun.registry.urls")),
    path("policy/", include("zhucun.policy.urls")),
    path("identification/", include("zhucun.identification.urls")),
    path("visits/", include("zhucun.visits.urls")),
    path("verification/", include("zhucun.verification.urls")),
    path("postings/", include("zhucun.postings.urls")),
    path("imports/", include("zhucun.intake.urls")),
    path("ui/", include("zhucun.ui.urls")),
    path("accounts/", include("allauth.urls")),
]
