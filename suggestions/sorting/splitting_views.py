"""One letter with several wishes: a page with a box for each of them."""

import secrets

from django import forms
from django.contrib import messages

from daihome.tools.fields import LinesField
from suggestions.models import Suggestion
from suggestions.models.case import CONTENT_MAX
from suggestions.models.splitting import PARTS_MAX
from suggestions.pipeline import Step, StepRefused, StepTaken
from suggestions.staff.admin_pages import back, case_page, page, refused

UNREADABLE = 422
KEPT_MAX = 200  # the summary of the matter that stays


class SplitForm(forms.Form):
    """What stays, and each of the others in the voter's own words."""

    kept = LinesField(
        label="第 1 件，留在这个编号里",
        max_length=KEPT_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一句话说清是哪一件，作为摘要。反映人的原话一字不动，仍在这个编号里",
    )

    def __init__(self, *args, suggestion, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kept", suggestion.summary or suggestion.title)
        for place in range(2, PARTS_MAX + 1):
            self.fields[f"part_{place}"] = LinesField(
                label=f"第 {place} 件，另给编号",
                required=place == 2,
                max_length=CONTENT_MAX,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text="从原话里摘出这一件事" if place == 2 else "没有就空着",
            )

    def clean_kept(self):
        return " ".join(self.cleaned_data["kept"].split("\n"))

    def others(self):
        """The wishes that get a number of their own."""
        boxes = (self.cleaned_data.get(f"part_{place}") for place in range(2, PARTS_MAX + 1))
        return [text for text in boxes if text]


@case_page("add_suggestion")
def split(request, suggestion):
    """Split the matter while it is being sorted."""
    if suggestion.step > Step.SORT:
        raise StepTaken("已经分类的不能再拆分。还有别的事的，请另外登记一件。")
    if suggestion.split_from_id:
        raise StepTaken("这件本身是拆分出来的，不能再拆。还有别的事的，请从原来那一件再拆。")
    form = SplitForm(request.POST if request.method == "POST" else None, suggestion=suggestion)
    if form.is_valid():
        try:
            return _split(request, suggestion, form)
        except StepRefused as error:
            refused(form, error)
    facts = {"suggestion": suggestion, "form": form, "button": "拆成几件"}
    facts["key"] = request.POST.get("key") or secrets.token_urlsafe(16)
    status = UNREADABLE if form.is_bound else 200
    return page(request, "form", title=f"拆成几件：{suggestion.number}", status=status, **facts)


def _split(request, suggestion, form):
    key = f"split:{suggestion.pk}:{request.POST.get('key', '')}"[:60]
    parts = Suggestion.objects.split(
        suggestion, kept=form.cleaned_data["kept"], others=form.others(), key=key, by=request.user
    )
    numbers = "、".join(part.number for part in parts)
    messages.success(
        request, f"已经拆成 {len(parts) + 1} 件，另给编号：{numbers}。查询码和原来的一样。"
    )
    return back(suggestion)
