"""A sitting ends by itself, and a password from paper is changed before anything else."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse

from representatives import carrying

# A sitting's last moment is written at most once a minute: reading pages must not keep writing.
MINUTE = 60


class IdleSignOut:
    """Signs out after `SESSION_IDLE_MINUTES` without a request, or `SESSION_COOKIE_AGE` in all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            if self.is_over(request.session, now):
                logout(request)
                return self.ask_again(request)
            # What an open page asks by itself keeps nobody signed in who has left the desk.
            if "X-Unattended" not in request.headers:
                self.note(request.session, now)
        return self.get_response(request)

    @staticmethod
    def is_over(session, now):
        """Whether the sitting was idle too long or has lasted too long; `now` in epoch seconds."""
        idle = now - session.get("seen", now) > settings.SESSION_IDLE_MINUTES * MINUTE
        return idle or now - session.get("began", now) > settings.SESSION_COOKIE_AGE

    @staticmethod
    def note(session, now):
        session.setdefault("began", now)
        if now - session.get("seen", 0) >= MINUTE:
            session["seen"] = now

    @staticmethod
    def ask_again(request):
        if carrying.brings_typed(request):
            return carrying.carry_on(request)
        back = request.get_full_path() if request.method == "GET" else request.path
        response = redirect_to_login(back, reverse(settings.LOGIN_URL))
        response.set_cookie("sitting_ended", "1", max_age=MINUTE, samesite="Lax", httponly=True)
        return response


class ForcePasswordChange:
    """Sends somebody with a first or reset password to the page where they choose their own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.must_change_password and not self.may_pass(request.path):
            return redirect("accounts:password")
        return self.get_response(request)

    @staticmethod
    def may_pass(path):
        """Pages that somebody without a password of their own still reaches."""
        own = (reverse("accounts:password"), reverse("accounts:sign_out"), reverse("text_size"))
        return path in own
