"""The Home and its venues: replaces the plaque, the “简介” board and the list of offices."""

import secrets
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from daihome.tools import prepared
from daihome.tools.scope import ScopedQuerySet
from daihome.tools.uploads import upload_path
from representatives.models.policy import PublicSwitches, YearPolicy

# Without characters that people confuse when they read a code aloud or off paper.
CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8


def new_code():
    """A short random code for a public address printed as QR; not a secret."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class HomeQuerySet(ScopedQuerySet):
    home_path = "pk"

    def open(self):
        """Homes that voters may see."""
        return self.filter(is_open=True)

    def all_open(self):
        """Homes that voters may see, as a list; quick, for pages of the public."""
        return prepared.objects(Home, _open_statement())

    def by_key(self, pk):
        """The Home with this primary key; quick, for pages of the public."""
        return prepared.objects(Home, _key_statement(), pk)[0]


@lru_cache(maxsize=1)
def _open_statement():
    return prepared.statement(Home.objects.open())


@lru_cache(maxsize=1)
def _key_statement():
    return prepared.statement(Home.objects.filter(pk=prepared.KEY).order_by())


class Home(PublicSwitches, YearPolicy, models.Model):
    """One township's Representatives' Home: the scope of every other row (DOMAIN.md 1.1)."""

    name = models.CharField("名称", max_length=60, help_text="例：汐子镇人大代表之家")
    slug = models.SlugField(
        "网址代号", max_length=40, unique=True, help_text="出现在网址里，用小写字母，例：xizi"
    )
    number_prefix = models.CharField(
        "编号字头",
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2,6}$", "编号字头要用 2 到 6 个大写字母，例：XZ。")],
        help_text="印在每件意见的编号前面，用 2 到 6 个大写字母，例：XZ",
    )
    county = models.CharField("所属县（市、区）", max_length=60, help_text="例：宁城县")
    town = models.CharField("乡镇（街道）", max_length=60, help_text="例：汐子镇")
    congress_name = models.CharField(
        "落款机关",
        max_length=60,
        help_text="文书末尾落款用，例：汐子镇人民代表大会主席团",
    )
    document_code = models.CharField(
        "发文代字",
        max_length=10,
        blank=True,
        help_text="公文编号的开头，例：填“汐人大”，编号就是“汐人大〔2026〕7号”、“汐人大函〔2026〕3号”",
    )
    founded_on = models.DateField("建成日期", null=True, blank=True, help_text="例：2018-05-16")
    address = models.CharField(
        "地址", max_length=120, blank=True, help_text="例：汐子镇政府院内一楼"
    )
    phone = models.CharField("对外电话", max_length=30, blank=True, help_text="例：0476-4810001")
    opening_hours = models.CharField(
        "开放时间", max_length=120, blank=True, help_text="例：工作日 8:30—11:30，14:00—17:00"
    )
    intro = models.TextField(
        "简介", max_length=2000, blank=True, help_text="显示在首页，两三句话即可"
    )
    photo = models.ImageField("照片", upload_to=upload_path, blank=True)
    area_m2 = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)
    is_open = models.BooleanField(
        "对外开放", default=True, help_text="关闭后，公众首页和意见表不再显示这个代表之家"
    )
    confirms_classification = models.BooleanField(
        "分类由主席审定",
        default=False,
        help_text="选中后，工作人员提出的分类要由主席审定才生效",
    )
    hourly_submissions = models.PositiveSmallIntegerField(
        "每个网络地址每小时最多提交",
        default=20,
        help_text="防止恶意刷屏。同一单位上网往往共用一个地址，不要太小",
    )
    asks_attitude = models.BooleanField(
        "评价分办理态度和办理结果",
        default=False,
        help_text="选中后，反映人除了评价办理结果，还可以评价办理态度",
    )
    chase_days = models.PositiveSmallIntegerField(
        "几天可以催问一次",
        default=7,
        help_text="反映人在查询页点“催一催”，过这么多天才能再点一次",
    )
    silent_days = models.PositiveSmallIntegerField(
        "多少天没有动静要提醒",
        default=30,
        help_text="超过这么多天没有任何办理记录的意见，列在主席的督查页上",
    )
    unit_link_days = models.PositiveSmallIntegerField(
        "单位答复链接的宽限天数",
        default=60,
        help_text="限办日期或承诺日期以后，交办单上的二维码还能用多少天",
    )
    uses_points = models.BooleanField(
        "启用履职积分",
        default=False,
        help_text="选中后，履职统计里显示积分和排名；每类每次几分在“履职类别”里定",
    )
    identity_days = models.PositiveSmallIntegerField(
        "身份信息保存天数",
        default=730,
        help_text="从提交之日起计，到期清除姓名、电话和住址，意见本身长期保存（个人信息保护法第十九条）",
    )

    history = HistoricalRecords()
    objects = HomeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代表之家"
        ordering = ("pk",)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/homes/{self.slug}/"


class VenueKind(models.Model):
    """Kinds of venues as data: 代表之家, 代表联络室, 代表接待站, … differ from place to place."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="venue_kinds", verbose_name="代表之家"
    )
    name = models.CharField("类型", max_length=30, help_text="例：代表联络室")
    order = models.PositiveSmallIntegerField("排列顺序", default=10)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "场所类型"
        ordering = ("home", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="venue_kind_unique_in_home",
                violation_error_message="已经有这个场所类型了，请直接使用。",
            )
        ]

    def __str__(self):
        return self.name


class VenueQuerySet(ScopedQuerySet):
    def public(self):
        """Venues shown to voters."""
        return self.filter(is_public=True, home__is_open=True)


class Venue(models.Model):
    """A place of the Home: a tree of 代表之家, 联络室, 接待站 (replaces the door-sign list)."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="venues", verbose_name="代表之家"
    )
    kind = models.ForeignKey(
        VenueKind, on_delete=models.PROTECT, related_name="venues", verbose_name="类型"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级场所",
        help_text="例：北山咀村代表联络室的上级是汐子镇人大代表之家",
    )
    village = models.ForeignKey(
        "representatives.Village",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="venues",
        verbose_name="所在村（社区）",
    )
    name = models.CharField("名称", max_length=60, help_text="例：北山咀村代表联络室")
    code = models.SlugField(
        "二维码代号", max_length=16, unique=True, default=new_code, editable=False
    )
    address = models.CharField("地址", max_length=120, blank=True, help_text="例：村部东侧第二间")
    opening_hours = models.CharField("开放时间", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    keeper = models.CharField("负责人", max_length=50, blank=True, help_text="站长或保管人姓名")
    liaison_clerk = models.CharField("联络员", max_length=50, blank=True)
    founded_on = models.DateField("设立日期", null=True, blank=True)
    area_m2 = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)
    photo = models.ImageField("照片", upload_to=upload_path, blank=True)
    is_public = models.BooleanField("对公众显示", default=True)
    order = models.PositiveSmallIntegerField("排列顺序", default=10)

    history = HistoricalRecords()
    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "场所"
        ordering = ("home", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "name"],
                name="venue_unique_in_home",
                violation_error_message="已经有同名的场所，请换一个名称。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/s/{self.code}/"

    def clean(self):
        super().clean()
        place, seen = self.parent, {self.pk}
        while place is not None:
            if place.pk in seen and place.pk is not None:
                raise ValidationError({"parent": "上级场所不能是它自己或它的下级，请重新选择。"})
            seen.add(place.pk)
            place = place.parent
