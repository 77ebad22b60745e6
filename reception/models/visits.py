"""Visits of three kinds (走访): heart-to-heart talks, contacts with voters, aid.

Replace 代表联系选民登记本 (R3), 走访记录表 and 慰问台账. Written once by the representative or a clerk;
duty records and quotas follow (`settle`).
"""

from functools import partial

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredBy, files_through, stored_files
from reception.models.visit_kinds import DUTY_OF, Beneficiary, VisitKind, Way
from reception.models.visitors import ScannedVisitor, ScannedVisitorQuerySet
from representatives.models import (
    BlankForm,
    Convener,
    DutyRecord,
    GridCell,
    GroupMembership,
    Home,
    Representative,
    Role,
    Village,
)
from suggestions.models import Category


class FormUsed(Exception):
    """The numbered sheet was entered or struck off by somebody else meanwhile."""


class VisitQuerySet(ScannedVisitorQuerySet, ScopedQuerySet):
    def log(
        self, *, home, key, by, representatives, uploads=(), is_telling=False, items=(), **fields
    ):
        """Write a visit with its people, things given and pictures, all or nothing.

        `key` is one-time: a second visit under it gives the first one and False, else
        `(visit, True)`. `uploads` are `daihome.tools.uploads.Upload`s (`is_telling`: they show
        who it was), `items` dicts of the columns of `AidItem`, `fields` columns of `Visit`. Raises
        FormUsed.
        """
        visit = Visit(home=home, key=key, entered_by=by, **fields)
        visit.keep_until(home, timezone.localdate())
        try:
            with stored_files(uploads, VisitPicture) as stored, transaction.atomic():
                visit._use_form()
                visit.save(force_insert=True)
                visit._write_parts(representatives, items, stored, is_telling, by)
        except (IntegrityError, FormUsed):
            first = Visit.objects.filter(key=key).first()
            if first is None:
                raise
            return first, False
        return visit, True

    def visible_to(self, user):
        """Staff of the Home all; a convener those of the own groups' members and the own; a
        representative the own, and talks held with them."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.UNIT:
            return rows.none()
        if user.is_authenticated and user.role == Role.REPRESENTATIVE:
            return rows.of_person(user.represents)
        if user.is_authenticated and user.role == Role.CONVENER:
            return rows._of_convener(user)
        return rows

    def of_person(self, person):
        """Made by `person`, or a talk with them; None: nothing."""
        if person is None:
            return self.none()
        made = Visit.representatives.through.objects.filter(representative=person)
        return self.filter(Q(pk__in=made.values("visit")) | Q(talked_with=person))

    def _of_convener(self, user):
        groups = Convener.objects.groups_led(user, timezone.localdate())
        if groups is None:
            return self
        members = GroupMembership.objects.filter(ended_on=None, group__in=groups)
        through = Visit.representatives.through.objects
        made = through.filter(
            Q(representative__in=members.values("representative")) | Q(representative__user=user)
        )
        return self.filter(pk__in=made.values("visit"))


class Visit(ScannedVisitor):
    """One visit, call or talk: who, where, what was heard, what was said to it.

    `person` is whom they met (the voter, or the one who was helped), a name or a code.
    """

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="visits", verbose_name="代表之家"
    )
    # The form's one-time key: the same visit sent twice, even days later, is one.
    key = models.CharField(max_length=64, unique=True, editable=False)
    form = models.OneToOneField(
        BlankForm,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visit",
        verbose_name="纸质记录表",
    )
    kind = models.CharField("种类", max_length=8, choices=VisitKind, default=VisitKind.CONTACT)
    on = models.DateField("日期")
    way = models.CharField("联系方式", max_length=8, choices=Way, default=Way.VISIT)
    representatives = models.ManyToManyField(
        Representative, related_name="visits", verbose_name="走访代表"
    )
    # Of a talk: the representative whom the convener went to see.
    talked_with = models.ForeignKey(
        Representative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="talks",
        verbose_name="谈话代表",
    )
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, related_name="visits", verbose_name="村（社区）"
    )
    grid = models.ForeignKey(
        GridCell,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="网格",
    )
    place = models.CharField("地点", max_length=120, blank=True, help_text="例：村民组、谁家门口")
    people = models.PositiveSmallIntegerField(
        "见了几人", default=1, help_text="联系选民的人数按这里算；一户算一人的填 1"
    )
    content = models.TextField("反映内容（谈话内容）", max_length=5000, blank=True)
    answer = models.TextField("当面答复或解释", max_length=2000, blank=True)
    follow_up = models.TextField("后续", max_length=1000, blank=True)
    # What it is about; together with `is_hot` it makes hot topics visible over villages and months.
    topic = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="话题",
    )
    is_hot = models.BooleanField("大家都在说的事", default=False)
    # --- aid
    occasion = models.CharField("时机", max_length=30, blank=True, help_text="例：春节、开学、汛期")
    beneficiary = models.CharField("对象", max_length=10, choices=Beneficiary, blank=True)
    pairing = models.ForeignKey(
        "reception.AidPairing",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="结对帮扶",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    entered_at = models.DateTimeField("登记时间", auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["person"])
    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访联系"
        ordering = ("on", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="visit_meets_somebody"),
            models.CheckConstraint(
                condition=~Q(kind="talk") | Q(talked_with__isnull=False),
                name="talk_is_with_a_representative",
                violation_error_message="谈心走访要选谈话的代表。",
            ),
            models.CheckConstraint(
                condition=~Q(kind="aid") | ~Q(beneficiary=""),
                name="aid_has_a_beneficiary",
                violation_error_message="走访慰问要选对象。",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "on"], name="visit_home_day"),
            models.Index(fields=["village", "on"], name="visit_village_day"),
        ]

    def __str__(self):
        return f"{self.on} {self.get_kind_display()}"

    def correct(
        self, *, by=None, representatives, items=(), uploads=(), is_telling=False, **fields
    ):
        """Let the visit say what `fields` say; everything that was made of it follows.

        People and things given are those named here; `uploads` (`is_telling`: they show who it was)
        come to the pictures there are, put there by the user `by`.
        """
        is_renamed = "person" in fields and fields["person"] != self.person
        for name, value in fields.items():
            setattr(self, name, value)
        if is_renamed:
            self.purged_at = None
            self.keep_until(self.home, timezone.localdate())
        with stored_files(uploads, VisitPicture) as stored, transaction.atomic():
            self.save()
            self.items.all().delete()
            self._write_parts(representatives, items, stored, is_telling, by)

    correct.alters_data = True

    @transaction.atomic
    def remove(self):
        """Delete what was entered by mistake with all that followed from it.

        False, and nothing happens, when a matter came from it. Its sheet can be entered again.
        """
        if self.raised.exists():
            return False
        self._follow([])
        files = list(self.files.exclude(file=""))
        self.files.all().delete()
        BlankForm.objects.filter(pk=self.form_id).update(entered_at=None)
        self.delete()
        for one in files:
            transaction.on_commit(partial(one.file.storage.delete, one.file.name))
        return True

    remove.alters_data = True

    def _use_form(self):
        if self.form_id and not self.form.enter(timezone.now()):
            raise FormUsed

    def _write_parts(self, representatives, items, stored, is_telling, by):
        self.representatives.set(representatives)
        for item in items:
            self.items.create(**item)
        VisitPicture.objects.attach(stored, visit=self, shows_identity=is_telling, by=by)
        if stored and is_telling:
            self.keep_scan_until(self.home, timezone.localdate())
        self.settle()

    @transaction.atomic
    def settle(self):
        """Let the duty records of those who made it say what it says now; call after each change."""
        self._follow(list(self.representatives.all()))

    settle.alters_data = True

    def _follow(self, people):
        said = self.content or self.get_kind_display()
        DutyRecord.objects.follow(
            f"visit:{self.pk}",
            self.home,
            people,
            source=DUTY_OF[self.kind],
            on=self.on,
            content=said,
            place=self.place or self.village.name,
            by_name=str(self.entered_by),
        )


class VisitPicture(StoredBy):
    """A picture taken on a visit, or the scan of the sheet it was written on."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="files")
    # The scan of a signed sheet names the voter: it goes together with the name.
    shows_identity = models.BooleanField("看得出来群众是谁", default=False)

    objects = files_through("visit__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访图片"
        ordering = ("pk",)
