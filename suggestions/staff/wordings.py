"""Answer templates on the staff's forms: chosen, filled in, put in, and what was typed stays."""

from django.utils import timezone

from daihome.tools.text import mask_personal_data
from suggestions.models import AnswerTemplate, TemplateUse
from suggestions.outcome import long_day
from suggestions.pipeline import Step
from suggestions.staff import blanks

# Where a step's wording goes: (use, field).
FIELDS = {
    Step.CLASSIFY: (TemplateUse.CLASSIFY, "explanation"),
    Step.FEEDBACK: (TemplateUse.TELL, "note"),
}
REPLY_FIELD = (TemplateUse.REPLY, "text")


def facts_of(suggestion, today):
    """What the blanks stand for; empty ones stay visible as blanks."""
    handed = suggestion.main_assignment() if suggestion.step >= Step.DELIVER else None
    return {
        "编号": suggestion.number,
        "标题": mask_personal_data(suggestion.title or suggestion.summary),
        "村": suggestion.village.name,
        "日期": long_day(today),
        "收到日期": long_day(suggestion.received_on),
        "代表之家": suggestion.home.name,
        "电话": suggestion.home.phone,
        "承办单位": str(handed.unit) if handed else "",
        "限期": long_day(suggestion.due_on) if suggestion.due_on else "",
    }


def offered(suggestion, place):
    """Templates to choose from at `place`, a pair of `FIELDS`, or None for a form without any."""
    return list(AnswerTemplate.objects.offered(suggestion, place[0])) if place else []


def is_pressed(request):
    """Whether “填入” was pressed: then nothing is kept, only put in."""
    return request.method == "POST" and "fill" in request.POST


def put_in(request, form, suggestion, place):
    """Where “填入” was pressed: the form with the wording and all that was typed. Writes nothing.

    Returns whether it was pressed.
    """
    if not (place and is_pressed(request)):
        return False
    chosen = request.POST.get("template", "")
    rows = {str(row.pk): row for row in offered(suggestion, place)}
    words = ""
    if chosen in rows:
        words = blanks.fill(rows[chosen].text, facts_of(suggestion, timezone.localdate()))
    _draw_anew(form, place[1], words)
    return True


def _draw_anew(form, field, words):
    """Make the bound `form` one that has not been sent yet, with the same in every box."""
    typed = {
        name: form[name].data
        for name, one in form.fields.items()
        if not one.widget.needs_multipart_form
    }
    before = (typed.get(field) or "").rstrip()
    typed[field] = "\n".join(filter(None, [before, words]))
    form.initial, form.is_bound = {**form.initial, **typed}, False
    form._errors = None  # those of the words as they were sent
