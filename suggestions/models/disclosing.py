"""Who may know of a matter, and whether its result may be published: set with a reason."""

from django.db import transaction

from suggestions.models.choices import Disclosure
from suggestions.models.events import EventKind
from suggestions.pipeline import StepRefused, StepTaken

CHANGED = "别人刚刚改过公开范围，您这次没有改动任何内容。请看最新情况。"


def disclose(self, *, by, disclosure, is_restricted, reason, seen=None):
    """Set how far the matter may be known; a result that may not be public is withdrawn at once.

    `seen` is what the page showed, as `disclosure_of`. Raises `StepTaken` when somebody changed
    it meanwhile, `StepRefused` without a reason.
    """
    if disclosure not in Disclosure.values or not reason:
        raise StepRefused("请选择公开范围，并写明理由。")
    with transaction.atomic():
        self.claim()
        if seen is not None and seen != disclosure_of(self):
            raise StepTaken(CHANGED)
        self.disclosure, self.is_restricted = disclosure, is_restricted
        if self.is_published and _refusal(self):
            self.is_published = False
        self.save(update_fields=["disclosure", "is_restricted", "is_published"])
        limited = "，涉密或者需要保密" if is_restricted else ""
        text = f"{self.get_disclosure_display()}{limited}：{reason}"
        self.tell(EventKind.DISCLOSURE, by=by, text=text)


disclose.alters_data = True


def disclosure_of(suggestion):
    """Stands for both settings on a page, so that a late change is noticed."""
    return f"{suggestion.disclosure}:{int(suggestion.is_restricted)}"


def check_may_be_public(suggestion):
    """Raises `StepRefused` where the result may not be published now."""
    why = _refusal(suggestion)
    if why:
        raise StepRefused(why)


def _refusal(suggestion):
    if suggestion.is_restricted:
        return "这件涉密或者需要保密，不能公开。"
    if suggestion.disclosure == Disclosure.NOT_PUBLIC:
        return "这件定为“不公开”，不能公开办理结果。要公开的，先改公开范围。"
    redacted = suggestion.disclosure == Disclosure.REDACTED
    if redacted and not suggestion.redactions.open().exists():
        return "这件定为“处理后公开”，请先处理公开用的文字，再公开办理结果。"
    return ""
