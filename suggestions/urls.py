"""What voters open and send; under /suggestions/. Printed on receipts: these never change."""

from django.urls import path

from suggestions import views

app_name = "suggestions"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("track/", views.track, name="track"),
    path("supplement/", views.supplement, name="supplement"),
    path("receipt/", views.receipt, name="receipt"),
]
