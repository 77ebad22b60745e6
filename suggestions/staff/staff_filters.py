"""The filters of the staff's list of matters; they live in the address, so a list can be sent on."""

import re
import unicodedata
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from daihome.tools.fields import LineField
from daihome.tools.pinyin import Pinyin
from representatives.models import Home, Representative, Village
from suggestions import codes
from suggestions.models import Assignment, Category, Channel, HandlingUnit, Kind
from suggestions.pipeline import Step
from suggestions.watch.watching import BY_SLUG as WATCHED
from suggestions.watch.watching import FIGURES
from suggestions.worklist import BY_SLUG, TASKS

ALL = ("", "全部")
MONTH = re.compile(r"(\d{4})\s*[-./年]?\s*(?:(\d{1,2})\s*月?)?")


class MonthField(LineField):
    """A month (2026-3, 2026年3月) or a whole year (2026); gives (year, month or None)."""

    def to_python(self, value):
        typed = unicodedata.normalize("NFKC", super().to_python(value))
        if not typed:
            return None
        match = MONTH.fullmatch(typed)
        year, month = (int(match[1]), match[2] and int(match[2])) if match else (0, None)
        if not 1949 <= year <= 2100 or month not in (None, *range(1, 13)):
            raise ValidationError("请填年月，例如 2026-03；也可以只填年份。")
        return year, month

    def run_validators(self, value):
        return None  # lengths are checked by the pattern


def _choice(label, choices):
    return forms.ChoiceField(label=label, required=False, choices=[ALL, *choices])


def _row(label, model):
    return forms.ModelChoiceField(
        label=label,
        required=False,
        queryset=model.objects.none(),
        empty_label="全部",
        error_messages={"invalid_choice": f"没有这个{label}，请重新选择。"},
    )


class FilterForm(forms.Form):
    """Every filter may be left out; what is wrong is named and not used."""

    q = LineField(label="编号或文字", required=False, max_length=40)
    work = _choice("要办的事", [(task.slug, task.title) for task in TASKS])
    step = _choice("环节", Step.choices)
    watch = _choice("督查事项", [(figure.slug, figure.title) for figure in FIGURES])
    home = forms.ModelChoiceField(
        label="代表之家",
        required=False,
        queryset=Home.objects.none(),
        to_field_name="slug",
        empty_label="全部",
        error_messages={"invalid_choice": "没有这个代表之家，请重新选择。"},
    )
    overdue = forms.BooleanField(label="只看逾期的", required=False)
    village = _row("村（社区）", Village)
    representative = _row("代表", Representative)
    unit = _row("承办单位", HandlingUnit)
    category = _row("分类", Category)
    channel = _choice("渠道", Channel.choices)
    kind = _choice("种类", Kind.choices)
    since = MonthField(label="收到年月，从", required=False)
    until = MonthField(label="收到年月，到", required=False)

    def __init__(self, data, *, user):
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        by_name = {
            "village": Village.objects.only("name").order_by("home", Pinyin("name"), "pk"),
            "representative": Representative.objects.only("name").order_by(
                "home", Pinyin("name"), "pk"
            ),
            "unit": HandlingUnit.objects.order_by("home", "order", Pinyin("name"), "pk"),
            "category": Category.objects.select_related("parent").order_by("home", "order", "pk"),
        }
        for name, rows in by_name.items():
            self.fields[name].queryset = rows.visible_to(user)
        if user.sees_all_homes or len(user.home_ids) > 1:
            self.fields["home"].queryset = Home.objects.visible_to(user)
        else:
            del self.fields["home"]
        self.fields["q"].widget.attrs["placeholder"] = (
            "编号，或者内容、答复里的字；几个词用空格隔开"
        )
        for name in ("since", "until"):
            self.fields[name].widget.attrs["placeholder"] = "例：2026-03"

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and _first_day(since) >= _day_after(until):
            self.add_error("until", "结束年月早于开始年月，请改正。")
        return data

    @property
    def words(self):
        """What is looked for in the texts, by `search.Found`; "" when a number was typed."""
        return "" if self._number() else self.cleaned_data.get("q", "")

    @property
    def is_narrowed(self):
        """Whether any filter is in use."""
        return any(self.cleaned_data.values())

    @property
    def is_narrowed_further(self):
        """Whether a filter beyond the first three is in use or wrong."""
        first = {"q", "work", "step"}
        used = {name for name, value in self.cleaned_data.items() if value}
        return bool((used | set(self.errors)) - first)

    def apply(self, rows, today):
        """`rows` narrowed by every filter that is right, but for `words`."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("home", "village", "representative", "category", "step", "channel", "kind"):
            if name in given:
                rows = rows.filter(**{name: given[name]})
        if "work" in given:
            rows = BY_SLUG[given["work"]].pick(rows, today)
        if "watch" in given:
            rows = WATCHED[given["watch"]].pick(rows, today)
        if "overdue" in given:
            rows = rows.overdue(today)
        if "unit" in given:
            handed = Assignment.objects.filter(unit=given["unit"])
            rows = rows.filter(pk__in=handed.values("suggestion"))
        if self._number():
            rows = rows.filter(number=self._number())
        return self._in_months(rows, given)

    def _number(self):
        return codes.tidy_number(self.cleaned_data.get("q", ""))

    def _in_months(self, rows, given):
        if "since" in given:
            rows = rows.filter(received_at__gte=_midnight(_first_day(given["since"])))
        if "until" in given:
            rows = rows.filter(received_at__lt=_midnight(_day_after(given["until"])))
        return rows


def _first_day(month):
    return datetime(month[0], month[1] or 1, 1)  # noqa: DTZ001 - a calendar day


def _day_after(month):
    year, number = month[0], month[1] or 12
    return datetime(year + number // 12, number % 12 + 1, 1)  # noqa: DTZ001 - a calendar day


def _midnight(day):
    return timezone.make_aware(datetime.combine(day.date(), time.min))
