"""What staff fill in to join matters, and to word one reply for each of them."""

from django import forms

from daihome.tools.fields import LineField, LinesField
from suggestions import codes
from suggestions.models import Suggestion
from suggestions.sorting.together import worded

INTO, FROM = "into", "from"


class JoinForm(forms.Form):
    """With which matter, and which of the two leads."""

    number = LineField(
        label="另一件的编号",
        max_length=30,
        help_text="例：XZ2026-0012。说的是同一件事的才并",
    )
    direction = forms.ChoiceField(
        label="哪一件牵头",
        choices=[(INTO, "那一件牵头，这一件并过去"), (FROM, "这一件牵头，那一件并过来")],
        widget=forms.RadioSelect,
        initial=INTO,
        help_text="一般由先收到的牵头。两件的编号、环节、答复都各自保留，可以随时取消",
        error_messages={"required": "请选择哪一件牵头。"},
    )

    def __init__(self, *args, suggestion, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.suggestion, self.user = suggestion, user

    def clean_number(self):
        """The matter itself, among those that the user sees in this Home."""
        number = codes.tidy_number(self.cleaned_data["number"])
        rows = Suggestion.objects.visible_to(self.user).of(self.suggestion.home_id)
        found = rows.filter(number=number).first() if number else None
        if found is None:
            raise forms.ValidationError("没有找到这个编号的意见，请核对，例：XZ2026-0012。")
        return found

    def pair(self):
        """(the one that joins, the one that leads)."""
        other = self.cleaned_data["number"]
        if self.cleaned_data["direction"] == FROM:
            return other, self.suggestion
        return self.suggestion, other


class AnswersForm(forms.Form):
    """The lead's reply worded for each member; a box left empty is not kept."""

    def __init__(self, *args, reply, targets, **kwargs):
        super().__init__(*args, **kwargs)
        self.targets = targets
        for target in targets:
            row = target.suggestion
            self.fields[target.name] = LinesField(
                label=f"{row.number}　{row.village.name}",
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 6}),
                initial=worded(reply.text, reply.suggestion, row),
                help_text=f"{row.heading}。改成对这位选民说的话；清空就不登记",
            )
            if target.handing:
                self.fields[target.hand_name] = forms.BooleanField(
                    label=target.handing, required=False
                )

    def clean(self):
        data = super().clean()
        for target in self.targets:
            if target.handing and data.get(target.name) and not data.get(target.hand_name):
                self.add_error(target.hand_name, "请打勾同意；现在还不交办的，把上面的字清空。")
        if not self.errors and not any(data.get(target.name) for target in self.targets):
            raise forms.ValidationError("每一件都清空了，没有可以登记的。请至少写一件。")
        return data

    def chosen(self):
        """(target, text) of every box with words."""
        return [
            (target, self.cleaned_data[target.name])
            for target in self.targets
            if self.cleaned_data.get(target.name)
        ]
