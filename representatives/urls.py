"""Signing in and out, and the slip with a one-time link; under /accounts/."""

from django.urls import path

from representatives import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("slip/<slug:uidb64>/<slug:token>/", views.Slip.as_view(), name="slip"),
    path("landing/", views.landing, name="landing"),
]
