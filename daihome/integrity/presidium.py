"""Recounts the presidium and the congress: votes, numbers of meetings, requests on an agenda."""

from itertools import pairwise

from django.db.models import F, Q

from inspections.models import CongressSession, Decision, PresidiumMeeting, PresidiumRequest

CHUNK = 2000


def check_decisions(now):
    """A decision is carried exactly when more than half of all members of its day were for it."""
    enough = Q(votes_for__gt=F("meeting__members") - F("votes_for"))
    torn = Decision.objects.filter(Q(enough, is_carried=False) | Q(~enough, is_carried=True))
    for pk, title in torn.order_by("pk").values_list("pk", "title").iterator(CHUNK):
        yield f"主席团决定（序号 {pk}，{title}）：是否通过与票数对不上。"
    cast = F("votes_for") + F("votes_against") + F("votes_abstained")
    more = Decision.objects.filter(meeting__members__lt=cast)
    for pk, title in more.order_by("pk").values_list("pk", "title").iterator(CHUNK):
        yield f"主席团决定（序号 {pk}，{title}）：票数比全体成员还多。"


def check_numbers(now):
    """Meetings and sessions of a term are numbered in the order of their days."""
    for model in (PresidiumMeeting, CongressSession):
        rows = model.objects.exclude(activity__state="cancelled")
        rows = rows.order_by("term", "activity__starts_at", "number")
        columns = ("term_id", "number", "activity__title")
        for before, after in pairwise(rows.values_list(*columns).iterator(CHUNK)):
            if before[0] == after[0] and before[1] >= after[1]:
                yield f"“{after[2]}”是第 {after[1]} 次，却排在第 {before[1]} 次“{before[2]}”之后。"


def check_requests(now):
    """A request that was decided has a decision of the meeting before which it came."""
    rows = PresidiumRequest.objects.order_by("pk")
    decided = rows.filter(state="decided").exclude(decisions__meeting=F("meeting"))
    for pk, subject in decided.values_list("pk", "subject").iterator(CHUNK):
        yield f"代表请求（序号 {pk}，{subject}）：写着已作决定，那次会议却没有这项决定。"
    lost = rows.filter(state__in=["on_agenda", "decided"], meeting=None)
    for pk, subject in lost.values_list("pk", "subject").iterator(CHUNK):
        yield f"代表请求（序号 {pk}，{subject}）：列入了议题，却没有写是哪次会议。"


CHECKS = [
    ("主席团决定", check_decisions),
    ("会议次数", check_numbers),
    ("代表请求", check_requests),
]
