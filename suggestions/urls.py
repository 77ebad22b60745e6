"""What voters open and send; under /suggestions/. Printed on receipts: these never change."""

from django.urls import path

from suggestions import tracking_views, views, voter_views

app_name = "suggestions"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("track/", tracking_views.track, name="track"),
    path("supplement/", tracking_views.supplement, name="supplement"),
    path("receipt/", tracking_views.receipt, name="receipt"),
    path("evaluate/", voter_views.evaluate, name="evaluate"),
    path("evaluate/<str:token>/", voter_views.evaluate_link, name="evaluate_link"),
]
