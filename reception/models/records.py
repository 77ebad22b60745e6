"""What one visitor came to say on a reception day: replaces 接待选民记录表 (DOMAIN.md section 3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredBy, files_through
from daihome.tools.vault import EncryptedTextField
from reception.models.days import ReceptionDay
from reception.models.receiving import PERSONAL, Raising, receive
from reception.models.visitors import ScannedVisitor, ScannedVisitorQuerySet
from representatives.models import BlankForm, Home, Representative, Role, Village
from suggestions.models import IdentityMode


class ReceptionRecordQuerySet(ScannedVisitorQuerySet, ScopedQuerySet):
    receive = receive

    def visible_to(self, user):
        """Staff of the Home all, a convener those of days they see, a representative the own."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.UNIT:
            return rows.none()
        if user.is_authenticated and user.role == Role.REPRESENTATIVE:
            # An account without a person received nobody: None would match empty lists.
            return rows.filter(receivers=user.represents) if user.represents else rows.none()
        if user.is_authenticated and user.role == Role.CONVENER:
            return rows.filter(day__in=ReceptionDay.objects.visible_to(user).values("pk"))
        return rows

    def shown(self):
        """With everything that a list or a sheet says of them; a fixed number of queries."""
        rows = self.select_related("village", "day__activity__venue")
        return rows.prefetch_related(
            "receivers",
            "raised__suggestion__identity",
            "raised__suggestion__notifications",
            "raised__suggestion__satisfactions",
        )


class ReceptionRecord(Raising, ScannedVisitor):
    """One visitor (or several who came together), from the first word to how it ended.

    What needs handling is in its matters (`raised`, `reception/models/raising.py`); what could be
    explained on the spot is said in `answer`. The visitor's identity lives in the matter when there
    is one.
    """

    PERSONAL = PERSONAL

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="reception_records", verbose_name="代表之家"
    )
    # The form's one-time key: the same form sent twice is one record.
    key = models.CharField(max_length=64, unique=True, editable=False)
    number = models.CharField("编号", max_length=24, unique=True)
    # The numbered sheet on which it was written first.
    form = models.OneToOneField(
        BlankForm,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reception_record",
        verbose_name="纸质记录表",
    )
    day = models.ForeignKey(
        ReceptionDay, on_delete=models.PROTECT, related_name="records", verbose_name="接待日"
    )
    at = models.DateTimeField("接待时间")
    receivers = models.ManyToManyField(
        Representative, related_name="reception_records", verbose_name="接待代表"
    )
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reception_records",
        verbose_name="村（社区）",
    )
    people = models.PositiveSmallIntegerField("来访人数", default=1)
    phone = EncryptedTextField("电话", blank=True)
    address = EncryptedTextField("住址", blank=True)
    identity_mode = models.CharField(
        "身份", max_length=14, choices=IdentityMode, default=IdentityMode.ANONYMOUS
    )
    content = models.TextField("反映问题", max_length=5000, help_text="按来访人的原话记")
    answer = models.TextField("当场答复", max_length=2000, blank=True)
    proposal = models.TextField("拟办意见", max_length=1000, blank=True)
    instruction = models.TextField("领导批示", max_length=1000, blank=True)
    visitor_says = models.CharField("来访人意见", max_length=200, blank=True)
    recorder = models.CharField("记录人", max_length=50, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    entered_at = models.DateTimeField("登记时间", auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["person", "phone", "address"])
    objects = ReceptionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待选民记录"
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(content=""), name="reception_record_has_content"),
            models.CheckConstraint(condition=Q(people__gte=1), name="reception_record_has_people"),
        ]
        indexes = [models.Index(fields=["home", "at"], name="reception_record_home_at")]

    def __str__(self):
        return self.number

    @property
    def visitor_shown(self):
        """Who it was, as lists, books and papers show it: 张*, 匿名 or 保密."""
        if self.identity_mode != IdentityMode.NAMED:
            return "匿名" if self.identity_mode == IdentityMode.ANONYMOUS else "保密"
        return self.person_shown or ("已清除" if self.purged_at else "未留名")


class RecordFile(StoredBy):
    """The scan of the signed sheet, or a picture that the visitor brought."""

    record = models.ForeignKey(ReceptionRecord, on_delete=models.PROTECT, related_name="files")
    # A signed sheet names the visitor: it goes together with the identity.
    shows_identity = models.BooleanField("看得出来访人是谁", default=True)

    objects = files_through("record__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待记录附件"
        ordering = ("pk",)
