"""Reception days for everybody: the page of a Home and the calendar feeds."""

from calendar import monthrange
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from daihome.tools.ical import CONTENT_TYPE
from daihome.views.portal_base import representative_required
from reception import feeds
from reception.models import How
from reception.public_days import nearest, patterns_in_use, public_days
from representatives.models import Home, Representative

FEED_SECONDS = 900
YEAR = 12


@require_safe
def reception(request, slug):
    """When and where representatives receive voters: the next day, then a year (two with `?all=1`)."""
    request.home = home = get_object_or_404(Home.objects.open(), slug=slug)
    now, today = timezone.now(), timezone.localdate()
    shows_all = request.GET.get("all") == "1"
    known = public_days(home, today, today + feeds.DAYS_AHEAD)
    days = known if shows_all else [day for day in known if day.on < months_later(today, YEAR)]
    facts = {
        "home": home,
        "place": "reception",
        "today": today,
        **nearest(known, now),
        "months": [
            (day, list(part)) for day, part in groupby(days, lambda day: day.on.replace(day=1))
        ],
        "more": len(known) - len(days),
        "shows_all": shows_all,
        "feed_address": request.build_absolute_uri(reverse("reception_feed", args=[home.slug])),
        **ways_of(home, today),
    }
    return render(request, "public/reception.html", facts)


def months_later(day, months):
    """The same day some months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def ways_of(home, today, venue=None):
    """How the Home receives (at `venue`); by appointment with the telephone to call."""
    patterns = [one for one in patterns_in_use(home, today) if venue in (None, one.venue)]
    asked = [one for one in patterns if one.how == How.APPOINTMENT]
    return {
        "ways": [one for one in patterns if one not in asked],
        "appointments": [(one, one.venue.phone or home.phone) for one in asked],
    }


@require_safe
def feed(request, slug):
    """The Home's reception days for a calendar: what the page says, and the last three months."""
    home, today = get_object_or_404(Home.objects.open(), slug=slug), timezone.localdate()
    days = public_days(home, today - feeds.DAYS_BACK, today + feeds.DAYS_AHEAD)
    return _calendar(feeds.home_feed(home, days, request.build_absolute_uri("/")), "reception")


@require_safe
def day_feed(request, slug, pk):
    """One day, to be saved into a calendar."""
    home, today = get_object_or_404(Home.objects.open(), slug=slug), timezone.localdate()
    days = public_days(home, today - feeds.DAYS_BACK, today + feeds.DAYS_AHEAD)
    found = [day for day in days if day.pk == pk]
    if not found:
        raise Http404
    return _calendar(feeds.home_feed(home, found, request.build_absolute_uri("/")), "reception")


@require_safe
def person_feed(request, code):
    """The days of one representative."""
    people = Representative.objects.public().in_office(timezone.localdate()).select_related("home")
    person = get_object_or_404(people, code=code, home__shows_next_day=True)
    base_url = request.build_absolute_uri("/")
    return _calendar(feeds.person_feed(person, base_url, timezone.localdate()), "reception")


@require_safe
def my_calendar(request, token):
    """A representative's own calendar; whoever has the address reads it, so it is not kept."""
    person = feeds.owner_of(token)
    if person is None:
        raise Http404
    base_url = request.build_absolute_uri("/")
    response = _calendar(feeds.own_feed(person, base_url, timezone.localdate()), "my")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _calendar(content, name):
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["Cache-Control"] = f"public, max-age={FEED_SECONDS}"
    return response


@representative_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    """Where a representative finds the address of the own calendar, and has it renewed."""
    if request.method == "POST":
        feeds.renew(request.user)
        messages.success(request, "已经换了新地址。旧地址不能再用，请在手机上重新订阅。")
        return redirect("my:calendar_feed")
    path = reverse("my_calendar", args=[feeds.token_of(request.user)])
    address = request.build_absolute_uri(path)
    facts = {"home": request.home, "me": request.me, "address": address, "path": path}
    return render(request, "my/calendar_feed.html", facts)
