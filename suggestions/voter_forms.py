"""What a voter fills in on the page of their own matter, one thing at a time."""

from django import forms

from daihome.tools import fields
from suggestions.forms import ShownField
from suggestions.models import SatisfactionLevel

REASON_MAX = 300
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
