"""Hot topics: topics over months and villages of a period, each number with its list."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.fields import DayField
from daihome.tools.pages import primary_key
from reception.visiting.pages import page
from reception.visiting.topics import matters_about, topics, villages_most, visits_about
from representatives.models import Home, Village
from suggestions.models import Category

MONTHS_MAX, ROWS_MAX = 36, 200
SHADES = 5  # steps of the heat table


class TopicForm(forms.Form):
    """Which Home and which days; nothing chosen means this year."""

    home = forms.ModelChoiceField(
        label="代表之家", queryset=Home.objects.none(), to_field_name="slug", required=False
    )
    start = DayField(label="从", required=False)
    end = DayField(label="到", required=False)

    def __init__(self, data, *, user, today):
        super().__init__(data, auto_id="topics_%s", label_suffix="")
        self.homes = Home.objects.visible_to(user)
        self.fields["home"].queryset = self.homes
        self.today = today
        self.is_valid()

    def clean(self):
        data = super().clean()
        start, end = self._days(data)
        if start > end:
            self.add_error("end", "结束日期早于开始日期，请改正。")
        elif (end.year - start.year) * 12 + end.month - start.month >= MONTHS_MAX:
            self.add_error("end", f"最多看 {MONTHS_MAX} 个月，请缩短时间。")
        return data

    def _days(self, data):
        start = data.get("start") or date((data.get("end") or self.today).year, 1, 1)
        return start, data.get("end") or max(self.today, start)

    @property
    def days(self):
        """First and last day: this year's where what was typed cannot be."""
        return self._days(self.cleaned_data if self.is_valid() else {})

    @property
    def chosen_home(self):
        """The Home asked for, else the first that the user sees. Raises Http404."""
        home = self.cleaned_data.get("home") or self.homes.first()
        if home is None:
            raise Http404
        return home


def _asked(request):
    if not request.user.has_perms(["reception.view_visit", "suggestions.view_suggestion"]):
        raise PermissionDenied
    form = TopicForm(request.GET, user=request.user, today=timezone.localdate())
    return form, form.chosen_home, *form.days


@require_safe
def overview(request):
    """The two tables, darker where people say more."""
    form, home, start, end = _asked(request)
    found = topics(home, request.user, start, end)
    names = dict(Village.objects.of(home).order_by().values_list("pk", "name"))
    months, villages = _months(start, end), villages_most(found, names)
    base = {"home": home.slug, "start": start, "end": end}
    facts = {
        "form": form, "home": home, "start": start, "end": end, "found": found,
        "several": len(form.homes) > 1, "months": months, "villages": villages,
        "by_month": _table(found, "by_month", months, "month", base),
        "by_village": _table(found, "by_village", [pk for pk, _name in villages], "village", base),
    }  # fmt: skip
    return page(request, "topics", title="群众热点话题", **facts)


def _months(start, end):
    """The first days of the months of the period."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]


def _table(found, name, columns, key, base):
    """(topic, address of all, [(number, shade, address)]) of each line."""
    most = max((max(getattr(one, name).values()) for one in found), default=1)
    lines = []
    for one in found:
        here = base | {"topic": one.category.pk}
        cells = [
            (number, -(-number * SHADES // most), f"list/?{urlencode(here | {key: column})}")
            for column in columns
            for number in [getattr(one, name)[column]]
        ]
        lines.append((one, f"list/?{urlencode(here)}", cells))
    return lines


@require_safe
def listing(request):
    """The visits and matters behind one number."""
    form, home, start, end = _asked(request)
    topic = Category.objects.of(home).filter(pk=_key(request, "topic"), parent=None).first()
    if topic is None:
        raise Http404
    start, end = _of_month(request, start, end)
    narrowed = {"root": topic.pk}
    if "village" in request.GET:
        narrowed["village"] = _key(request, "village")
    visits = visits_about(home, request.user, start, end).filter(**narrowed)
    matters = matters_about(home, request.user, start, end).filter(**narrowed)
    facts = {
        "topic": topic, "start": start, "end": end,
        "visits": visits.select_related("village").order_by("-on", "-pk")[:ROWS_MAX],
        "matters": matters.select_related("village").order_by("-pk")[:ROWS_MAX],
        "counts": (visits.count(), matters.count()), "most": ROWS_MAX,
        "back": f"../?{urlencode({'home': home.slug, 'start': form.days[0], 'end': form.days[1]})}",
    }  # fmt: skip
    return page(request, "topic_list", title=f"话题：{topic}", **facts)


def _key(request, name):
    found = primary_key(request.GET.get(name, ""))
    if found is None:
        raise Http404
    return found


def _of_month(request, start, end):
    """The days of the period that lie in the month asked for, or all of them."""
    try:
        month = date.fromisoformat(request.GET.get("month", ""))
    except ValueError:
        return start, end
    first = month.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return max(start, first), min(end, date.fromordinal(after.toordinal() - 1))
