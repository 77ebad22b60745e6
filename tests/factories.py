"""Plain functions that make rows with sensible defaults."""

from datetime import date, datetime, time
from itertools import count
from zoneinfo import ZoneInfo

from inspections.models import (
    CongressSession,
    Decision,
    Inspection,
    InspectionKind,
    PresidiumMeeting,
    PresidiumMember,
    PresidiumRequest,
    Rectification,
    SpecialReport,
)
from reception.models import (
    Mailbox,
    MailboxOpening,
    ReceptionDay,
    ReceptionPattern,
    ReceptionRecord,
    Visit,
)
from representatives.models import (
    Activity,
    ActivityKind,
    Attendance,
    BlankForm,
    Delivery,
    DutyCategory,
    DutyRecord,
    DutyReport,
    FacilityStandard,
    Home,
    Mandate,
    MessageChannel,
    OfficialDocument,
    RepGroup,
    Representative,
    Role,
    SelfCheck,
    StandardCheck,
    StandardItem,
    Term,
    User,
    Venue,
    VenueKind,
    Village,
)
from suggestions.models import ArchiveVolume, Category, HandlingUnit, ReplyClass, Suggestion
from suggestions.pipeline import Disposal, Step
from tests.robots import DINGTALK, WECOM

PASSWORD = "Shan-Qing-Shui-Xiu-26"
SHANGHAI = ZoneInfo("Asia/Shanghai")
_serial = count(1)


def moment(year, month, day, hour=9):
    """An aware datetime in Chinese local time."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def make_home(**fields):
    defaults = {
        "name": "汐子镇人大代表之家",
        "slug": "xizi",
        "number_prefix": "XZ",
        "county": "宁城县",
        "town": "汐子镇",
        "congress_name": "汐子镇人民代表大会主席团",
        "phone": "0476-4810001",
    }
    return Home.objects.create(**defaults | fields)


def make_user(role=Role.CLERK, home=None, **fields):
    serial = next(_serial)
    defaults = {
        "username": f"{role}-{serial}",
        "name": f"测试{Role(role).label}{serial}",
        "must_change_password": False,
    }
    user = User(role=role, home=home, **defaults | fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_village(home, **fields):
    return Village.objects.create(home=home, **{"name": f"第{next(_serial)}村"} | fields)


def make_venue(home, **fields):
    kind, _created = VenueKind.objects.get_or_create(home=home, name="代表联络室")
    return Venue.objects.create(
        home=home, **{"kind": kind, "name": f"第{next(_serial)}联络室"} | fields
    )


def make_term(home, **fields):
    defaults = {
        "number": 19,
        "name": f"{home.town}第十九届人民代表大会",
        "starts_on": date(2021, 10, 20),
    }
    given = defaults | fields
    level = given.pop("level", "township")
    number = given.pop("number")
    term, _created = Term.objects.get_or_create(
        home=home, level=level, number=number, defaults=given
    )
    return term


def make_representative(home, with_account=False, in_office=True, **fields):
    serial = next(_serial)
    person = Representative(home=home, **{"name": f"代表{serial}"} | fields)
    if with_account:
        person.user = make_user(role=Role.REPRESENTATIVE, home=home, name=person.name)
    person.save()
    if in_office:
        Mandate.objects.create(
            representative=person, term=make_term(home), started_on=date(2021, 10, 12)
        )
    return person


def make_group(home, **fields):
    return RepGroup.objects.create(home=home, **{"name": f"第{next(_serial)}小组"} | fields)


def make_channel(home, kind="wecom", **fields):
    """A way out for messages; robots get an address of the right shape."""
    webhook = {"wecom": WECOM, "dingtalk": DINGTALK}.get(kind, "")
    defaults = {"label": f"第{next(_serial)}群", "webhook": webhook}
    return MessageChannel.objects.create(home=home, kind=kind, **defaults | fields)


def make_delivery(home, **fields):
    """A message on its way to a group."""
    at = moment(2026, 3, 2)
    defaults = {"key": f"k{next(_serial)}", "title": "提醒", "next_try_at": at, "created_at": at}
    channel = fields.pop("channel", None) or make_channel(home)
    return Delivery.objects.create(home=home, channel=channel, **defaults | fields)


def make_activity(home, base="group", people=(), **fields):
    """An activity at 9 o'clock with `people` (representatives) invited."""
    defaults = {
        "kind": ActivityKind.objects.for_base(home, base),
        "title": f"第{next(_serial)}次活动",
        "starts_at": moment(2026, 4, 15),
    }
    activity = Activity.objects.create(home=home, **defaults | fields)
    Attendance.objects.invite(activity, people)
    return activity


