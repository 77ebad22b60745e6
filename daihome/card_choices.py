"""Which cards, for whom, in which size: the choices of the staff's page, and of an order."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.http import urlencode

from daihome.cards import BY_SLUG, CARDS, people, places
from daihome.cards.declaring import Card
from daihome.tools.board_setting import Size
from daihome.tools.fields import WholeNumberField
from daihome.tools.pages import primary_key
from daihome.tools.paper import prepare
from representatives.models import (
    Activity,
    ActivityState,
    Attendance,
    AttendanceState,
    GridCell,
    GroupMembership,
    Home,
    Mandate,
    RepGroup,
    Village,
)

ROWS = {"people": people.rows, "venues": places.venue_rows, "villages": places.village_rows}
# Activities offered for their lists of people: those of the last weeks, and what is planned.
LATELY, ACTIVITIES = timedelta(days=60), 100
LEAST, MOST, SLIMMEST = 50, 2000, 5
OWN_SIZE = "自定（填宽和高）"


@dataclass(frozen=True)
class Choice:
    """Cards of one kind for `rows` of a Home."""

    card: Card
    home: Home
    size: Size
    rows: list[Any]
    activity: Activity | None = None

    @property
    def title(self) -> str:
        """For lists and the name of the file: no person's name."""
        return f"{self.card.name}-{self.home.name}"

    @property
    def pages(self) -> int:
        return -(-len(self.rows) // self.card.format(self.size).each)

    @property
    def is_long(self) -> bool:
        """Whether it takes longer than one waits before a page."""
        return len(self.rows) > self.card.at_once

    @property
    def without_photo(self) -> list:
        """Those whose card has an empty frame."""
        return [row for row in self.rows if self.card.has_photo and not people.has_photo(row)]

    def facts(self, today):
        return self.card.facts(self.home, today, self.rows, self.activity)

    def require_glyphs(self, facts) -> None:
        """Raise MissingGlyphs when a character cannot be printed."""
        prepare(self.card.words_of(self.home, facts))

    def pdf(self, facts, site) -> bytes:
        """Raises MissingGlyphs."""
        return self.card.pdf(self.home, facts, self.size, site)


class CardForm(forms.Form):
    """What to print; everything but the kind may stay empty. Reads an address, changes nothing."""

    kind = forms.ChoiceField(choices=[(card.slug, card.name) for card in CARDS])
    home = forms.ModelChoiceField(Home.objects.none(), to_field_name="slug", required=False)
    activity = forms.ModelChoiceField(Activity.objects.none(), label="活动", required=False)
    group = forms.ModelChoiceField(
        RepGroup.objects.none(), label="代表小组", required=False, empty_label="全部"
    )
    village = forms.ModelChoiceField(
        Village.objects.none(), label="村（社区）", required=False, empty_label="全部"
    )
    size = forms.ChoiceField(label="尺寸", required=False)
    width = WholeNumberField(label="宽（毫米）", required=False, min_value=LEAST, max_value=MOST)
    height = WholeNumberField(label="高（毫米）", required=False, min_value=LEAST, max_value=MOST)

    def __init__(self, data, *, user, today):
        self.card = BY_SLUG.get(data.get("kind", ""), CARDS[0])
        data = data.copy()
        if not (data.get("width") or data.get("height")):
            data.setdefault("size", next(iter(self.card.sizes)))
        super().__init__(data)
        self.user, self.today = user, today
        self.homes = list(Home.objects.visible_to(user))
        self.fields["home"].queryset = Home.objects.visible_to(user)
        asked = [one for one in self.homes if one.slug == data.get("home")]
        self.home = (asked or self.homes or [None])[0]
        self._offer()

    def _offer(self):
        """Only what the kind and the Home have."""
        home, card, fields = self.home, self.card, self.fields
        fields["group"].queryset = RepGroup.objects.filter(home=home, is_active=True)
        fields["village"].queryset = Village.objects.filter(home=home).active().by_pinyin()
        fields["activity"].queryset = self._activities()
        fields["activity"].choices = self._offered_activities()
        sizes = [
            (name, name if "毫米" in name else f"{name}（{size}）")
            for name, size in card.sizes.items()
        ]
        fields["size"].choices = sizes + ([("", OWN_SIZE)] if card.is_free else [])
        unused = {
            "activity": card.about != "people",
            "village": card.about == "villages",
            "group": card.about == "venues",
            "size": len(sizes) == 1,
            "width": not card.is_free,
            "height": not card.is_free,
        }
        for name in (name for name, is_unused in unused.items() if is_unused):
            del fields[name]

    def _activities(self):
        rows = Activity.objects.visible_to(self.user).filter(home=self.home)
        return rows.exclude(state=ActivityState.CANCELLED).select_related("kind")

    def _offered_activities(self):
        rows = self._activities().filter(starts_at__date__gte=self.today - LATELY)[:ACTIVITIES]
        named = [(one.pk, f"{one.on:%Y-%m-%d} {one.title}") for one in rows]
        asked = primary_key(self.data.get("activity", ""))
        if asked and asked not in dict(named):
            named += [(one.pk, one.title) for one in self._activities().filter(pk=asked)]
        return [("", "不按活动"), *named]

    def clean(self):
        data = super().clean()
        if self.card.needs_activity and not data.get("activity"):
            self.add_error("activity", "请选一次活动，签到条按它的名单打印。")
        width, height = data.get("width"), data.get("height")
        is_own = self.card.is_free and not data.get("size") and not self.errors
        if bool(width) != bool(height) or (is_own and not width):
            self.add_error("height", "请把宽和高都填上（毫米），或者选一种常用尺寸。")
        elif width and max(width, height) > SLIMMEST * min(width, height):
            self.add_error("height", f"宽和高相差太大，最多 {SLIMMEST} 倍，请改正。")
        return data

    @property
    def chosen_size(self):
        data = self.cleaned_data
        if data.get("width"):
            return Size(data["width"], data["height"])
        return self.card.sizes.get(data.get("size"), self.card.size)

    @cached_property
    def pool(self) -> list:
        """All that the kind can be printed for, narrowed by activity, group and village."""
        if self.card.needs_activity and not self.cleaned_data.get("activity"):
            return []
        narrowed = {name: self.cleaned_data.get(name) for name in ("activity", "group", "village")}
        rows = ROWS[self.card.about](self.home, self.today, self.card.is_public)
        for name, row in narrowed.items():
            rows = rows.filter(NARROWED[self.card.about, name](row, self.today)) if row else rows
        return list(rows)

    def choice(self):
        """What was asked for, of a valid form: the rows ticked, without ticks all of the pool."""
        pool, ticked = self.pool, set(self.ticks)
        rows = [row for row in pool if row.pk in ticked] if ticked else pool
        activity = self.cleaned_data.get("activity")
        return Choice(self.card, self.home, self.chosen_size, rows, activity)

    @property
    def ticks(self):
        found = map(primary_key, self.data.getlist("who"))
        return [key for key in found if key]

    @property
    def boxes(self):
        """The fields to draw."""
        return [self[name] for name in self.fields if name not in ("kind", "home")]

    @property
    def parameters(self):
        """What was asked for, as plain values; the reverse of what the form reads."""
        said = {"kind": self.card.slug, "home": self.home.slug}
        for name in ("activity", "group", "village"):
            if self.cleaned_data.get(name):
                said[name] = self.cleaned_data[name].pk
        for name in ("size", "width", "height"):
            if self.cleaned_data.get(name):
                said[name] = self.cleaned_data[name]
        return said | ({"who": self.ticks} if self.ticks else {})

    @property
    def address(self):
        return urlencode(self.parameters, doseq=True)


def _members(group, today):
    rows = GroupMembership.objects.filter(ended_on=None, group=group)
    return Q(pk__in=rows.values("representative"))


def _invited(activity, today):
    rows = Attendance.objects.filter(activity=activity).exclude(state=AttendanceState.LEAVE)
    return Q(pk__in=rows.values("representative"))


def _of_village(village, today):
    """Elected there, at work in a grid there, or living there."""
    elected = Mandate.objects.in_office(today).filter(district__villages=village)
    in_grid = GridCell.objects.filter(village=village)
    return (
        Q(pk__in=elected.values("representative"))
        | Q(pk__in=in_grid.values("representatives"))
        | Q(village=village)
    )


NARROWED = {
    ("people", "activity"): _invited,
    ("people", "group"): _members,
    ("people", "village"): _of_village,
    ("venues", "village"): lambda village, today: Q(village=village),
    ("villages", "group"): lambda group, today: Q(pk__in=group.villages.values("pk")),
}
