"""Finding a matter by words of its text: one door for writing the index, one for asking it."""

from itertools import islice

from django.apps import apps
from django.db import transaction
from django.utils.functional import cached_property

from daihome.tools import bigrams
from daihome.tools.pages import primary_key
from representatives.models import Home
from suggestions.sorting import search_index

FIELDS = ("number", "title", "content", "summary", "public_title")
# Matters that have the words, looked at in turn until a page is full of those that the other
# filters want as well; a page never costs more than all of these.
LOOKS = (200, 800, 2000, 3000, 4000)
COUNTED = 100  # more are “100+”: who gets so many adds a word
BATCH = 500


def index_new(matters):
    """Write matters that have just come in; nothing belongs to them yet but their own columns."""
    search_index.put([(row.pk, row.home_id, _text(row)) for row in matters])


def index(pk):
    """Write one matter anew; call it in the transaction that changed what it says."""
    search_index.lock(pk)
    for row in _with_texts(apps.get_model, [pk]):
        search_index.replace(*row)


def index_loaded(keys):
    """Write matters that were loaded in bulk with all that belongs to them."""
    search_index.put(_with_texts(apps.get_model, keys))


def rebuild(get_model=apps.get_model, progress=lambda done: None):
    """Write the whole index anew, all or nothing; `progress(done)` after each batch."""
    with transaction.atomic():
        search_index.clear()
        keys = get_model("suggestions", "Suggestion").objects.order_by("pk")
        keys, done = keys.values_list("pk", flat=True).iterator(BATCH), 0
        while batch := list(islice(keys, BATCH)):
            search_index.put(_with_texts(get_model, batch))
            done += len(batch)
            progress(done)


def _with_texts(get_model, keys):
    """(primary key, Home's key, text) of each matter with everything that was added to it."""
    added = {pk: [] for pk in keys}
    replies = get_model("suggestions", "Reply").objects.exclude(state__in=("draft", "sent_back"))
    for rows in (get_model("suggestions", "Supplement").objects.all(), replies):
        rows = rows.filter(suggestion__in=keys).order_by("pk")
        for pk, text in rows.values_list("suggestion_id", "text"):
            added[pk].append(text)
    matters = get_model("suggestions", "Suggestion").objects.filter(pk__in=keys)
    matters = matters.only("home_id", *FIELDS).order_by("pk")
    return [(row.pk, row.home_id, _text(row, added[row.pk])) for row in matters]


def _text(row, added=()):
    return "\n".join(text for text in [*(getattr(row, name) for name in FIELDS), *added] if text)


def homes_of(user):
    """Primary keys of the Homes in which `user` may look for words."""
    if user.sees_all_homes:
        return list(Home.objects.order_by("pk").values_list("pk", flat=True))
    return user.home_ids


class Found:
    """`size` of `rows` that have every word of `text`, newest first: a page as `pages.Page` is.

    `rows` decides who sees what, `homes` only where to look. When even many matters with these
    words did not fill the page, `gave_up` is set and the next page goes on from there.
    """

    def __init__(self, rows, text, homes, before="", size=50):
        self.matching, self.homes, self.words = rows, homes, bigrams.needed(text)
        self.before, self.gave_up, self.last_seen = primary_key(before), False, None
        found = self._fill(size + 1)
        self.rows, self.has_next = found[:size], len(found) > size or self.gave_up

    def _fill(self, wanted):
        found, below = [], self.before
        for look in LOOKS:
            keys = search_index.newest(self.homes, self.words, below, look)
            rows = self.matching.filter(pk__in=keys).order_by("-pk") if keys else ()
            found += rows[: wanted - len(found)]
            if len(found) == wanted or len(keys) < look:
                return found
            below = self.last_seen = keys[-1]
        self.gave_up = True
        return found

    def __iter__(self):
        return iter(self.rows)

    @property
    def next_before(self):
        """The `before` of the next page, or None on the last one."""
        if not self.has_next:
            return None
        return self.last_seen if self.gave_up else self.rows[-1].pk

    @cached_property
    def count(self):
        """How many, as people read it: “12”, “100+”, or "" when that would take too long."""
        keys = search_index.newest(self.homes, self.words, None, LOOKS[0])
        found = self.matching.order_by().filter(pk__in=keys).count() if keys else 0
        if found > COUNTED:
            return f"{COUNTED}+"
        return str(found) if len(keys) < LOOKS[0] else ""
