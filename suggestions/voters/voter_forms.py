"""What a voter fills in on the page of their own matter, one thing at a time."""

from django import forms

from daihome.tools import fields
from suggestions.models import SatisfactionLevel
from suggestions.voters.forms import ShownField

REASON_MAX, ANSWER_MAX = 300, 2000
UNHAPPY = "选“不满意”的，请写明哪里不满意，才好重新办理。"


class VoteForm(forms.Form):
    """满意 / 基本满意 / 不满意; of the manner as well where the Home asks for it."""

    bound_field_class = ShownField
    use_required_attribute = False

    level = forms.ChoiceField(
        label="办得怎么样，您满意吗",
        choices=SatisfactionLevel.choices,
        widget=forms.RadioSelect,
        help_text="只能评价一次，交了就不能改。",
        error_messages={
            "required": "请选满意、基本满意或不满意。",
            "invalid_choice": "请选满意、基本满意或不满意。",
        },
    )
    attitude = forms.ChoiceField(
        label="办事的人态度怎么样",
        choices=SatisfactionLevel.choices,
        widget=forms.RadioSelect,
        help_text="说的是和您联系的人，不是结果。",
        error_messages={
            "required": "请选一个：办事的人态度怎么样。",
            "invalid_choice": "请选一个：办事的人态度怎么样。",
        },
    )
    reason = fields.LineField(
        label="哪里不满意，或者想说的话",
        required=False,
        max_length=REASON_MAX,
        help_text="选“不满意”的必须写。工作人员、代表和承办单位会看到，不用写姓名、电话。",
        widget=forms.Textarea(attrs={"rows": 3, "data-count": REASON_MAX}),
    )

    def __init__(self, *args, home, **kwargs):
        super().__init__(*args, **kwargs)
        if not home.asks_attitude:
            del self.fields["attitude"]

    def clean(self):
        data = super().clean()
        if data.get("level") == SatisfactionLevel.UNSATISFIED and not (
            data.get("reason") or self.has_error("reason")
        ):
            self.add_error("reason", UNHAPPY)
        return data


class AnswerForm(forms.Form):
    """The answer to what the office asked."""

    bound_field_class = ShownField
    use_required_attribute = False

    answer = fields.LinesField(
        label="您的回答",
        max_length=ANSWER_MAX,
        help_text="工作人员会看到。知道多少写多少。",
        error_messages={"required": "请写下您的回答。"},
        widget=forms.Textarea(attrs={"rows": 4, "data-count": ANSWER_MAX}),
    )


class WithdrawForm(forms.Form):
    """Why the voter takes the matter back; need not be said."""

    bound_field_class = ShownField
    use_required_attribute = False

    withdrawal = fields.LineField(
        label="为什么撤回",
        required=False,
        max_length=REASON_MAX,
        help_text="例：已经修好了；写错了，重新提了一件。",
        widget=forms.Textarea(attrs={"rows": 3, "data-count": REASON_MAX}),
    )


class AnonymiseForm(forms.Form):
    """Which of the own files go along because they show who it was."""

    bound_field_class = ShownField
    use_required_attribute = False

    files = forms.MultipleChoiceField(
        label="哪些文件看得出您是谁",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="打勾的一起删掉。照片里有您本人、信上有签名的，都打勾。",
        error_messages={"invalid_choice": "文件的情况刚刚变了，请重新选一遍。"},
    )

    def __init__(self, *args, suggestion, **kwargs):
        super().__init__(*args, **kwargs)
        rows = list(suggestion.letter_files)
        self.marked = [row for row in rows if row.shows_identity]
        own = [(str(row.pk), row.name) for row in rows if not row.shows_identity]
        self.fields["files"].choices = own
        if not own:
            del self.fields["files"]

    def chosen(self):
        """Keys of the attachments to delete."""
        return [int(key) for key in self.cleaned_data.get("files", [])]
