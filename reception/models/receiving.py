"""The one door through which a visitor's words come in, at the desk, on a telephone or off paper."""

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from representatives.models import BlankForm, FormKind
from suggestions.models import IdentityMode

PERSONAL = ("person", "phone", "address")


class SheetTaken(Exception):
    """Somebody has entered or voided the numbered sheet since."""


def receive(self, day, *, key, by, now, receivers, wishes=(), sheet=None, **fields):
    """Write what one visitor said on `day`, and a matter for each text of `wishes`.

    `key` is the form's one-time key: used before, it gives the first record and False. `receivers`
    are representatives, the first leads the matters; `sheet` the numbered `BlankForm` on which it
    was written first. All or nothing; raises `SheetTaken`. Returns `(record, created)`.
    """
    first = self.filter(key=key).first()
    if first is not None:
        return first, False
    try:
        with transaction.atomic():
            record = _write(self.model, day, key, by, now, sheet, fields)
            record.receivers.set(receivers)
            for ordinal, wish in enumerate(wishes, start=1):
                record.raise_matter(wish, key=str(ordinal), by=by, lead=receivers[0])
    except IntegrityError:
        first = self.filter(key=key).first()
        if first is None:
            raise
        return first, False
    return record, True


def _write(model, day, key, by, now, sheet, fields):
    numbered = sheet or _next_number(day.home, by, now)
    if not numbered.enter(now):
        raise SheetTaken
    record = model(
        home=day.home, day=day, key=key, form=sheet, number=numbered.number, entered_by=by, **fields
    )
    record.keep_until(day.home, day.on)
    record.save(force_insert=True)
    return record


def _next_number(home, by, now):
    # Sheets and records share one row of numbers, so that the book has no number twice.
    kind, year = FormKind.RECEPTION, timezone.localdate(now).year
    return BlankForm.objects.issue(home, kind, 1, year=year, by=by, now=now)[0]


class Raising:
    """For the record: its words become matters."""

    def raise_matter(self, content, *, key, by, lead, village=None):
        """Make a matter of `content`: `(suggestion, created)`; `key` is one-time for this record."""
        identity = self.identity()
        mode = self.identity_mode if identity else IdentityMode.ANONYMOUS
        return apps.get_model("reception", "RaisedMatter").objects.raise_matter(
            self, key=f"record:{self.pk}:{key}"[:64], by=by, at=self.at, identity=identity,
            identity_mode=mode, content=content, village=village or self.village,
            venue=self.day.activity.venue, representative=lead,
        )  # fmt: skip

    raise_matter.alters_data = True

    def identity(self):
        """Name, telephone and address for a matter; from an earlier matter where they went there."""
        if any(getattr(self, name) for name in PERSONAL):
            return {"name": self.person, "phone": self.phone, "address": self.address}
        kept = (getattr(row.suggestion, "identity", None) for row in self.raised.order_by("pk"))
        first = next((one for one in kept if one and not one.purged_at), None)
        return first and {"name": first.name, "phone": first.phone, "address": first.address}
