"""Terms, representatives and their mandates: replace 代表基本信息台帐 (R1)."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.pinyin import Pinyin
from daihome.tools.scope import ScopedQuerySet, scoped_through
from daihome.tools.uploads import upload_path
from daihome.tools.vault import EncryptedTextField
from representatives.models.home import Home, new_code


class Level(models.TextChoices):
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "镇级"


class MandateState(models.TextChoices):
    ACTIVE = "active", "在任"
    SUSPENDED = "suspended", "暂停执行职务"
    ENDED = "ended", "资格终止"


class SuspensionReason(models.TextChoices):
    """代表法第六十一条 names two grounds."""

    PENDING_CASE = "pending_case", "因刑事案件被羁押正在受侦查、起诉、审判"
    SERVING = "serving", "被依法判处管制、拘役或者有期徒刑而没有附加剥夺政治权利，正在服刑"


class EndReason(models.TextChoices):
    """代表法第六十二条, and the ordinary end of a term."""

    TERM_OVER = "term_over", "任期届满"
    MOVED = "moved", "迁出或者调离本行政区域"
    RESIGNED = "resigned", "辞职被接受"
    ABSENT_TWICE = "absent_twice", "未经批准两次不出席本级人民代表大会会议"
    RECALLED = "recalled", "被罢免"
    NATIONALITY = "nationality", "丧失中华人民共和国国籍"
    RIGHTS = "rights", "依照法律被剥夺政治权利"
    CAPACITY = "capacity", "丧失行为能力"
    DIED = "died", "去世"


class Term(models.Model):
    """One five-year term (届) of a congress (代表法第二条)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="terms", verbose_name="代表之家"
    )
    level = models.CharField("层级", max_length=10, choices=Level, default=Level.TOWNSHIP)
    number = models.PositiveSmallIntegerField("届", help_text="例：第十九届填 19")
    name = models.CharField("名称", max_length=60, help_text="例：汐子镇第十九届人民代表大会")
    starts_on = models.DateField("起", help_text="本届第一次会议之日，例：2021-10-20")
    ends_on = models.DateField(
        "止", null=True, blank=True, help_text="下届第一次会议之日，未定不填"
    )

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "届次"
        ordering = ("home", "level", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "level", "number"],
                name="term_unique_in_home_and_level",
                violation_error_message="已经有这一届了。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")),
                name="term_ends_after_it_starts",
                violation_error_message="届次的结束日期要晚于开始日期。",
            ),
        ]

    def __str__(self):
        return self.name


class RepresentativeQuerySet(ScopedQuerySet):
    def in_office(self, today):
        """Those with a mandate that is active on `today`; each person once."""
        active = Mandate.objects.in_office(today)
        return self.filter(models.Exists(active.filter(representative=models.OuterRef("pk"))))

    def by_pinyin(self):
        """In the order in which people look a name up."""
        return self.order_by(Pinyin("name"), "pk")

    def public(self):
        """Those whose page voters may open."""
        return self.filter(is_public=True, home__is_open=True)


