"""What becomes a matter: the words heard, corrected once before they go into the pipeline."""

import secrets

from django import forms

from daihome.tools.fields import LineField, LinesField, NameField, PhoneField
from reception.models import MailItem, RaisedMatter, Visit
from reception.visiting.visit_fields import IDENTITY_MODES
from representatives.models import Representative, Village
from suggestions.models import IdentityMode, Suggestion
from suggestions.models.case import CONTENT_MAX


class RaiseForm(forms.Form):
    """A matter raised from `source` (a visit or an activity): one press writes it, `save`."""

    use_required_attribute = False

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    content = LinesField(
        label="反映的内容",
        max_length=CONTENT_MAX,
        widget=forms.Textarea(attrs={"rows": 7, "data-keep": ""}),
        help_text="一件事登记一次；有几件事，先留一件，登记以后再转下一件",
        error_messages={"required": "请写清反映的内容。"},
    )
    title = LineField(
        label="标题", max_length=100, required=False, help_text="不写也行。例：村东头路灯坏了"
    )
    village = forms.ModelChoiceField(
        label="事情在哪个村（社区）",
        queryset=Village.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择事情在哪个村（社区）。"},
    )
    representative = forms.ModelChoiceField(
        label="哪位代表转来的",
        queryset=Representative.objects.none(),
        required=False,
        empty_label="不选",
        help_text="这位代表会看到办理情况，办好了由他告诉选民",
    )
    identity_mode = forms.ChoiceField(
        label="姓名要不要一起转",
        choices=IDENTITY_MODES,
        required=False,
        widget=forms.RadioSelect,
        initial=IdentityMode.ANONYMOUS,
        help_text="先问清楚本人再选",
    )
    person = NameField(
        label="姓名", required=False, widget=forms.TextInput(attrs={"data-private": ""})
    )
    phone = PhoneField(
        label="电话",
        max_length=30,
        required=False,
        help_text="办好了用来告诉本人。不转姓名的不要填",
        widget=forms.TextInput(attrs={"data-private": ""}),
    )

    def __init__(self, data=None, *, source, by, today, **kwargs):
        super().__init__(data, **kwargs)
        self.source, self.by = source, by
        people = Representative.objects.of(source.home).in_office(today)
        self.fields["village"].queryset = Village.objects.of(source.home).active().by_pinyin()
        self.fields["representative"].queryset = people.by_pinyin()
        self.initial = {"key": secrets.token_urlsafe(16)} | _opening(source) | self.initial
        if self._known_person:
            self.fields["person"].help_text = f"登记的是“{source.person_shown}”，不改就空着"

    @property
    def _known_person(self):
        return getattr(self.source, "person", "")

    @property
    def is_named(self):
        mode = self.cleaned_data.get("identity_mode")
        return bool(mode) and mode != IdentityMode.ANONYMOUS

    def clean(self):
        cleaned = super().clean()
        known = cleaned.get("person") or self._known_person or self._was_pressed
        if self.is_named and not known and not self.has_error("person"):
            self.add_error("person", "要转姓名，请填写姓名；不愿留的，选“不转姓名”。")
        return cleaned

    @property
    def _key(self):
        return f"raise:{self.by.pk}:{self.cleaned_data.get('key', '')}"[:64]

    @property
    def _was_pressed(self):
        """Whether this page made its matter already: the name has gone there since."""
        return Suggestion.objects.filter(key=self._key).exists()

    def save(self):
        """The matter and whether it is new; the same press twice gives the same one."""
        typed = self.cleaned_data
        mode, identity = IdentityMode.ANONYMOUS, None
        if self.is_named:
            mode = typed["identity_mode"]
            identity = {"name": typed["person"] or self._known_person, "phone": typed["phone"]}
        facts = {name: typed[name] for name in ("content", "title", "village", "representative")}
        return RaisedMatter.objects.raise_matter(
            self.source, key=self._key, by=self.by, identity=identity, identity_mode=mode,
            **facts,
        )  # fmt: skip


def _opening(source):
    """What the form starts with: the words of the visit, or what came out of the activity."""
    if isinstance(source, Visit):
        first = source.representatives.order_by("pk").first()
        return {"content": source.content, "village": source.village_id, "representative": first}
    if isinstance(source, MailItem):
        return {"content": source.summary, "village": source.village_id}
    return {"content": (source.outcome or source.content)[:CONTENT_MAX]}