def make_duty(home, person=None, **fields):
    """An entry by hand that waits, typed by the representative."""
    person = person or make_representative(home, with_account=True)
    category = fields.pop("category", None)
    if category is None:
        category, _created = DutyCategory.objects.get_or_create(home=home, name="化解矛盾纠纷")
    defaults = {"on": date(2026, 5, 6), "content": "调解前街两户的地界纠纷。", "days": 1}
    by = fields.pop("by", None) or person.user
    record, _created = DutyRecord.objects.enter(
        person, form_key=f"duty-{next(_serial)}", by=by, category=category, **defaults | fields
    )
    return record


def make_report(home, person=None, **fields):
    """A report to voters (述职) with 60 present and 58 votes."""
    defaults = {
        "on": date(2026, 6, 10), "present": 60, "satisfied": 50, "basic": 6, "unsatisfied": 2,
        "host": "李明",
    }  # fmt: skip
    person = person or make_representative(home)
    report = DutyReport.objects.create(home=home, representative=person, **defaults | fields)
    report.settle()
    return report


def make_pattern(home, **fields):
    """Every second month on day 15."""
    defaults = {
        "name": "代表接待日",
        "days": "15",
        "starts": time(9),
        "ends": time(11),
        "starts_on": date(2026, 1, 1),
    }
    venue = fields.pop("venue", None) or make_venue(home)
    return ReceptionPattern.objects.create(home=home, venue=venue, **defaults | fields)


def make_reception_day(home, on=date(2026, 4, 15), people=(), **fields):
    """A reception day from 9 to 11 with `people` on duty."""
    defaults = {"starts": time(9), "ends": time(11)}
    venue = fields.pop("venue", None) or make_venue(home)
    day = ReceptionDay.objects.plan(home=home, venue=venue, on=on, **defaults | fields)
    Attendance.objects.invite(day.activity, people, part="duty")
    return day


def make_record(day, receivers=(), **fields):
    """What one visitor said on a reception day."""
    serial = next(_serial)
    by = fields.pop("entered_by", None) or make_user(home=day.home)
    defaults = {
        "key": f"record-{serial}",
        # Out of the way of the demonstration township's own numbers.
        "number": f"XZ-JD2026-{9000 + serial:04d}",
        "at": moment(2026, 4, 15, 10),
        "content": "村里的自来水经常停，希望早点修好。",
    }
    record = ReceptionRecord.objects.create(
        home=day.home, day=day, entered_by=by, **defaults | fields
    )
    record.receivers.set(receivers)
    return record


def make_sheet(home, kind="JD", by=None):
    """One numbered sheet of paper, still blank."""
    by = by or make_user(home=home)
    now = moment(2026, 4, 1)
    return BlankForm.objects.issue(home, kind, 1, year=now.year, by=by, now=now)[0]


def make_visit(home, people=(), **fields):
    """A contact with one voter by `people` (representatives)."""
    serial = next(_serial)
    defaults = {
        "key": f"visit-{serial}",
        "on": date(2026, 4, 20),
        "content": "田间路下雨就走不了车。",
    }
    village = fields.pop("village", None) or make_village(home)
    by = fields.pop("entered_by", None) or make_user(home=home)
    visit = Visit.objects.create(home=home, village=village, entered_by=by, **defaults | fields)
    visit.representatives.set(people)
    visit.settle()
    return visit


def make_mailbox(home, **fields):
    venue = fields.pop("venue", None) or make_venue(home)
    return Mailbox.objects.create(
        home=home, venue=venue, **{"name": f"第{next(_serial)}信箱"} | fields
    )


def make_opening(home, letters=2, **fields):
    """An opening of a box with two numbered letters."""
    mailbox = fields.pop("mailbox", None) or make_mailbox(home)
    defaults = {
        "key": f"opening-{next(_serial)}", "opened_at": moment(2026, 4, 20), "opener": "李明",
        "second_opener": "王芳",
    }  # fmt: skip
    by = fields.pop("by", None) or make_user(home=home)
    return MailboxOpening.objects.open(mailbox, letters=letters, by=by, **defaults | fields)


