"""What voters open and send; under /suggestions/. Printed on receipts: these never change."""

from django.urls import path

from suggestions.units import unit_answers, unit_lists, unit_papers, unit_views
from suggestions.voters import tracking_views, views, voter_views, wish_views

app_name = "suggestions"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("track/", tracking_views.track, name="track"),
    path("supplement/", tracking_views.supplement, name="supplement"),
    path("receipt/", tracking_views.receipt, name="receipt"),
    path("answer/", wish_views.answer, name="answer"),
    path("chase/", wish_views.chase, name="chase"),
    path("withdraw/", wish_views.withdraw, name="withdraw"),
    path("anonymise/", wish_views.anonymise, name="anonymise"),
    path("evaluate/", voter_views.evaluate, name="evaluate"),
    path("evaluate/<str:token>/", voter_views.evaluate_link, name="evaluate_link"),
    # --- a handling unit, by the link of its assignment sheet
    path("reply/<str:token>/", unit_views.page, name="unit"),
    path("reply/<str:token>/answer/", unit_answers.answer, name="unit_answer"),
    path("reply/<str:token>/receipt/", unit_answers.receipt, name="unit_receipt"),
    path("reply/<str:token>/files/<int:file>/", unit_views.picture, name="unit_file"),
    path("reply/<str:token>/forms/<slug:name>.pdf", unit_papers.form, name="unit_form"),
    path("reply/<str:token>/<slug:act>/", unit_views.act, name="unit_act"),
    # --- the same for a unit with an account
    path("unit/", unit_lists.matters, name="unit_list"),
    path("unit/<int:pk>/", unit_views.page, name="unit_own"),
    path("unit/<int:pk>/answer/", unit_answers.answer, name="unit_own_answer"),
    path("unit/<int:pk>/receipt/", unit_answers.receipt, name="unit_own_receipt"),
    path("unit/<int:pk>/files/<int:file>/", unit_views.picture, name="unit_own_file"),
    path("unit/<int:pk>/forms/<slug:name>.pdf", unit_papers.form, name="unit_own_form"),
    path("unit/<int:pk>/<slug:act>/", unit_views.act, name="unit_own_act"),
]
