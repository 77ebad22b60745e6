"""Signing in and out, the slip with a one-time link, one's messages; under /accounts/."""

from django.urls import path

from representatives import inbox_views, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("slip/<slug:uidb64>/<slug:token>/", views.Slip.as_view(), name="slip"),
    path("landing/", views.landing, name="landing"),
    path("messages/", inbox_views.inbox, name="messages"),
    path("messages/read/", inbox_views.read_all, name="messages_read"),
    path("messages/<int:pk>/read/", inbox_views.read, name="message_read"),
    path("messages/notify/", inbox_views.notify, name="notify"),
]