class Representative(models.Model):
    """A person; what they were elected to is in `mandates`. No identity-card number is kept."""

    class Sex(models.TextChoices):
        MALE = "m", "男"
        FEMALE = "f", "女"

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="representatives", verbose_name="代表之家"
    )
    name = models.CharField("姓名", max_length=50)
    sex = models.CharField("性别", max_length=1, choices=Sex, blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True, help_text="例：汉族、蒙古族")
    born_on = models.DateField("出生年月", null=True, blank=True, help_text="只知年月的填当月 1 日")
    party = models.CharField("政治面貌", max_length=20, blank=True, help_text="例：中共党员、群众")
    education = models.CharField("文化程度", max_length=20, blank=True, help_text="例：大专")
    post = models.CharField(
        "工作单位及职务", max_length=100, blank=True, help_text="例：北山咀村党支部书记"
    )
    village = models.ForeignKey(
        "representatives.Village",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="representatives",
        verbose_name="居住村（社区）",
    )
    phone = EncryptedTextField("联系电话", blank=True, help_text="加密保存。例：13800138000")
    phone_is_public = models.BooleanField(
        "同意公开电话", default=False, help_text="本人书面同意后才能选中"
    )
    photo = models.ImageField("照片", upload_to=upload_path, blank=True, help_text="近期免冠照片")
    photo_is_public = models.BooleanField(
        "公开照片", default=True, help_text="本人不愿意公开照片的，取消选中"
    )
    details_are_public = models.BooleanField(
        "同意公开性别、民族、政治面貌、文化程度",
        default=False,
        help_text="本人书面同意后才能选中；公开其中哪几项由代表之家决定",
    )
    intro = models.TextField(
        "简介", max_length=500, blank=True, help_text="显示在公开页上，一两句话"
    )
    note = models.CharField("备注", max_length=200, blank=True)
    code = models.SlugField("代表码", max_length=16, unique=True, default=new_code, editable=False)
    is_public = models.BooleanField(
        "公开基本信息", default=True, help_text="依代表法第五十八条公示；取消后公众看不到此人"
    )
    user = models.OneToOneField(
        "representatives.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="representative",
        verbose_name="登录账号",
    )

    # The telephone stays out of the change history: it is personal data with its own life.
    history = HistoricalRecords(excluded_fields=["phone"])
    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人大代表"
        ordering = ("home", Pinyin("name"), "pk")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/r/{self.code}/"

    @property
    def public_phone(self):
        """The telephone if its owner agreed to publish it and the Home does, else empty."""
        return self.phone if self.phone_is_public and self.home.shows_phone else ""

    @property
    def public_details(self):
        """Pairs of a label and what the person agreed and the Home wants to publish."""
        if not self.details_are_public:
            return []
        shown = (
            (self.home.shows_sex, "性别", self.get_sex_display()),
            (self.home.shows_ethnicity, "民族", self.ethnicity),
            (self.home.shows_party, "政治面貌", self.party),
            (self.home.shows_education, "文化程度", self.education),
        )
        return [(label, said) for is_shown, label, said in shown if is_shown and said]

    @property
    def public_photo(self):
        """The portrait if its owner and the Home show it, else None."""
        return self.photo if self.photo_is_public and self.home.shows_photo else None


class MandateQuerySet(scoped_through("representative__home")):
    def in_office(self, today):
        """Mandates being exercised on `today` (first day included, last day excluded)."""
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gt=today),
            state=MandateState.ACTIVE,
            started_on__lte=today,
        )


class Mandate(models.Model):
    """What a representative was elected to, from when to when, and how it ended."""

    representative = models.ForeignKey(
        Representative, on_delete=models.CASCADE, related_name="mandates", verbose_name="代表"
    )
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="mandates", verbose_name="届次"
    )
    level = models.CharField("层级", max_length=10, choices=Level, default=Level.TOWNSHIP)
    district = models.ForeignKey(
        "representatives.ElectoralDistrict",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name="选区",
    )
    credential_no = models.CharField("代表证号", max_length=30, blank=True)
    started_on = models.DateField("任职起", help_text="当选之日，例：2021-10-12")
    state = models.CharField(
        "状态", max_length=10, choices=MandateState, default=MandateState.ACTIVE
    )
    suspended_on = models.DateField("暂停日期", null=True, blank=True)
    suspension_reason = models.CharField(
        "暂停原因",
        max_length=20,
        choices=SuspensionReason,
        blank=True,
        help_text="代表法第六十一条的两种情形",
    )
    ended_on = models.DateField("任职止", null=True, blank=True)
    end_reason = models.CharField(
        "终止原因",
        max_length=20,
        choices=EndReason,
        blank=True,
        help_text="代表法第六十二条；由镇人民代表大会予以公告（第六十三条）",
    )

    history = HistoricalRecords()
    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表资格"
        ordering = ("-started_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["representative", "term"],
                name="one_mandate_per_person_and_term",
                violation_error_message="这位代表在这一届已经有一条任职记录，请改那一条。",
            ),
            models.CheckConstraint(
                condition=Q(state=MandateState.ENDED, ended_on__isnull=False) & ~Q(end_reason="")
                | ~Q(state=MandateState.ENDED) & Q(ended_on=None, end_reason=""),
                name="ended_mandate_has_date_and_reason",
                violation_error_message="资格终止的，任职止和终止原因都要填；未终止的，两项都不填。",
            ),
            models.CheckConstraint(
                condition=~Q(state=MandateState.SUSPENDED)
                | Q(suspended_on__isnull=False) & ~Q(suspension_reason=""),
                name="suspended_mandate_has_date_and_reason",
                violation_error_message="暂停执行职务的，要填暂停日期和暂停原因。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="mandate_ends_after_it_starts",
                violation_error_message="任职止不能早于任职起。",
            ),
        ]
        indexes = [models.Index(fields=["state", "started_on"], name="mandate_state_start")]

    def __str__(self):
        return f"{self.get_level_display()}代表（{self.term}）"