def make_inspection(home, people=(), **fields):
    """An inspection at 9 o'clock with `people` (representatives) invited."""
    kind, _created = InspectionKind.objects.get_or_create(
        home=home, name="安全生产检查", defaults={"base": "check"}
    )
    defaults = {"kind": kind, "object": "赛罕石料厂", "title": "检查石矿安全生产"}
    defaults["starts_at"] = moment(2026, 4, 15)
    return Inspection.objects.plan(home=home, people=people, **defaults | fields)


def make_rectification(home, **fields):
    """A case of an inspectorate, due at the end of June."""
    defaults = {
        "source": "inspectorate", "inspectorate": "自治区生态环境保护督察组", "batch": "第三批",
        "case_number": f"X{next(_serial)}", "received_on": date(2026, 4, 1),
        "problem": "山坡上的石料堆没有盖，刮风扬尘。", "demand": "清走石料，恢复植被。",
        "due_on": date(2026, 6, 30),
    }  # fmt: skip
    unit = fields.pop("unit", None) or make_unit(home)
    return Rectification.objects.create(home=home, unit=unit, **defaults | fields)


def make_special_report(home, **fields):
    """A report on work safety, heard in April."""
    defaults = {"title": "关于安全生产工作情况的报告", "heard_on": date(2026, 4, 15)}
    unit = fields.pop("unit", None) or make_unit(home)
    return SpecialReport.objects.create(home=home, unit=unit, **defaults | fields)


def _far_number():
    """Out of the way of the demonstration township's own meetings, and within a small column."""
    return 100 + next(_serial) % 30_000


def make_presidium(home, size=9, **fields):
    """The presidium of a term: its members (a list), the first of whom is the chair."""
    term = fields.pop("term", None) or make_term(home)
    return [
        PresidiumMember.objects.create(
            term=term,
            representative=make_representative(home),
            seat="chair" if place == 0 else "member",
            started_on=date(2021, 10, 20),
        )
        for place in range(size)
    ]


def make_presidium_meeting(home, members, present=None, **fields):
    """A meeting held with the first `present` (all by default) of `members` there."""
    defaults = {
        "term": members[0].term, "number": _far_number(), "members": len(members),
        "title": "主席团会议", "starts_at": moment(2026, 4, 15),
    }  # fmt: skip
    people = [member.representative for member in members]
    meeting = PresidiumMeeting.objects.plan(home=home, people=people, **defaults | fields)
    there = people[: len(people) if present is None else present]
    rows = meeting.activity.attendances
    rows.filter(representative__in=there).update(state="present")
    rows.exclude(representative__in=there).update(state="absent")
    Activity.objects.filter(pk=meeting.activity_id).update(state="held")
    meeting.refresh_from_db()
    return meeting


def make_decision(home, members=None, meeting=None, **fields):
    """A decision that all members of a meeting voted for."""
    at = {"starts_at": fields.pop("starts_at")} if "starts_at" in fields else {}
    members = members or make_presidium(home, size=3)
    meeting = meeting or make_presidium_meeting(home, members, **at)
    defaults = {"title": f"决定{next(_serial)}", "text": "由镇里办好这件事。"}
    defaults["votes_for"] = meeting.members
    return Decision.objects.create(home=home, meeting=meeting, **defaults | fields)


def make_request(home, people, **fields):
    """A request to the presidium by `people` (representatives)."""
    defaults = {
        "subject": f"请求{next(_serial)}", "reasons": "老桥窄，收割机过不去。",
        "received_on": date(2026, 4, 1),
    }  # fmt: skip
    row, _created = PresidiumRequest.objects.hand_in(
        f"request-{next(_serial)}", people, home=home, **defaults | fields
    )
    return row


def make_session(home, people=(), **fields):
    """A session of the congress with `people` invited."""
    term = fields.pop("term", None) or make_term(home)
    defaults = {"number": _far_number(), "title": "人民代表大会会议"}
    defaults["starts_at"] = moment(2026, 1, 20)
    return CongressSession.objects.plan(home=home, term=term, people=people, **defaults | fields)


def make_standard(home, *items, **fields):
    """A standard with `items` (dicts of `StandardItem`; one to look at by default)."""
    standard = FacilityStandard.objects.create(
        home=home, **{"name": f"标准{next(_serial)}"} | fields
    )
    for order, item in enumerate(items or ({"name": "有牌子"},), start=1):
        StandardItem.objects.create(standard=standard, order=order, **item)
    return standard


