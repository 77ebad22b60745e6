"""What a Home still needs before voters and staff can rely on it: the set-up checklist."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from daihome.presets import own_duties, own_kinds
from daihome.tools.pages import capped_count
from representatives.invitations import without_account
from representatives.models import Delivery, Home, Representative, Role, Village
from suggestions.models import (
    Category,
    HandlingUnit,
    ReplyClass,
    SpecialDay,
)

UNSENT_DAYS = 7
WARNING_MONTH = 11  # the State Council publishes next year's arrangement in November


@dataclass(frozen=True)
class Task:
    """One line of the checklist. `preset` means that a button can do it."""

    title: str
    why: str
    done: bool
    address: str = ""
    link: str = ""
    must: bool = True
    preset: bool = False


@dataclass(frozen=True)
class SiteWarning:
    """A sentence on top of every staff page, with a link where one helps."""

    text: str
    address: str = ""
    link: str = ""


def checklist(home, today):
    """The tasks of one Home in the order in which they are best done."""
    parts = (_about_home(home), _people(home, today), _tables(home, today), _reception(home))
    return [*(task for part in parts for task in part), _calendar(today)]


def _about_home(home):
    edit = reverse("admin:representatives_home_change", args=[home.pk])
    yield Task(
        "对外电话", "印在每张回执上，群众有事打这个电话。", bool(home.phone), edit, "填写电话"
    )
    reachable = bool(home.address and home.opening_hours)
    yield Task(
        "地址和开放时间",
        "群众知道什么时候到哪里找人。",
        reachable,
        edit,
        "填写地址和时间",
        must=False,
    )
    yield Task(
        "发文代字",
        "公告、通知、函、会议纪要编号用，例：汐人大〔2026〕7号。",
        bool(home.document_code),
        edit,
        "填写发文代字",
        must=False,
    )


def _people(home, today):
    yield _rows(
        "村（社区）",
        "群众提意见要选自己的村。",
        home.villages,
        "representatives_village",
        "登记村（社区）",
    )
    yield _rows(
        "代表", "群众要找得到自己的代表。", home.representatives, "representatives_representative",
        "登记代表",
    )  # fmt: skip
    yield Task(
        "代表的账号",
        "代表用手机看自己的意见、记录告知情况。",
        home.representatives.exists() and not without_account(home, today).exists(),
        reverse("admin:representatives_open_accounts"),
        "开通账号、打印登录条",
        must=False,
    )
    chairs = home.users.filter(role=Role.CHAIR, is_active=True)
    yield Task(
        "主席的账号",
        "承办单位的答复要由登记人以外的人审定。",
        chairs.exists(),
        reverse("admin:representatives_user_changelist"),
        "查看账号",
        must=False,
    )
    yield _rows(
        "承办单位",
        "意见交给谁办。",
        home.handling_units,
        "suggestions_handlingunit",
        "登记承办单位",
    )


def _reception(home):
    for title, why, rows, page, link, must in (
        ("接待规则", "哪天在哪里接待，接待日和值班表照它排。", home.reception_patterns,
         "receptionpattern", "登记接待规则", True),
        ("代表信箱", "有信箱的登记位置和开箱的人，来信按箱登记。", home.mailboxes,
         "mailbox", "登记信箱", False),
    ):  # fmt: skip
        address = reverse(f"admin:reception_{page}_add")
        yield Task(title, why, rows.exists(), address, link, must=must)


def _rows(title, why, rows, page, link):
    address = reverse(f"admin:{page}_changelist")
    return Task(title, why, rows.exists(), address, link)


def _tables(home, today):
    year = today.year
    for title, why, rows in (
        ("场所类型", "登记联络室、接待站时选用。", home.venue_kinds),
        ("意见分类", "每件意见都要分类，分类用群众的话。", home.categories),
        ("答复类别", "承办单位的答复分 A、B、C、D 四类。", home.reply_classes),
        ("活动类别", "计划活动时选用，也决定记入哪一类履职。", own_kinds(home)),
        ("履职类别", "代表自己填报履职时选用。", own_duties(home)),
        ("履职指标", "每年至少几次、依据哪个制度，完成情况照它计算。", home.targets),
        ("规章制度", "上墙和公开用，载入后照本镇的改。", home.rules),
        ("建设标准", "“八有”等，各场所自查和检查包照它做。", home.standards),
        ("视察类别", "安排视察检查时选用，也决定算视察、检查还是调研。", home.inspection_kinds),
        ("答复模板", "答复、引导和告知时选用，再按实际修改。", home.answer_templates),
        ("办理时限", "限办日期按这里的规定计算。", home.deadline_policies),
        (f"{year}年的档案卷", "办完的意见归到这一卷。", home.archive_volumes.filter(year=year)),
    ):
        yield Task(title, why, rows.exists(), preset=True)


def _calendar(today):
    year = wanted_year(today)
    return Task(
        f"{year}年的放假安排",
        "工作日和限办日期按它计算；国务院办公厅一般在 11 月公布下一年的安排。",
        knows_year(year),
        reverse("admin:suggestions_specialday_changelist"),
        "录入放假安排",
    )


def wanted_year(today):
    """The year whose holidays deadlines already reach: from November on, the next one."""
    return today.year + (today.month >= WARNING_MONTH)


def knows_year(year):
    return SpecialDay.objects.filter(date__year=year).exists()


def site_warnings(user, today):
    """What staff must know on every page (four queries at most, whatever the number of Homes)."""
    if settings.CLOCK_DAYS:
        yield _clock_warning(today)
    if user.sees_all_homes and not Home.objects.exists():
        yield SiteWarning("还没有代表之家，选民还不能提意见。", reverse("setup"), "从这里开始")
    year = wanted_year(today)
    if not knows_year(year):
        yield _calendar_warning(user, year)
    home = _unready_home(user) if user.has_perm("representatives.change_home") else None
    if home:
        address = f"{reverse('setup')}?home={home.pk}"
        yield SiteWarning(f"{home.name}还有必须设置的内容没有填。", address, "看开办清单")
    if user.has_perm("representatives.view_delivery"):
        yield from _unsent_warning(user, timezone.now())


def _clock_warning(today):
    days = settings.CLOCK_DAYS
    way = "拨快" if days > 0 else "拨慢"
    return SiteWarning(f"测试用：时间已{way} {abs(days)} 天，现在算作 {today:%Y-%m-%d}。")


def _unsent_warning(user, now):
    """Only of the last days: what nobody sent again by then nobody wants any more."""
    rows = Delivery.objects.visible_to(user).failed_since(now - timedelta(days=UNSENT_DAYS))
    count = capped_count(rows, 99)
    if count != "0":
        address = f"{reverse('admin:representatives_delivery_changelist')}?state__exact=failed"
        yield SiteWarning(
            f"有 {count} 条消息没有发出去（站内消息不受影响）。", address, "看原因、重试"
        )


def _calendar_warning(user, year):
    may_enter = user.has_perm("suggestions.add_specialday")
    advice = "" if may_enter else "请告诉管理员录入。"
    return SiteWarning(
        f"{year}年的放假安排还没有录入，算出的期限可能不准。{advice}",
        reverse("admin:suggestions_specialday_changelist"),
        "去录入" if may_enter else "看已录入的",
    )


def _unready_home(user):
    """The first Home the user works in whose voters would meet an empty list."""
    needed = (Village, Category, HandlingUnit, ReplyClass, Representative)
    homes = Home.objects.visible_to(user).filter(is_open=True)
    ready = [Exists(model.objects.filter(home=OuterRef("pk"))) for model in needed]
    complete = ready[0] & ready[1] & ready[2] & ready[3] & ready[4]
    return homes.exclude(complete).first()
