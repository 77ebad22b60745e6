"""Matters that may be the same as the one being sorted: shown to the clerk, who decides.

Compared are a fixed number of the newest of the village and of the Home, so that it costs the
same however many there are.
"""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Substr

from suggestions.models import Suggestion
from suggestions.sorting.likeness import TEXT_MAX, Texts

COMPARED = 250  # of the village, and as many of the Home
SHOWN = 5
# Of the demonstration's matters, all of them different, no two of one village reach the first
# and no two at all the second.
ENOUGH_IN_VILLAGE, ENOUGH = 0.09, 0.2


@dataclass(frozen=True)
class Similar:
    """One such matter, with its village joined."""

    matter: Suggestion
    score: float
    is_same_village: bool


def similar_to(suggestion, user):
    """At most five `Similar` that `user` may see: the same village first, the most alike first."""
    rows = Suggestion.objects.visible_to(user).of(suggestion.home_id).exclude(pk=suggestion.pk)
    found = _newest(rows.filter(village=suggestion.village_id)) | _newest(rows)
    texts = Texts([text for _village, text in found.values()])
    scores = texts.scores(_without_place(_own_text(suggestion), suggestion.village.name))
    alike = [
        (village == suggestion.village_id, score, pk)
        for (pk, (village, _words)), score in zip(found.items(), scores, strict=True)
        if score >= (ENOUGH_IN_VILLAGE if village == suggestion.village_id else ENOUGH)
    ]
    return _rows(sorted(alike, reverse=True)[:SHOWN])


def _newest(rows):
    """Key → (village's key, text) of the newest."""
    rows = rows.order_by("-pk").annotate(
        words=Substr("content", 1, TEXT_MAX), place=F("village__name")
    )
    found = rows.values_list("pk", "village", "title", "words", "place")[:COMPARED]
    return {
        pk: (village, _without_place(f"{title}\n{words}", place))
        for pk, village, title, words, place in found
    }


def _own_text(suggestion):
    return f"{suggestion.title}\n{suggestion.content[:TEXT_MAX]}"


def _without_place(text, name):
    """A village's matters are not alike because they all name the village."""
    bare = name.removesuffix("村").removesuffix("社区")
    return text.replace(bare, " ") if len(bare) > 1 else text


def _rows(alike):
    if not alike:
        return []
    matters = Suggestion.objects.select_related("village").defer("query_code")
    matters = matters.in_bulk([pk for _here, _score, pk in alike])
    return [Similar(matters[pk], score, is_here) for is_here, score, pk in alike if pk in matters]
