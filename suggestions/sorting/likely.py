"""The categories that a matter may belong to, learned from how this Home classified before.

A hint beside the field, two at most, never chosen by itself. Learned from a fixed number of the
newest, and anew only when one of them was classified, so that it costs the same in any archive.
"""

from collections import defaultdict
from functools import lru_cache
from heapq import nlargest

from django.db.models.functions import Substr

from suggestions.models import Category, Suggestion
from suggestions.pipeline import Step
from suggestions.sorting.likeness import TEXT_MAX, Texts

NEWEST = 800  # of the Home, classified or not
FEWEST = 20  # classified ones to learn from
NEIGHBOURS = 8
ALIKE = 0.1  # a neighbour less like it says nothing
ONE_ALONE = 0.4  # one neighbour is no habit, unless it says nearly the same
FIRST_SHARE, SECOND_SHARE = 0.5, 0.25  # of the neighbours' likeness that a category must hold


def likely_categories(suggestion):
    """At most two active `Category`, the likelier first; none without a clear winner."""
    newest = Suggestion.objects.of(suggestion.home_id).exclude(pk=suggestion.pk)
    newest = newest.order_by("-pk").values_list("pk", "category", "step")[:NEWEST]
    labels = tuple((pk, label) for pk, label, step in newest if label and step >= Step.CLASSIFY)
    if len(labels) < FEWEST:
        return []
    text = f"{suggestion.title}\n{suggestion.content}"
    keys = winners(_learned(labels).scores(text), [category for _pk, category in labels])
    # “其他” is what is left when nothing fits: no hint.
    offered = Category.objects.active().exclude(name="其他").select_related("parent")
    found = offered.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def winners(scores, labels):
    """At most two of the labels, by what is most alike; none that nothing speaks for. Pure."""
    alike = [pair for pair in zip(scores, labels, strict=True) if pair[0] >= ALIKE]
    by_label = defaultdict(list)
    for score, label in nlargest(NEIGHBOURS, alike):
        by_label[label].append(score)
    whole = sum(map(sum, by_label.values()))
    shares = {
        label: sum(found) / whole
        for label, found in by_label.items()
        if len(found) > 1 or found[0] >= ONE_ALONE
    }
    ranked = sorted(shares, key=shares.get, reverse=True)[:2]
    if not ranked or shares[ranked[0]] < FIRST_SHARE:
        return []
    return [label for label in ranked if shares[label] >= SECOND_SHARE]


@lru_cache(maxsize=16)
def _learned(labels):
    # What the matters say never changes; their categories are part of the key.
    rows = Suggestion.objects.filter(pk__in=[pk for pk, _category in labels])
    rows = rows.annotate(words=Substr("content", 1, TEXT_MAX)).values_list("pk", "title", "words")
    texts = {pk: f"{title}\n{words}" for pk, title, words in rows}
    return Texts([texts[pk] for pk, _category in labels])
