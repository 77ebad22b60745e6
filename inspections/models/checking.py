"""How an item is looked at: checks (核查) by those who supervise it, what was done, evidence."""

from decimal import Decimal

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import scoped_through
from daihome.tools.stored import StoredFile, files_through, stored_files
from inspections.models.rectifying import Rectification
from representatives.models import Representative


class CheckResult(models.TextChoices):
    DONE = "done", "整改到位"
    PARTLY = "partly", "部分到位"
    NOT_DONE = "not_done", "没有到位"


class CheckQuerySet(scoped_through("rectification__home")):
    def record(self, item, *, key, by, people=(), uploads=(), **fields):
        """Write down one look at `item`: `(check, created)`.

        `key` is one-time: the same form sent twice is one check. `uploads` are pictures of how it
        looked. Raises `MoveRefused` where there is nothing to check any more.
        """
        with stored_files(uploads, RectificationFile) as stored, transaction.atomic():
            item.hold()
            there = self.filter(key=key).first()
            if there is None:
                item.refuse_when_struck_off()
                made = self.create(rectification=item, key=key, by=by, **fields)
                made.people.set(people)
                RectificationFile.objects.attach(
                    stored, rectification=item, use=RectificationFile.Use.AFTER, seen_at=made
                )
                return made, True
        _discard(stored)
        return there, False


def _discard(stored):
    """Files of a form that had been kept before."""
    for name, _upload in stored:
        default_storage.delete(name)


class Check(models.Model):
    """One look at an item by those who supervise it (核查)."""

    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, related_name="checks", verbose_name="整改事项"
    )
    on = models.DateField("核查日期")
    result = models.CharField("核查结果", max_length=10, choices=CheckResult)
    found = models.TextField("核查情况", max_length=2000)
    people = models.ManyToManyField(
        Representative, blank=True, related_name="checks", verbose_name="核查代表"
    )
    others = models.CharField("其他参加人员", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    # The one-time key of the form it was entered with.
    key = models.CharField(max_length=64, blank=True, editable=False)

    history = HistoricalRecords()
    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核查"
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="check_form_used_once"
            )
        ]

    def __str__(self):
        return f"{self.on} {self.get_result_display()}"

    @property
    def found_done(self):
        return self.result == CheckResult.DONE

    @property
    def who(self):
        """Those who looked, representatives first."""
        names = [person.name for person in self.people.all()]
        return "、".join([*names, *filter(None, [self.others])])


class OutcomeQuerySet(scoped_through("rectification__home")):
    def done_between(self, start, end):
        """Of items that were completed between two dates, both included."""
        return self.filter(rectification__completed_on__range=(start, end))

    def sums(self):
        """“拆除建筑物 3 所” for each thing and unit, the largest groups of items first."""
        rows = self.order_by().values("what", "unit")
        rows = rows.annotate(total=models.Sum("quantity"), items=models.Count("pk"))
        rows = rows.order_by("-items", "what", "unit")
        return [quantity_words(row["what"], row["total"], row["unit"]) for row in rows]


def quantity_words(what, quantity, unit):
    """拆除建筑物 3 所, without needless digits."""
    return f"{what} {Decimal(quantity).normalize():f} {unit}"


class Outcome(models.Model):
    """A quantity of what was done: 拆除建筑物 3 所, 围墙 120 延米, 还林 15 亩."""

    rectification = models.ForeignKey(
        Rectification, on_delete=models.CASCADE, related_name="outcomes", verbose_name="整改事项"
    )
    what = models.CharField("什么", max_length=40, help_text="例：拆除建筑物")
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=2)
    unit = models.CharField("单位", max_length=10, help_text="例：所、延米、台、亩")

    history = HistoricalRecords()
    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成效数量"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="outcome_is_positive",
                violation_error_message="数量要大于 0。",
            )
        ]

    def __str__(self):
        return quantity_words(self.what, self.quantity, self.unit)


class RectificationFile(StoredFile):
    """Evidence of an item: before, after, papers."""

    class Use(models.TextChoices):
        BEFORE = "before", "整改前"
        AFTER = "after", "整改后"
        PAPER = "paper", "材料"

    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, related_name="files", verbose_name="整改事项"
    )
    use = models.CharField("用途", max_length=8, choices=Use)
    caption = models.CharField("说明", max_length=60, blank=True)
    # Of a picture taken at a check.
    seen_at = models.ForeignKey(
        Check,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pictures",
        verbose_name="哪次核查",
    )

    address = "rectification_file"
    objects = files_through("rectification__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改材料"
        ordering = ("pk",)
