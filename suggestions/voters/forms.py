"""What a voter fills in: the matter first, who they are last."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from daihome.tools import fields
from daihome.tools.kept_files import (
    ATTRS,
    FILE_MAX_MB,
    FILES_MAX,
    FilesField,
    FilesInput,
    KeepsFiles,
)
from representatives.models import Venue
from suggestions.models import IdentityMode
from suggestions.models.case import CONTENT_MAX
from suggestions.voters import choices

SUPPLEMENT_MAX = 2000

MODES = [
    (IdentityMode.ANONYMOUS, "匿名：不留姓名、电话"),
    (IdentityMode.NAMED, "实名：需要核实时，可以告诉办理的单位和代表"),
    (IdentityMode.CONFIDENTIAL, "实名但请保密：只有代表之家的工作人员知道"),
]


class ShownField(forms.BoundField):
    """A field as the style sheet knows it."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxInput):
            look = "form-check-input"
        else:
            look = "form-select" if isinstance(widget, forms.Select) else "form-control"
        return attrs | {"class": f"{look} is-invalid" if self.errors else look}


class PlaceField(forms.Field):
    """One row of a list that is drawn by `PlaceSelect`; looked up only when something was chosen."""

    widget = choices.PlaceSelect

    def __init__(self, *, find, **kwargs):
        super().__init__(**kwargs)
        self.find = find

    def to_python(self, value):
        if value in self.empty_values:
            return None
        number = value if value.isascii() and value.isdigit() and len(value) < 19 else "0"
        found = self.find(int(number))
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"])
        return found


def _person(pk):
    people = choices.open_representatives(timezone.localdate()).only("pk", "home")
    return people.order_by().filter(pk=pk).first()


class SuggestionForm(KeepsFiles, forms.Form):
    """The public form; the village decides whose matter it is."""

    bound_field_class = ShownField
    use_required_attribute = False  # a browser's own bubbles hide what the page says

    content = fields.LinesField(
        label="您想反映什么",
        max_length=CONTENT_MAX,
        help_text="写清楚在哪里、什么事、希望怎么办。工作人员、您选的代表和承办单位会看到。不用写身份证号码。",
        error_messages={"required": "请写下您想反映的事情。"},
        widget=forms.Textarea(attrs={"rows": 7, "data-count": CONTENT_MAX}),
    )
    title = fields.LineField(
        label="一句话标题",
        max_length=100,
        required=False,
        help_text="例：村东头路灯坏了。看得到正文的人会看到；公开办理结果时，工作人员会另拟标题。",
    )
    village = PlaceField(
        label="事情在哪个村（社区）",
        find=choices.open_village,
        error_messages={
            "required": "请选择事情发生在哪个村（社区）。",
            "invalid_choice": "这个村（社区）不在名单里，请重新选择。",
        },
        help_text="工作人员和承办单位会看到，用来找到地方。",
    )
    representative = PlaceField(
        label="想请哪位代表知道",
        find=_person,
        error_messages={"invalid_choice": "这位代表现在不能选，请重新选择，也可以不选。"},
        widget=choices.PlaceSelect(blank_label="不选，由工作人员转交"),
        required=False,
        help_text="不认识代表可以不选，由工作人员转交。选了，这位代表会看到您写的内容。",
    )
    attachments = FilesField(
        label="照片或文件",
        required=False,
        help_text=(
            f"最多 {FILES_MAX} 个，照片或 PDF，每个不超过 {FILE_MAX_MB} MB。"
            "能看到正文的人会看到；照片里的拍摄地点会自动去掉。"
        ),
        widget=FilesInput(attrs=ATTRS),
    )
    identity_mode = forms.ChoiceField(
        label="您愿意留下姓名和电话吗",
        choices=MODES,
        required=False,
        initial=IdentityMode.ANONYMOUS,
        widget=forms.RadioSelect,
        help_text="三种都一样办理，都能凭编号和查询码看结果。姓名、电话都不公开。",
        error_messages={"invalid_choice": "请在下面三种里选一种。"},
    )
    name = fields.NameField(
        label="您的姓名",
        required=False,
        help_text="选“匿名”的不用填，填了也不保存。加密保存，不公开。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = fields.PhoneField(
        label="您的电话",
        max_length=30,
        required=False,
        help_text="手机或固定电话，用来核实情况、告诉您结果。加密保存，不公开。",
    )
    consent = forms.BooleanField(label="我同意这样使用我的姓名和电话", required=False)

    def offer(self, villages, people):
        """Give the two lists their lines (`choices.rows_of`); needed for drawing only."""
        self.fields["village"].widget.rows = villages
        self.fields["representative"].widget.rows = people

    @property
    def is_anonymous(self):
        """Whether nothing about the person is to be kept."""
        return self.cleaned_data.get("identity_mode") == IdentityMode.ANONYMOUS

    def clean_identity_mode(self):
        return self.cleaned_data["identity_mode"] or IdentityMode.ANONYMOUS

    def clean(self):
        cleaned = super().clean()
        self._check_home(cleaned)
        self.gather_files(cleaned)
        if "identity_mode" in cleaned:
            self._check_identity(cleaned)
        return cleaned

    def _check_home(self, cleaned):
        village, person = cleaned.get("village"), cleaned.get("representative")
        if village and person and person.home_id != village.home_id:
            self.add_error("representative", "这位代表不属于您选的村所在的乡镇，请重新选择。")
        # The venue comes from a QR code, not from the person: a wrong one is no reason to refuse.
        venue = find_venue(self.data.get("venue", ""))
        own = village and venue and venue.home_id == village.home_id
        cleaned["venue"] = venue if own else None

    def _check_identity(self, cleaned):
        if self.is_anonymous:
            cleaned["name"] = cleaned["phone"] = ""
            self._errors.pop("name", None)
            self._errors.pop("phone", None)
            return
        if not (cleaned.get("name") or cleaned.get("phone") or self.has_error("phone")):
            self.add_error("name", "请填姓名或电话，至少一样。不想留的，请在上面选“匿名”。")
        if not cleaned.get("consent"):
            self.add_error("consent", "请打勾表示同意；不同意的，请在上面选“匿名”，一样办理。")

    def identity(self):
        """What `receive` keeps of the person: None for somebody anonymous."""
        if self.is_anonymous:
            return None
        return {name: self.cleaned_data.get(name, "") for name in ("name", "phone")}

    def facts(self):
        """The columns of `Suggestion` that the voter decides."""
        names = ("content", "title", "village", "representative", "venue", "identity_mode")
        return {name: self.cleaned_data.get(name) for name in names}


def find_venue(code):
    """The public venue of a QR code, or None."""
    if not (code.isascii() and code.isalnum()):
        return None
    return Venue.objects.public().filter(code=code).select_related("home").first()


class SupplementForm(forms.Form):
    """Words added later."""

    bound_field_class = ShownField
    use_required_attribute = False

    text = fields.LinesField(
        label="补充情况",
        max_length=SUPPLEMENT_MAX,
        help_text="工作人员、您选的代表和承办单位会看到。原来写的不会改动。",
        error_messages={"required": "请写下要补充的内容。"},
        widget=forms.Textarea(attrs={"rows": 5, "data-count": SUPPLEMENT_MAX}),
    )
