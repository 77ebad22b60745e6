"""What staff fill in besides the steps: entry for somebody else, replies, publishing."""

from django import forms
from django.utils import timezone

from daihome.tools.fields import DayField, LineField, LinesField
from daihome.tools.pinyin import Pinyin
from daihome.tools.text import find_personal_data
from representatives.models import Representative, Village
from suggestions.models import Channel, IdentityMode
from suggestions.pipeline import Disposal
from suggestions.units.unit_forms import REPLY_COLUMNS, ReplyFields
from suggestions.voters import choices
from suggestions.voters.forms import FILES_MAX, SuggestionForm

STAFF_CHANNELS = [Channel.PHONE, Channel.DESK, Channel.LETTER]
REASON_MIN = 4


def _personal(text):
    return "、".join(find_personal_data(text or ""))


class IntakeForm(SuggestionForm):
    """A matter that somebody told the office: by telephone, at the desk, by letter."""

    # A page that is sent twice makes one matter.
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    channel = forms.ChoiceField(
        label="怎么反映的",
        choices=[(channel.value, channel.label) for channel in STAFF_CHANNELS],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择电话、当面还是来信。"},
    )
    received_on = DayField(label="哪天收到的", help_text="期限从这天算起")
    village = forms.ModelChoiceField(
        queryset=Village.objects.none(),
        widget=choices.PlaceSelect(),
        error_messages={
            "required": "请选择事情发生在哪个村（社区）。",
            "invalid_choice": "这个村（社区）不在名单里，请重新选择。",
        },
    )
    representative = forms.ModelChoiceField(
        required=False,
        queryset=Representative.objects.none(),
        widget=choices.PlaceSelect(blank_label="不选"),
        error_messages={"invalid_choice": "这位代表现在不能选，请重新选择，也可以不选。"},
    )
    address = LineField(
        label="住址",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"data-private": ""}),  # not kept by the browser
    )
    field_order = (
        "key", "channel", "received_on", "content", "title", "village", "representative",
        "attachments", "identity_mode", "name", "phone", "address", "consent",
    )  # fmt: skip

    words = {
        "content": ("反映的内容", "照原话记，写清在哪里、什么事、希望怎么办。一件事登记一次"),
        "title": ("标题", "不写也行。例：北山咀村东头路灯坏了"),
        "village": ("事情在哪个村（社区）", ""),
        "representative": ("想请哪位代表知道", "反映人没有说就不选"),
        "attachments": ("来信扫描件、照片", f"最多 {FILES_MAX} 个，图片或 PDF"),
        "identity_mode": ("反映人愿意留姓名吗", "先问清楚再选。选匿名的，下面几项不填"),
        "name": ("姓名", ""),
        "phone": ("电话", "手机，或者带区号的固定电话"),
        "consent": ("已经向反映人说明用途，反映人同意登记姓名和电话", ""),
    }
    modes = {
        IdentityMode.ANONYMOUS: "匿名，不登记姓名和电话",
        IdentityMode.NAMED: "实名，需要时可以告诉代表和承办单位",
        IdentityMode.CONFIDENTIAL: "实名，但请保密，只有代表之家工作人员知道",
    }

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        villages = Village.objects.visible_to(user).active()
        people = Representative.objects.visible_to(user).in_office(today)
        self._narrow("village", villages.select_related("home"))
        self._narrow("representative", people)
        self.fields["identity_mode"].choices = [
            (mode.value, self.modes[mode]) for mode in self.modes
        ]
        for name, (label, help_text) in self.words.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        self.initial.setdefault("received_on", today)

    def _narrow(self, name, rows):
        self.fields[name].queryset = rows
        by_home = rows.order_by("home_id", Pinyin("name"), "pk")
        self.fields[name].widget.rows = by_home.values_list("home__name", "pk", "name")

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("收到日期不能晚于今天，请改正。")
        return day

    def _check_identity(self, cleaned):
        super()._check_identity(cleaned)
        if self.is_anonymous:
            cleaned["address"] = ""
            self._errors.pop("address", None)

    def identity(self):
        if self.is_anonymous:
            return None
        return {name: self.cleaned_data.get(name, "") for name in ("name", "phone", "address")}

    def moment(self):
        """When it was received: now, or the same time of day on an earlier day."""
        day = self.cleaned_data["received_on"]
        return timezone.localtime().replace(year=day.year, month=day.month, day=day.day)


class ReplyForm(ReplyFields):
    """A unit's reply as it came in on paper; the day is fixed once it is entered."""

    replied_on = DayField(
        label="答复日期", help_text="答复函上的日期。登记后按它判定是否按期，不能再改"
    )
    field_order = ("reply_class", "replied_on", "doc_no", "text", "promise", "promised_on")

    def __init__(self, *args, assignment, reply, today, first_on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.reply, self.today = reply, today
        self.first_on = first_on or assignment.handed_on
        self.prepare(assignment.suggestion.home)
        if reply:
            del self.fields["replied_on"]
            for name in REPLY_COLUMNS:
                self.initial.setdefault(name, getattr(reply, name))
        else:
            self.initial.setdefault("replied_on", today)

    def clean_replied_on(self):
        day = self.cleaned_data["replied_on"]
        if not self.first_on <= day <= self.today:
            raise forms.ValidationError("答复日期应在交办之日和今天之间，请核对。")
        return day

    def day_of_reply(self):
        return self.reply.replied_on if self.reply else super().day_of_reply()

    def facts(self):
        """The keyword arguments of `Assignment.answer` and `Reply.revise`."""
        given = {name: self.cleaned_data[name] for name in REPLY_COLUMNS}
        if "replied_on" in self.fields:
            given["replied_on"] = self.cleaned_data["replied_on"]
        return given | {"uploads": self.uploads()}


class ResultForm(forms.Form):
    """What everybody may read of the result, once no person can be found in it."""

    public_title = LineField(
        label="公开标题", max_length=100, help_text="另拟一个，不写人名。例：北山咀村路灯修复"
    )
    public_result = LinesField(
        label="公开的办理结果",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="两三句话：做了什么，什么时候办完的",
    )
    checked = forms.BooleanField(
        label="已核对，没有姓名、电话、住址等个人信息",
        error_messages={"required": "请逐字核对后打勾。公开以后谁都能看到。"},
    )

    def clean(self):
        data = super().clean()
        for name in ("public_title", "public_result"):
            kinds = _personal(data.get(name))
            if kinds:
                self.add_error(name, f"里面好像有{kinds}，不能公开。请删去后再提交。")
        return data


class UnmaskForm(forms.Form):
    """Why somebody looks at an identity; kept for ever."""

    reason = LineField(
        label="为什么要看",
        min_length=REASON_MIN,
        max_length=200,
        help_text="例：打电话核实漏水的具体位置。谁、什么时候、为什么看，都会记下来",
        error_messages={"min_length": "请写清楚理由，至少 4 个字。"},
    )


def opening_result(suggestion):
    """What the public text starts from: never the voter's own words."""
    title = suggestion.public_title or suggestion.summary
    result = suggestion.public_result
    if not result and suggestion.disposal == Disposal.EXPLAINED:
        result = suggestion.explanation
    return {"public_title": title[:100], "public_result": result[:1000]}