def make_self_check(home, standard=None, states=(), **fields):
    """A self-check with all items; with `states` (one for each) it is closed."""
    standard = standard or make_standard(home)
    defaults = {"on": date(2026, 4, 15), "checked_by": "李明"}
    defaults["venue"] = fields.pop("venue", None) or make_venue(home)
    check = SelfCheck.objects.create(home=home, standard=standard, **defaults | fields)
    for item in standard.items.filter(is_active=True):
        StandardCheck.objects.create(self_check=check, item=item)
    for row, state in zip(check.checks.all(), states, strict=False):
        row.state = state
        if state != "met":
            row.correction, row.correct_by = "配齐", date(2026, 6, 1)
        row.save()
    if states:
        check.close(moment(2026, 4, 15, 16))
    return check


def make_unit(home, **fields):
    return HandlingUnit.objects.create(home=home, **{"name": f"第{next(_serial)}办公室"} | fields)


def make_document(home, **fields):
    """A draft of a notice."""
    defaults = {
        "kind": "notice",
        "title": "关于举行代表接待日活动的通知",
        "to": "各位代表",
        "body": "现将有关事项通知如下：\n一、时间\n4月15日9:00。",
    }
    return OfficialDocument.objects.create(home=home, **defaults | fields)


def make_category(home, **fields):
    return Category.objects.create(home=home, **{"name": f"分类{next(_serial)}"} | fields)


def make_reply_class(home, **fields):
    defaults = {"code": "A", "label": "已经解决或者采纳", "counts_as_resolved": True}
    given = defaults | fields
    row, _created = ReplyClass.objects.get_or_create(
        home=home, code=given.pop("code"), defaults=given
    )
    return row


def make_volume(home, **fields):
    # Late in a long run the serial is larger than a small column of PostgreSQL holds.
    number = next(_serial) % 30_000 + 1
    defaults = {"year": 2026, "number": number, "title": "选民意见"}
    return ArchiveVolume.objects.create(home=home, **defaults | fields)


def make_suggestion(home, step=Step.RECEIVE, by=None, **fields):
    """A matter taken to `step` by the real moves, on the road of `disposal` (a unit handles it)."""
    disposal = fields.pop("disposal", Disposal.UNIT)
    identity = fields.pop("identity", None)
    at = fields.pop("at", None) or moment(2026, 3, 2)
    fields.setdefault("content", "村东头的路灯坏了三个月，晚上看不见路，老人容易摔倒。")
    fields.setdefault("village", None)
    fields["village"] = fields["village"] or make_village(home)
    suggestion, _created = Suggestion.objects.receive(
        home=home, key=f"key-{next(_serial)}", at=at, identity=identity, **fields
    )
    if step > Step.RECEIVE:
        take_steps(suggestion, step, disposal, by or make_user(role=Role.CHAIR, home=home), at)
    return suggestion


def take_steps(suggestion, step, disposal, by, at):
    """Take the steps after 接待 one by one up to `step`."""
    home = suggestion.home
    day = at.date()
    taken = {
        Step.SORT: lambda: {"summary": "路灯损坏，希望尽快修复"},
        Step.CLASSIFY: lambda: {
            "disposal": disposal,
            "category": make_category(home),
            "owner_level": "township",
            "explanation": "" if disposal == Disposal.UNIT else "按政策规定暂时办不到。",
        },
        Step.DELIVER: lambda: {"main_unit": make_unit(home), "handed_on": day},
        Step.SUPERVISE: lambda: {"acknowledged_on": day, "acknowledged_by": "李主任"},
        Step.FEEDBACK: lambda: {"told_on": day, "way": "phone", "satisfaction": "satisfied"},
        Step.ARCHIVE: lambda: {"volume": make_volume(home)},
    }
    road = [to for to in taken if to <= step]
    if disposal not in (Disposal.UNIT, Disposal.PROPOSAL, Disposal.UPWARD):
        road = [to for to in road if to not in (Step.DELIVER, Step.SUPERVISE)]
    for to in road:
        if to == Step.FEEDBACK and Step.SUPERVISE in road:
            publish_reply(suggestion, by, at)
        suggestion.advance(to, by=by, at=at, **taken[to]())


def publish_reply(suggestion, by, at):
    """Enter, approve and publish the main unit's reply."""
    writer = make_user(role=Role.CLERK, home=suggestion.home)
    reply = suggestion.main_assignment().answer(
        by=writer,
        replied_on=at.date(),
        reply_class=make_reply_class(suggestion.home),
        text="路灯已经全部修好。",
        signer="王镇长",
    )
    reply.approve(by, at)
    reply.publish(at)
    return reply
