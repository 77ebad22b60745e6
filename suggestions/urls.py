"""What voters open and send; under /suggestions/. Printed on receipts: these never change."""

from django.urls import path

from suggestions import tracking_views, views

app_name = "suggestions"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("track/", tracking_views.track, name="track"),
    path("supplement/", tracking_views.supplement, name="supplement"),
    path("receipt/", tracking_views.receipt, name="receipt"),
]
