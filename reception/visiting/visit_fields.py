"""The fields of a visit form, in the order in which one fills them in; `forms.py` fits them."""

from django import forms

from daihome.tools.fields import (
    DayField,
    LineField,
    LinesField,
    NameField,
    PhoneField,
    RowsField,
    WholeNumberField,
)
from daihome.tools.kept_files import ATTRS, FILES_MAX, FilesField, FilesInput
from reception.models import AidPairing, Beneficiary, VisitKind, Way
from representatives.models import GridCell, Representative, Village
from suggestions.models import Category, IdentityMode

PEOPLE_MAX = 2000
AREA = {"rows": 5, "data-keep": ""}
IDENTITY_MODES = [
    (IdentityMode.ANONYMOUS, "不转姓名"),
    (IdentityMode.NAMED, "本人同意，转姓名"),
    (IdentityMode.CONFIDENTIAL, "本人同意，但请保密"),
]


class VisitFields(forms.Form):
    """What is asked of a visit, of whatever kind."""

    use_required_attribute = False

    # The same visit sent twice is one.
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=VisitKind)
    # Newest history row of the visit that the page was drawn from.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = DayField(label="哪天", help_text="例：2026-11-20")
    talked_with = forms.ModelChoiceField(
        label="和哪位代表谈话",
        queryset=Representative.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择谈话的代表。"},
    )
    village = forms.ModelChoiceField(
        label="村（社区）",
        queryset=Village.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择在哪个村（社区）。"},
    )
    way = forms.ChoiceField(label="怎么联系的", choices=Way, initial=Way.VISIT)
    beneficiary = forms.ChoiceField(
        label="看望谁",
        choices=[("", "请选择"), *Beneficiary.choices],
        required=False,
        help_text="选了结对帮扶的，可以不选",
    )
    occasion = LineField(
        label="时机", max_length=30, required=False, help_text="例：春节、开学、汛期"
    )
    people = WholeNumberField(
        label="见了几人",
        initial=1,
        min_value=1,
        max_value=PEOPLE_MAX,
        help_text="联系选民的人数按这里算",
    )
    person = NameField(
        label="姓名",
        required=False,
        help_text="可以只写称呼或代号，也可以不写。加密保存，到期清除",
        widget=forms.TextInput(attrs={"data-private": ""}),
    )
    forget_person = forms.BooleanField(label="清除已经登记的姓名", required=False)
    content = LinesField(max_length=5000, required=False, widget=forms.Textarea(attrs=AREA))
    answer = LinesField(
        label="当面答复或解释",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=AREA | {"rows": 3}),
    )
    matter = forms.BooleanField(
        label="要办理：转成一件意见",
        required=False,
        help_text="打勾以后，上面反映的内容成为一件有编号的意见，交工作人员梳理、交办",
    )
    identity_mode = forms.ChoiceField(
        label="姓名要不要随意见一起转",
        choices=IDENTITY_MODES,
        required=False,
        widget=forms.RadioSelect,
        initial=IdentityMode.ANONYMOUS,
        help_text="先问清楚本人再选。不转成意见的不用选",
    )
    phone = PhoneField(
        label="电话",
        max_length=30,
        required=False,
        help_text="办好了用来告诉本人。只随意见登记，不转姓名的不要填",
        widget=forms.TextInput(attrs={"data-private": ""}),
    )
    representatives = RowsField(
        label="走访代表",
        queryset=Representative.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择走访的代表。"},
    )
    grid = forms.ModelChoiceField(
        label="网格", queryset=GridCell.objects.none(), required=False, empty_label="不选"
    )
    place = LineField(
        label="具体地点", max_length=120, required=False, help_text="例：村民组、谁家门口"
    )
    topic = forms.ModelChoiceField(
        label="什么话题", queryset=Category.objects.none(), required=False, empty_label="不选"
    )
    is_hot = forms.BooleanField(
        label="这是大家都在说的事", required=False, help_text="打勾的同时选上面的话题"
    )
    pairing = forms.ModelChoiceField(
        label="哪一对结对帮扶",
        queryset=AidPairing.objects.none(),
        required=False,
        empty_label="不是结对户",
    )
    follow_up = LinesField(
        label="后续",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=AREA | {"rows": 2}),
        help_text="打算怎么做，后来怎么样",
    )
    attachments = FilesField(
        label="照片",
        required=False,
        help_text=f"最多 {FILES_MAX} 个，照片或 PDF。照片里的拍摄地点会自动去掉",
        widget=FilesInput(attrs=ATTRS),
    )
