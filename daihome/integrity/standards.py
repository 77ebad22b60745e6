"""Recounts the self-checks: closed ones are answered whole, corrections come after what they mend."""

from django.db.models import F

from representatives.models import FALLS_SHORT, CheckState, SelfCheck, StandardCheck

CHUNK = 2000


def check_self_checks(now):
    """A closed self-check has an answer to every item, all of its own standard and Home."""
    closed = SelfCheck.objects.closed().order_by("pk")
    for pk, venue in _named(closed.filter(checks__state=CheckState.OPEN).distinct()):
        yield f"自查（序号 {pk}，{venue}）：已经完成，却有项目没有结论。"
    for pk, venue in _named(closed.filter(checks=None)):
        yield f"自查（序号 {pk}，{venue}）：已经完成，却一个项目也没有。"
    rows = SelfCheck.objects.order_by("pk")
    for pk, venue in _named(rows.exclude(venue__home=F("home"))):
        yield f"自查（序号 {pk}，{venue}）：场所属于别的代表之家。"
    foreign = StandardCheck.objects.exclude(item__standard=F("self_check__standard"))
    for pk in foreign.order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        yield f"自查项目（序号 {pk}）：不是这次自查的标准里的项目。"


def check_corrections(now):
    """Only what fell short is mended, on a day not before it was found."""
    done = StandardCheck.objects.exclude(corrected_on=None).order_by("pk")
    wrong = done.exclude(state__in=FALLS_SHORT)
    for pk in wrong.values_list("pk", flat=True).iterator(CHUNK):
        yield f"自查项目（序号 {pk}）：没有要整改的，却写着整改完成日期。"
    early = done.filter(corrected_on__lt=F("self_check__on"))
    for pk in early.values_list("pk", flat=True).iterator(CHUNK):
        yield f"自查项目（序号 {pk}）：整改完成日期早于自查日期。"


def _named(rows):
    return rows.values_list("pk", "venue__name").iterator(CHUNK)


CHECKS = [
    ("建设标准自查", check_self_checks),
    ("自查整改", check_corrections),
]
