"""What is filled in around an inspection: the plan, a recusal, a matter, the unit's answer."""

import secrets

from django import forms
from django.utils import timezone

from daihome.tools.fields import DayField, LineField, LinesField, MomentField, RowsField
from inspections.models import (
    Approach,
    Inspection,
    InspectionForm,
    InspectionKind,
)
from representatives.models import (
    Activity,
    ActivityState,
    Home,
    RepGroup,
    Representative,
    Venue,
    Village,
)
from suggestions.models import HandlingUnit

CHECKBOXES = forms.CheckboxSelectMultiple
SAME = "这个时间已经有一个同名的视察检查，请到列表里打开它；确实是另一次的，请换一个名称。"
FOREIGN = "这一项属于别的代表之家，请重新选择。"


def pick(label, model, **kwargs):
    """One row of a list; which rows is said by the form."""
    required = kwargs.pop("required", False)
    return forms.ModelChoiceField(
        label=label,
        queryset=model.objects.none(),
        required=required,
        empty_label="请选择" if required else "不选",
        error_messages={"required": "请选择这一项。"},
        **kwargs,
    )


def tick(label, model, **kwargs):
    return RowsField(
        label=label, queryset=model.objects.none(), required=False, widget=CHECKBOXES, **kwargs
    )


def lines(label, most, rows=3, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows})
    return LinesField(label=label, max_length=most, widget=widget, **kwargs)


