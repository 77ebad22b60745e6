"""How far a matter may be known, and the versions of its words and pictures for everybody."""

from django import forms
from django.contrib import messages

from daihome.tools.fields import LineField
from suggestions.models import Disclosure
from suggestions.models.disclosing import CHANGED, disclosure_of
from suggestions.pipeline import StepRefused, StepTaken
from suggestions.staff.admin_pages import back, case_page, page, refused

UNREADABLE = 422
REASON_MIN = 4


class DisclosureForm(forms.Form):
    """What may be published, who may see it, and why."""

    # What the page was drawn from: a late click is noticed.
    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)
    disclosure = forms.ChoiceField(
        label="办理结果能不能公开",
        choices=[
            (Disclosure.PUBLIC, "可以公开：公开标题和结果，不公开反映人的原话"),
            (Disclosure.REDACTED, "处理后公开：另做一份公开用的文字和照片，遮去个人信息"),
            (Disclosure.NOT_PUBLIC, "不公开"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一种公开范围。"},
    )
    is_restricted = forms.BooleanField(
        label="涉密或者需要保密",
        required=False,
        help_text="打勾以后，只有本代表之家的工作人员、主席和管理员看得到；召集人、代表、县级监督员都看不到",
    )
    reason = LineField(
        label="理由",
        min_length=REASON_MIN,
        max_length=200,
        help_text="例：涉及正在调查的案件。谁、什么时候、为什么改，都会记下来",
        error_messages={"min_length": "请写清楚理由，至少 4 个字。"},
    )


@case_page("publish_suggestion")
def disclosure(request, suggestion):
    """Set how far the matter may be known; a result that may not be public is withdrawn."""
    first = {"seen": disclosure_of(suggestion), "disclosure": suggestion.disclosure}
    first["is_restricted"] = suggestion.is_restricted
    form = DisclosureForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            return _disclose(request, suggestion, form.cleaned_data)
        except StepRefused as error:
            refused(form, error)
    if form.is_bound and form.has_error("seen"):
        raise StepTaken(CHANGED)
    facts = {"suggestion": suggestion, "form": form, "button": "保存公开范围"}
    status = UNREADABLE if form.is_bound else 200
    return page(request, "form", title=f"公开范围：{suggestion.number}", status=status, **facts)


def _disclose(request, suggestion, typed):
    was_public = suggestion.is_published
    suggestion.disclose(by=request.user, **typed)
    messages.success(request, "公开范围已经保存。")
    if was_public and not suggestion.is_published:
        messages.warning(request, "已经公开的办理结果同时撤下了，公众首页不再显示。")
    return back(suggestion)
