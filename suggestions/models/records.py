"""The append-only record of steps, and the counters that hand out numbers and limit floods."""

import hashlib
import json

from django.conf import settings
from django.db import connection, models

from daihome.tools.scope import scoped_through
from representatives.models import Home
from suggestions.pipeline import Step


class StepRecordQuerySet(scoped_through("suggestion__home")):
    def update(self, **kwargs):
        raise TypeError("Step records are append-only.")

    def delete(self):
        raise TypeError("Step records are append-only.")


class StepRecord(models.Model):
    """One move of one matter: who, when, from, to, why. Never changed, never deleted.

    `digest` chains each record to the one before it, so that a changed row is found by
    `verify_chain`. Written by `Suggestion.advance` and `SuggestionQuerySet.receive` only.
    """

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="records", db_index=False
    )
    seq = models.PositiveSmallIntegerField("顺序")
    from_step = models.PositiveSmallIntegerField("从", choices=Step, null=True)
    to_step = models.PositiveSmallIntegerField("到", choices=Step)
    round_no = models.PositiveSmallIntegerField("办理轮次", default=1)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # A unit without account: its name and that of who signed.
    by_name = models.CharField("经手人", max_length=120)
    at = models.DateTimeField("时间")
    note = models.TextField("说明", blank=True)
    # What the voter reads of this step; everything else is for staff.
    public_text = models.TextField("对选民的说明", blank=True)
    facts = models.JSONField("登记内容", default=dict)
    digest = models.CharField(max_length=64, editable=False)

    objects = StepRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "环节记录"
        ordering = ("suggestion_id", "seq")  # without _id the matter would be joined
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "seq"], name="step_records_in_order")
        ]

    def __str__(self):
        return f"{self.seq}. {self.get_to_step_display()}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("Step records are append-only.")
        before = self._previous()
        self.seq = before.seq + 1 if before else 1
        self.digest = self.expected_digest(before.digest if before else "")
        super().save(*args, **kwargs)

    def _previous(self):
        if self.from_step is None:  # 接待, the first one; a second is refused by the constraint
            return None
        return StepRecord.objects.filter(suggestion_id=self.suggestion_id).order_by("seq").last()

    def delete(self, *args, **kwargs):
        raise TypeError("Step records are append-only.")

    def expected_digest(self, previous):
        """SHA-256 over the previous digest and everything that this record says."""
        said = [
            previous,
            self.suggestion_id,
            self.seq,
            self.from_step,
            self.to_step,
            self.round_no,
            self.by_id,
            self.by_name,
            self.at.timestamp(),
            self.note,
            self.public_text,
            self.facts,
        ]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def broken_records(records):
    """Those of one matter's records, in order, that do not fit the chain."""
    previous, broken = "", []
    for place, record in enumerate(records, start=1):
        if record.seq != place or record.digest != record.expected_digest(previous):
            broken.append(record)
        previous = record.digest
    return broken


TAKE_NUMBER = """
    INSERT INTO suggestions_numbercounter AS counter (home_id, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (home_id, year) DO UPDATE SET last = counter.last + 1 RETURNING last
"""


class NumberCounter(models.Model):
    """The last number given in one Home and year; taken in the transaction that uses it."""

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["home", "year"], name="one_counter_per_home_and_year")
        ]

    def __str__(self):
        return f"{self.home_id}/{self.year}: {self.last}"

    @classmethod
    def take(cls, home, year):
        """The next number from 1, without gap or duplicate. Call inside `atomic()`.

        One statement opens the year or counts on, and locks the row until the transaction ends.
        """
        with connection.cursor() as cursor:
            cursor.execute(TAKE_NUMBER, [home.pk, year])
            return cursor.fetchone()[0]


class RateLimit(models.Model):
    """How often one address did one thing in one hour; the address is kept as a keyed hash."""

    digest = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "hour"], name="one_count_per_address_and_hour"
            )
        ]
        indexes = [models.Index(fields=["hour"], name="rate_limit_hour")]

    def __str__(self):
        return f"{self.hour}: {self.count}"