class PlanForm(forms.Form):
    """An inspection and its activity on one page; `people()` are those to be asked."""

    use_required_attribute = False

    home = pick("代表之家", Home, required=True)
    kind = pick("类别", InspectionKind, required=True)
    form = forms.ChoiceField(
        label="形式",
        choices=InspectionForm.choices,
        initial=InspectionForm.TOPICAL.value,
        widget=forms.RadioSelect,
    )
    title = LineField(label="名称", max_length=100, help_text="例：石矿安全生产检查")
    plan_no = LineField(label="计划编号", max_length=30, required=False, help_text="例：2026-3")
    starts_at = MomentField(label="开始时间", help_text="例：2026-4-15 9:00")
    ends_at = MomentField(label="结束时间", required=False)
    venue = pick("在哪个场所集合", Venue)
    place = LineField(
        label="地点", max_length=120, required=False, help_text="不在场所里的写这里。例：赛罕石料厂"
    )
    object = LineField(label="受检对象", max_length=120, help_text="例：赛罕石料厂、镇安监站")
    unit = pick("主管单位", HandlingUnit, help_text="意见转交给它办理，可以以后再选")
    leader = pick("带队人", Representative, help_text="会自动放进名单")
    approaches = forms.MultipleChoiceField(
        label="方式", choices=Approach.choices, required=False, widget=CHECKBOXES
    )
    agenda = lines(
        "安排（看什么、听什么）", 3000, 4, required=False, help_text="通知和方案里给参加的代表看"
    )
    everyone = forms.BooleanField(label="全体现任代表参加", required=False)
    groups = tick("按代表小组选", RepGroup)
    people = tick("单独选代表", Representative)

    def __init__(self, data=None, *, user, home, today, **kwargs):
        super().__init__(data, **kwargs)
        self.today = today
        sitting = Representative.objects.visible_to(user).in_office(today).by_pinyin()
        rows = {
            "home": Home.objects.visible_to(user),
            "kind": InspectionKind.objects.visible_to(user).filter(is_active=True),
            "venue": Venue.objects.visible_to(user),
            "unit": HandlingUnit.objects.visible_to(user).filter(is_active=True),
            "leader": sitting,
            "groups": RepGroup.objects.visible_to(user).filter(is_active=True),
            "people": sitting,
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset
        if home is not None:
            del self.fields["home"]
        self.home = home

    def clean(self):
        cleaned = super().clean()
        self.home = self.home or cleaned.get("home")
        for name in ("kind", "venue", "unit", "leader"):
            row = cleaned.get(name)
            if row is not None and self.home and row.home_id != self.home.pk:
                self.add_error(name, FOREIGN)
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", "结束时间要晚于开始时间。")
        if not (cleaned.get("venue") or cleaned.get("place") or self.has_error("place")):
            self.add_error("place", "请选场所，或者写地点：通知里要告诉大家到哪里。")
        self._refuse_the_same(cleaned)
        return cleaned

    def _refuse_the_same(self, cleaned):
        """A form that is sent twice plans one inspection."""
        title, begins = cleaned.get("title"), cleaned.get("starts_at")
        if not (title and begins and self.home):
            return
        rows = Activity.objects.of(self.home).filter(title=title, starts_at=begins)
        if rows.exclude(state=ActivityState.CANCELLED).filter(inspection__isnull=False).exists():
            self.add_error("title", SAME)

    def chosen(self):
        """The representatives in office whom any of the choices names, each once."""
        given = self.cleaned_data
        rows = Representative.objects.of(self.home).in_office(self.today)
        if given["everyone"]:
            return list(rows)
        keys = {person.pk for person in given["people"]}
        if given["leader"]:
            keys.add(given["leader"].pk)
        in_groups = rows.filter(memberships__group__in=given["groups"], memberships__ended_on=None)
        keys |= set(in_groups.values_list("pk", flat=True))
        return list(rows.filter(pk__in=keys))

    def save(self):
        """The inspection with its activity and those who should come."""
        given = self.cleaned_data
        own = ("kind", "form", "plan_no", "object", "unit", "leader", "approaches")
        of_activity = ("ends_at", "venue", "place", "agenda")
        return Inspection.objects.plan(
            home=self.home,
            title=given["title"],
            starts_at=given["starts_at"],
            people=self.chosen(),
            activity={name: given[name] for name in of_activity},
            **{name: given[name] for name in own},
        )


class RecuseForm(forms.Form):
    """Who stays away, and why; only those on the list are asked to come."""

    use_required_attribute = False

    representative = pick("哪位代表", Representative, required=True)
    reason = LineField(
        label="回避原因",
        max_length=180,
        help_text="与受检对象有什么利害关系。例：本人是受检企业的股东",
        error_messages={"required": "请写回避的原因。"},
    )

    def __init__(self, data=None, *, inspection, **kwargs):
        super().__init__(data, **kwargs)
        self.inspection = inspection
        rows = Representative.objects.filter(attendances__activity=inspection.activity_id)
        rows = rows.exclude(recusals__inspection=inspection).order_by("attendances__pk")
        self.fields["representative"].queryset = rows

    def clean_representative(self):
        person = self.cleaned_data["representative"]
        if person.pk == self.inspection.leader_id:
            raise forms.ValidationError(
                "这位代表是带队人。请先在“修改和填写记录”里换一位带队人，再登记回避。"
            )
        return person


class RaiseForm(forms.Form):
    """One thing that was found becomes a matter with a number."""

    use_required_attribute = False

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    content = lines(
        "发现的问题、提出的意见", 5000, 7, help_text="一次转一件：在哪里、什么事、建议怎么办"
    )
    title = LineField(label="标题", max_length=100, required=False)
    village = pick("事情在哪个村（社区）", Village, required=True)
    representative = pick("哪位代表提出的", Representative, help_text="他会看到办理情况")

    def __init__(self, data=None, *, inspection, **kwargs):
        super().__init__(data, **kwargs)
        people = Representative.objects.filter(attendances__activity=inspection.activity_id)
        people = people.exclude(recusals__inspection=inspection)
        self.fields["village"].queryset = Village.objects.of(inspection.home).active().by_pinyin()
        self.fields["representative"].queryset = people.order_by("attendances__pk")
        first = inspection.opinions or inspection.findings
        said = {"key": secrets.token_urlsafe(16), "content": first[:5000]}
        self.initial = said | {"representative": inspection.leader_id} | self.initial

    def clean_key(self):
        key = self.cleaned_data["key"]
        if not key.isascii():
            raise forms.ValidationError("页面过期了，请返回上一页再打开一次。")
        return key


class SendForm(forms.Form):
    """To whom the opinions go, on which day, and until when they are answered."""

    use_required_attribute = False

    unit = pick("转交给哪个单位", HandlingUnit, required=True)
    sent_on = DayField(label="转交日期", initial=timezone.localdate)
    answer_due_on = DayField(
        label="应反馈日期",
        required=False,
        help_text="不填按转交后三个月，遇休息日顺延到下一个工作日",
    )

    def __init__(self, data=None, *, row, today, **kwargs):
        super().__init__(data, **kwargs)
        self.row, self.today = row, today
        units = HandlingUnit.objects.of(row.home)
        self.fields["unit"].queryset = units.filter(is_active=True) | units.filter(pk=row.unit_id)
        self.initial |= {"unit": row.unit_id, "sent_on": row.sent_on or today}

    def clean(self):
        cleaned = super().clean()
        sent, due, first = cleaned.get("sent_on"), cleaned.get("answer_due_on"), self.first_day
        if sent and sent > self.today:
            self.add_error("sent_on", "转交日期不能晚于今天，请改正。")
        elif sent and sent < first:
            self.add_error("sent_on", f"转交日期不能早于{first:%Y-%m-%d}，请改正。")
        if sent and due and due <= sent:
            self.add_error("answer_due_on", "应反馈日期要晚于转交日期。")
        return cleaned

    @property
    def first_day(self):
        """Before it there were no opinions."""
        return getattr(self.row, "heard_on", None) or self.row.activity.on


class AnswerForm(forms.Form):
    """What the unit answered."""

    use_required_attribute = False

    answered_on = DayField(label="反馈日期", initial=timezone.localdate)
    answer = lines("单位反馈的内容", 5000, 6, error_messages={"required": "请写单位反馈的内容。"})

    def __init__(self, data=None, *, row, today, **kwargs):
        super().__init__(data, **kwargs)
        self.row, self.today = row, today
        self.initial |= {"answered_on": row.answered_on or today, "answer": row.answer}

    def clean_answered_on(self):
        day = self.cleaned_data["answered_on"]
        if day > self.today:
            raise forms.ValidationError("反馈日期不能晚于今天，请改正。")
        if self.row.sent_on and day < self.row.sent_on:
            raise forms.ValidationError("反馈日期不能早于转交日期，请改正。")
        return day
