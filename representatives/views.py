"""Signing in and out. Django's own views, with our words and the rules of the house."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from representatives import carrying
from representatives.account_forms import NewPasswordForm, PasswordForm, SignInForm
from representatives.models import Role

SIGN_IN_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(auth_views.LoginView):
    """One page for everybody; a wrong name and a wrong password get the same answer."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        ended = self.request.COOKIES.get("sitting_ended") == "1"
        carried = self.request.POST.get(carrying.FIELD, "")
        facts = {"sitting_ended": ended, "carried": carried}
        return super().get_context_data(**facts | kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        carrying.keep(self.request, self.request.POST.get(carrying.FIELD, ""))
        return response


class SignOut(auth_views.LogoutView):
    """By POST only: opening an address signs nobody out."""


class ChangePassword(auth_views.PasswordChangeView):
    """Choose one's own password; forced at the first sign-in."""

    template_name = "accounts/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("accounts:landing")


@method_decorator(never_cache, name="dispatch")
class Slip(auth_views.PasswordResetConfirmView):
    """The one-time link of a printed sign-in slip: opening it changes nothing, the form signs in."""

    template_name = "accounts/slip.html"
    form_class = NewPasswordForm
    post_reset_login = True
    post_reset_login_backend = SIGN_IN_BACKEND
    success_url = reverse_lazy("accounts:landing")


@login_required
def landing(request):
    """Where somebody's work is: staff to the admin, representatives to the portal, units to theirs.

    Raises `PermissionDenied` for an account that has neither.
    """
    if request.user.is_staff:
        return redirect("admin:index")
    if request.user.represents:
        return redirect("my:today")
    if request.user.role == Role.UNIT:
        return redirect("suggestions:unit_list")
    raise PermissionDenied
