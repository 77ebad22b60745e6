"""The door to a unit's pages: the link of the assignment sheet, or an account of the unit."""

from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from daihome import errors
from representatives.models import Role
from suggestions.models import Assignment, UnitLink
from suggestions.voters import throttle

# name in the address -> title of what is printed for the seal
FORMS = {"acknowledgement": "签收回执", "return": "退办申请", "extension": "延期申请"}
UNKNOWN, DEAD = 404, 410
JOINED = ("unit", "suggestion__home", "suggestion__village", "suggestion__representative")


@dataclass(frozen=True)
class Door:
    """Which assignment is open, and who acts on it: through a link or with an account.

    `user` is whoever is signed in, also beside a link: then they count as the writer, so that
    staff who try the link cannot approve what they wrote there.
    """

    assignment: Assignment
    user: object = None
    token: str = ""

    @property
    def is_own(self):
        """Whether the unit came with its account."""
        return not self.token

    def link(self, act=""):
        """The address of the page, or of one act on it."""
        name = "unit" if self.token else "unit_own"
        key = {"token": self.token} if self.token else {"pk": self.assignment.pk}
        more = {"act": act} if act else {}
        return reverse(f"suggestions:{name}{'_act' if act else ''}", kwargs=key | more)

    # For templates, which pass no arguments.
    page_link = property(lambda self: self.link())
    answer_link = property(lambda self: self.link("answer"))
    return_link = property(lambda self: self.link("return"))
    acknowledge_link = property(lambda self: self.link("acknowledge"))
    contact_link = property(lambda self: self.link("contact"))
    extension_link = property(lambda self: self.link("extension"))
    receipt_link = property(lambda self: self.link("receipt"))

    def file_link(self, pk):
        """The address of a file of this matter."""
        name = "unit_file" if self.token else "unit_own_file"
        key = {"token": self.token} if self.token else {"pk": self.assignment.pk}
        return reverse(f"suggestions:{name}", kwargs=key | {"file": pk})

    @property
    def forms(self):
        """(title, address) of the forms that the unit may print."""
        name = "unit_form" if self.token else "unit_own_form"
        key = {"token": self.token} if self.token else {"pk": self.assignment.pk}
        return [
            (title, reverse(f"suggestions:{name}", kwargs=key | {"name": form}))
            for form, title in FORMS.items()
        ]

    def who(self, person):
        """`by` and `by_name` of what `person` does for the unit."""
        return {"by": self.user, "by_name": f"{self.assignment.unit}（{person}）"}


def unit_page(view):
    """The view gets a `Door` instead of a token or a key; a closed one answers by itself."""

    @wraps(view)
    def entered(request, token="", pk=None, **kwargs):
        door = _by_link(request, token) if token else _by_account(request, pk)
        if isinstance(door, HttpResponse):
            return private(door)
        request.home = door.assignment.suggestion.home
        return private(view(request, door, **kwargs))

    return entered


def unit_required(view):
    """The view is for accounts of units: others get 403, visitors the page to sign in."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        if request.user.role != Role.UNIT:
            raise PermissionDenied
        request.home = request.user.home
        return private(view(request, *args, **kwargs))

    return checked


def private(response):
    """`response` as it may travel: kept nowhere, found by no search engine.

    The address is a key: it is told to no other site. "no-referrer" would be stricter in name
    only, for with it browsers send forms with the origin “null”, which the check of forms refuses.
    """
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _by_link(request, token):
    """The `Door` of a present link, else the page that says why it is closed."""
    if throttle.counted(request, "unit") >= throttle.WRONG_CODES:
        return errors.too_many(request, throttle.minutes_left())
    link = UnitLink.objects.find(token)
    if link is None:
        throttle.count(request, "unit")
        return closed(request, errors.known_home(request), UNKNOWN)
    home = link.assignment.suggestion.home
    if not link.is_current or link.ends_on < timezone.localdate():
        return closed(request, home, DEAD, replaced=not link.is_current)
    user = request.user if request.user.is_authenticated else None
    return Door(link.assignment, user, token)


def closed(request, home, status, replaced=False):
    """What is the matter with a link and whom to call; never which matter it was for."""
    facts = {"home": home, "unknown": status == UNKNOWN, "replaced": replaced}
    return render(request, "suggestions/unit/closed.html", facts, status=status)


def _by_account(request, pk):
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
    if request.user.role != Role.UNIT:
        raise PermissionDenied
    rows = Assignment.objects.of_account(request.user).select_related(*JOINED)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return Door(found, request.user)
