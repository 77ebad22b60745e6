"""The letter box (代表信箱): replaces 代表信箱开箱登记 (R10); two people open it, no letter is lost."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredBy, StoredFile, files_through
from reception.models.visitors import ScannedVisitorQuerySet, Visitor
from representatives.models import BlankForm, Home, Venue, Village


class Mailbox(models.Model):
    """One box on one wall."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="mailboxes", verbose_name="代表之家"
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="mailboxes", verbose_name="场所"
    )
    name = models.CharField("名称", max_length=60, help_text="例：镇政府门口代表信箱")
    open_days = models.PositiveSmallIntegerField(
        "最多几天开一次", default=7, help_text="日历天，超过的提醒工作人员"
    )
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表信箱"
        ordering = ("home", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="mailbox_unique_in_home",
                violation_error_message="已经有同名的信箱，请换一个名称。",
            )
        ]

    def __str__(self):
        return self.name


class MailboxOpeningQuerySet(ScopedQuerySet):
    home_path = "mailbox__home"

    @transaction.atomic
    def open(self, mailbox, *, key, letters, opened_at, by, form=None, **openers):
        """Write an opening with `letters` numbered rows (0 to 200), in one transaction.

        Numbers go on within the Home and year, without a gap: 信2026-0001. The same `key` gives the
        first opening again. With the numbered sheet `form` that was entered or struck off by
        somebody else meanwhile: None, nothing is written.
        """
        first = self.filter(key=key).first()
        if first is not None:
            return first
        Home.objects.filter(pk=mailbox.home_id).update(name=models.F("name"))  # one at a time
        if form is not None and not form.enter(timezone.now()):
            return None
        opening = self.create(
            mailbox=mailbox,
            key=key,
            opened_at=opened_at,
            count=letters,
            entered_by=by,
            form=form,
            **openers,
        )
        MailItem.objects.number(opening, letters)
        return opening


class MailboxOpening(models.Model):
    """One opening: when, which two people, how many letters. Empty openings count too."""

    mailbox = models.ForeignKey(
        Mailbox, on_delete=models.PROTECT, related_name="openings", verbose_name="信箱"
    )
    key = models.CharField(max_length=64, unique=True, editable=False)
    form = models.OneToOneField(
        BlankForm,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mailbox_opening",
        verbose_name="纸质登记表",
    )
    opened_at = models.DateTimeField("开箱时间")
    opener = models.CharField("开箱人一", max_length=50)
    second_opener = models.CharField("开箱人二", max_length=50)
    count = models.PositiveSmallIntegerField("件数", default=0)
    remark = models.CharField("备注", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    entered_at = models.DateTimeField("登记时间", auto_now_add=True)

    history = HistoricalRecords()
    objects = MailboxOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "开箱登记"
        ordering = ("opened_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(opener=models.F("second_opener")),
                name="two_people_open_the_box",
                violation_error_message="要由两个人开箱，请填写另一个人。",
            )
        ]

    def __str__(self):
        return f"{self.mailbox} {timezone.localdate(self.opened_at)}"


class OpeningScan(StoredBy):
    """The scan of the sheet that both who opened the box signed. No letter, so nobody's identity."""

    opening = models.ForeignKey(MailboxOpening, on_delete=models.PROTECT, related_name="files")

    objects = files_through("opening__mailbox__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "开箱登记签字扫描件"
        ordering = ("pk",)


class MailItemQuerySet(ScannedVisitorQuerySet, ScopedQuerySet):
    def number(self, opening, letters):
        """Write `letters` rows with the next numbers; the Home is locked by the caller."""
        home, year = opening.mailbox.home, timezone.localdate(opening.opened_at).year
        rows = self.of(home).filter(year=year)
        last = rows.aggregate(last=models.Max("serial"))["last"] or 0
        return self.bulk_create(
            MailItem(
                home=home, opening=opening, year=year, serial=serial,
                number=f"{home.number_prefix}-信{year}-{serial:04d}",
            )
            for serial in range(last + 1, last + 1 + letters)
        )  # fmt: skip

    def undecided(self):
        """Letters of which nobody has said yet what becomes of them."""
        return self.filter(outcome=MailOutcome.WAITING)


class MailOutcome(models.TextChoices):
    WAITING = "waiting", "还没有处理"
    MATTER = "matter", "转为意见办理"
    ANSWERED = "answered", "直接答复"
    FILED = "filed", "不需要办理（写明原因）"


class MailItem(Visitor):
    """One letter: it becomes a matter (`raised`), or is answered, or is filed with a reason."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="mail_items", verbose_name="代表之家"
    )
    opening = models.ForeignKey(
        MailboxOpening, on_delete=models.PROTECT, related_name="items", verbose_name="开箱"
    )
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    number = models.CharField("信件编号", max_length=24, unique=True, editable=False)
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mail_items",
        verbose_name="村（社区）",
    )
    summary = models.CharField("内容摘要", max_length=200, blank=True)
    outcome = models.CharField(
        "处理去向", max_length=10, choices=MailOutcome, default=MailOutcome.WAITING
    )
    answer = models.TextField("答复或者原因", max_length=2000, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["person"])
    objects = MailItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来信"
        ordering = ("year", "serial")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "year", "serial"], name="letters_numbered_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["answered", "filed"]) | ~Q(answer=""),
                name="settled_letter_says_how",
                violation_error_message="直接答复的写答复内容，不需要办理的写原因。",
            ),
        ]

    def __str__(self):
        return self.number


class MailScan(StoredFile):
    """The scanned letter. It may show who wrote it, and goes when the name goes."""

    item = models.ForeignKey(MailItem, on_delete=models.PROTECT, related_name="files")
    shows_identity = models.BooleanField("看得出写信人是谁", default=True)

    objects = files_through("item__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来信扫描件"
        ordering = ("pk",)
