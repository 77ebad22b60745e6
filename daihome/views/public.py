"""Pages for everybody: the Home, its representatives and places, and what came of the matters."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from daihome.views import public_numbers
from daihome.views.public_duties import duties_of
from daihome.views.reception import ways_of
from reception.feeds import DAYS_AHEAD
from reception.public_days import nearest, public_days
from representatives.models import (
    Activity,
    GroupMembership,
    Home,
    Mandate,
    RepGroup,
    Representative,
    Venue,
    Village,
)
from suggestions.models import Suggestion
from suggestions.sorting import redacting

RESULTS_A_PAGE = 20
# Every pattern of a year has a day within these; so far the next day is looked for.
AHEAD = timedelta(days=200)
LATEST_ACTIVITIES, DAYS_OF_VENUE = 6, 8


def front(request):
    """The only Home's page, or the list of Homes where the site has several or none yet."""
    homes = list(Home.objects.open())
    if len(homes) == 1:
        return _home_page(request, homes[0])
    return render(request, "public/homes.html", {"homes": homes})


def home(request, slug):
    """One Home's front page."""
    return _home_page(request, _open_home(request, slug))


def _open_home(request, slug):
    request.home = get_object_or_404(Home.objects.open(), slug=slug)
    return request.home


def _home_page(request, home):
    request.home = home
    today = timezone.localdate()
    facts = {
        "home": home,
        "today": today,
        **nearest(public_days(home, today, today + AHEAD), timezone.now()),
        "activities": Activity.objects.of(home).for_everybody()[:LATEST_ACTIVITIES],
        "villages": Village.objects.of(home).active().by_pinyin().values_list("pk", "name"),
        "venues": Venue.objects.of(home).public().select_related("kind", "village"),
    }
    return render(request, "public/home.html", facts)


def representatives(request, slug):
    """Who represents me: all in office, or those of the village `?village=`."""
    home = _open_home(request, slug)
    villages = list(Village.objects.of(home).active().by_pinyin().values_list("pk", "name"))
    names = {str(pk): name for pk, name in villages}
    chosen = request.GET.get("village", "")
    people = in_office(timezone.localdate()).filter(home=home).by_pinyin()
    facts = {
        "home": home,
        "place": "people",
        "villages": villages,
        "chosen": chosen if chosen in names else "",
        "village_name": names.get(chosen, ""),
        "groups": _by_bond(people, int(chosen)) if chosen in names else [("", list(people))],
    }
    return render(request, "public/representatives.html", facts)


def in_office(today):
    """Public representatives with their mandates of today and without their telephones."""
    mandates = Mandate.objects.in_office(today).select_related("district")
    return (
        Representative.objects.public()
        .in_office(today)
        .defer("phone")
        .select_related("village", "home")
        .prefetch_related(Prefetch("mandates", mandates, to_attr="present_mandates"))
    )


def _by_bond(people, village):
    """The representatives of a village under what binds them to it, the closest bond only."""
    elected = Mandate.objects.in_office(timezone.localdate()).filter(
        representative=OuterRef("pk"), district__villages=village
    )
    assigned = GroupMembership.objects.filter(
        representative=OuterRef("pk"), ended_on=None, group__villages=village, group__is_active=True
    )
    people = people.annotate(elected=Exists(elected), assigned=Exists(assigned))
    people = list(people.filter(Q(elected=True) | Q(assigned=True) | Q(village=village)))
    bonds = {
        "由您所在的选区选出": [one for one in people if one.elected],
        "所在的代表小组联系您的村（社区）": [
            one for one in people if one.assigned and not one.elected
        ],
        "住在您的村（社区）": [one for one in people if not (one.elected or one.assigned)],
    }
    return [(bond, found) for bond, found in bonds.items() if found]


def representative(request, code):
    """What the QR on a representative's card opens."""
    people = Representative.objects.public().select_related("home", "village")
    person = get_object_or_404(people, code=code)
    request.home = person.home
    today = timezone.localdate()
    mandates = list(
        Mandate.objects.in_office(today)
        .filter(representative=person)
        .select_related("district", "term")
    )
    groups = RepGroup.objects.filter(
        memberships__representative=person, memberships__ended_on=None, is_active=True
    )
    facts = {
        "home": person.home,
        "place": "people",
        "person": person,
        "mandates": mandates,
        "groups": groups.prefetch_related("villages") if person.home.shows_group else [],
        "today": today,
    }
    # Of somebody who is not in office nothing is to be published any more.
    if mandates:
        facts |= duties_of(person, request.GET.get("year", ""), today)
    if mandates and person.home.shows_next_day:
        days = public_days(person.home, today, today + DAYS_AHEAD, person=person)
        facts |= nearest(days, timezone.now())
    return render(request, "public/representative.html", facts)


def venue(request, code):
    """What the QR on a venue's door opens."""
    places = Venue.objects.public().select_related("home", "kind", "village")
    place = get_object_or_404(places, code=code)
    request.home = place.home
    now, today = timezone.now(), timezone.localdate()
    days = public_days(place.home, today, today + AHEAD, venue=place)
    facts = {
        "home": place.home,
        "venue": place,
        "today": today,
        **nearest(days, now),
        "days": [day for day in days if day.ends_at > now][:DAYS_OF_VENUE],
        **ways_of(place.home, today, place),
    }
    return render(request, "public/venue.html", facts)


def results(request, slug):
    """Published results, newest first, and on the first page what one year's numbers are."""
    home, today = _open_home(request, slug), timezone.localdate()
    rows = Suggestion.objects.of(home).published().select_related("category")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows[: RESULTS_A_PAGE + 1])
    redacting.attach(page[:RESULTS_A_PAGE])
    facts = {
        "home": home,
        "place": "results",
        "results": page[:RESULTS_A_PAGE],
        "older": page[RESULTS_A_PAGE - 1].pk if len(page) > RESULTS_A_PAGE else None,
        "is_first": not before,
    }
    if not before:
        facts |= public_numbers.facts_of(home, request.GET.get("year", ""), today)
    return render(request, "public/results.html", facts)
