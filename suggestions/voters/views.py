"""Saying something: no account, no session, nothing acts on GET."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache

from daihome.tools import paper, parking
from daihome.tools.pages import primary_key
from daihome.tools.text import clean_text
from representatives.models import Home
from suggestions.models import Suggestion
from suggestions.papers import tracking_address
from suggestions.voters import choices, form_keys, progress, throttle
from suggestions.voters.forms import SuggestionForm, find_venue

UNREADABLE = 422
TOO_MANY = 429
QUICKEST_SECONDS = 3
PARKED_AN_HOUR = 160  # files; an office of forty people may share one address

EXPIRED = "这一页放得太久了。您写的都还在，请看一遍，再按一次“提交”。"
TOO_QUICK = "提交得太快，系统没能确认是您本人在操作。您写的都还在，请过几秒钟再按一次“提交”。"
TRAPPED = "有一个不该填的格子被自动填上了，已经替您清空。您写的都还在，请再按一次“提交”。"


@cache_control(private=True, no_cache=True)
def new(request):
    """The public form; `?r=`, `?s=`, `?village=` and `?home=` say whom or where it is meant for."""
    if request.method == "POST":
        return _submit(request)
    home, initial = _prefill(request)
    return _form_page(request, home=home, initial=initial)


def _prefill(request):
    """The Home that the address names, or None, and what is filled in already."""
    initial, home = {}, None
    venue = find_venue(request.GET.get("s", ""))
    if venue:
        home, initial = venue.home, {"venue": venue.code, "village": venue.village_id}
    village = _village(request.GET.get("village", ""))
    if village and not home:
        home, initial = village.home, {"village": village.pk}
    code, slug = request.GET.get("r", ""), request.GET.get("home", "")
    if code:
        people = choices.open_representatives(timezone.localdate()).select_related("home")
        person = people.only("pk", "home").filter(code=code).first()
        if person:
            home, initial["representative"] = person.home, person.pk
    if slug and not home:
        home = Home.objects.filter(slug=slug, is_open=True).first()
    return home, initial


def _village(key):
    """The village that a sheet on its notice board names, or None."""
    pk = primary_key(key)
    return choices.open_village(pk) if pk else None


def _form_page(request, form=None, *, home=None, initial=None, key="", notice="", status=200):
    """The page with a blank form, filled in with `initial`, or with the bound `form`."""
    homes = Home.objects.all_open()
    if not homes:
        raise Http404
    request.home = home = home or (homes[0] if len(homes) == 1 else None)
    terms = (
        max(one.identity_days for one in ([home] if home else homes)),
        home.phone if home else "",
    )
    initial, lists = initial or {}, choices.rows_of(home and home.pk, timezone.localdate())
    facts = {
        "form": form,
        "fields": _draw(form, lists, terms)
        if form
        else _drawn(lists, terms, tuple(initial.items())),
        "home": home,
        "place": "new",
        "key": key or form_keys.new_key(),
        "notice": notice,
        "venue": form.data.get("venue", "") if form else initial.get("venue", ""),
    }
    return render(request, "suggestions/new.html", facts, status=status)


# The same for everybody who opens the form, and most of the work. The lists are part of the key,
# so that it is never older than they are.
@lru_cache(maxsize=128)
def _drawn(lists, terms, initial):
    return _draw(SuggestionForm(initial=dict(initial)), lists, terms)


def _draw(form, lists, terms):
    form.offer(*lists)
    identity_days, phone = terms
    facts = {"form": form, "identity_days": identity_days, "phone": phone}
    return render_to_string("suggestions/_fields.html", facts)


def _submit(request):
    key = form_keys.read_key(request.POST.get("key", ""))
    form = SuggestionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_again(request, form, key)
    notice = _refusal(request, key)
    if notice:
        return _form_again(request, form, key, notice=notice)
    home = form.cleaned_data["village"].home
    if throttle.count(request, "submit") > home.hourly_submissions:
        return _form_again(request, form, key, status=TOO_MANY)
    return _receive(request, form, key, home)


def _by_key(key):
    return Suggestion.objects.select_related("home").filter(key=key.value).first()


def _refusal(request, key):
    """The sentence for a form that may come from a machine or from yesterday, or ""."""
    if key is None or key.is_expired:
        return EXPIRED
    if request.POST.get("website"):
        return TRAPPED
    if throttle.is_on() and key.age < QUICKEST_SECONDS:
        return TOO_QUICK
    return ""


def _form_again(request, form, key, *, notice="", status=UNREADABLE):
    """The form with everything that was typed and chosen; the matter if it was kept meanwhile."""
    first = key and _by_key(key)
    if first:
        return _received(request, first, again=True)
    if status == TOO_MANY:
        notice = f"这个网络地址这一小时里提交得太多。您写的都还在，请过{throttle.minutes_left()}分钟再按“提交”，或者打电话、当面说。"
    _park(request, form)
    signed = request.POST["key"] if key and not key.is_expired else ""
    response = _form_page(request, form, key=signed, notice=notice, status=status)
    if status == TOO_MANY:
        response["Retry-After"] = str(throttle.minutes_left() * 60)
    return response


def _park(request, form):
    files = len(form.kept)
    if not files:
        return
    if throttle.count(request, "park", files) <= PARKED_AN_HOUR:
        form.park_files()
    else:
        form.kept = []
        form.add_error("attachments", "文件没能保存下来，请重新选择。")


def _receive(request, form, key, home):
    try:
        uploads = form.uploads()
    except FileNotFoundError:
        form.add_error("attachments", "以前选的文件找不到了，请重新选择。")
        return _form_again(request, form, key)
    suggestion, created = Suggestion.objects.receive(
        home=home, key=key.value, identity=form.identity(), uploads=uploads, **form.facts()
    )
    parking.discard(form.parked)
    return _received(request, suggestion, again=not created)


@never_cache
def _received(request, suggestion, again=False):
    request.home = suggestion.home
    base_url = request.build_absolute_uri("/")
    link = tracking_address(base_url, suggestion.number, suggestion.query_code)
    facts = {
        "suggestion": suggestion,
        "home": suggestion.home,
        "code": suggestion.printed_code,
        "qr": paper.qr_svg(link, "扫码查办理进度", True),
        "coming": progress.coming_days(suggestion),
        "again": again,
        "unsent": _unsent(request, suggestion) if again else "",
    }
    return render(request, "suggestions/received.html", facts)


def _unsent(request, first):
    """Words sent with a key that was used for other words before; "" when they are the same."""
    typed = request.POST.get("content", "")
    try:
        return "" if clean_text(typed) == first.content else typed
    except ValidationError:
        return typed
