"""Papers of an activity: notice, sign-in sheet, record, minutes; and the plan of the year."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

from django.utils import timezone
from PIL import Image

from daihome.tools.fonts import spell_out
from daihome.tools.text import mask_personal_data
from representatives.activities import cells, inviting
from representatives.models import ActivityFile, Base

PICTURES_MAX, PICTURE_SIDE = 4, 1000
SPARE_ROWS, BLANK_ROWS = 3, 24


def printed(text):
    """Somebody's words on paper: without numbers of persons, emoji named."""
    return spell_out(mask_personal_data(text), letters=False)


def paragraphs(text):
    return [line.strip() for line in printed(text).splitlines() if line.strip()]


@dataclass(frozen=True)
class Notice:
    """通知: when, where, who, what for."""

    home: object
    heading: str
    to: str
    opening: str
    when: str
    where: str
    people: str
    agenda: list[str]
    materials: str
    phone: str

    @property
    def request(self) -> str:
        study = f"请事先学习{self.materials}。" if self.materials else ""
        return f"请准时参加。{study}不能参加的，请在活动以前向{self.home.name}请假，说明原因。"


def notice_facts(activity, today: date) -> dict:
    """The letter as the template takes it; dated by the day on which it was announced."""
    home, told = activity.home, activity.announced_at
    end = activity.ends_at and timezone.localtime(activity.ends_at)
    when = inviting.when_words(activity) + (f"—{end.hour}:{end.minute:02}" if end else "")
    title = printed(activity.title)
    letter = Notice(
        home=home,
        heading=f"关于“{title}”的通知",
        to=f"{activity.group}各位代表" if activity.group_id else "各位代表",
        opening=f"根据年度活动安排，定于{when}举行“{title}”。现将有关事项通知如下：",
        when=when,
        where=printed(activity.where),
        people=cells.asked(activity),
        agenda=paragraphs(activity.agenda),
        materials=cells.materials(activity),
        phone=home.phone,
    )
    signed_on = timezone.localdate(told) if told else today
    return {"letter": letter, "signer": home.congress_name, "signed_on": signed_on}


@dataclass(frozen=True)
class SignInSheet:
    """代表活动签到簿: one activity's page; `filled` shows what was written down."""

    activity: object
    rows: list
    numbers: str
    moment: str
    empty: range
    filled: bool


def sign_in_sheet(activity, rows: Iterable, filled: bool) -> SignInSheet:
    """`rows` are the attendances `with_groups`; a sheet to sign has room for more names."""
    rows = list(rows)
    empty = 0 if filled else max(SPARE_ROWS, BLANK_ROWS - len(rows))
    return SignInSheet(
        activity=activity,
        rows=rows,
        numbers=cells.numbers(activity) if filled else f"应到{len(rows)}人",
        moment=cells.moment(activity),
        empty=range(len(rows) + 1, len(rows) + 1 + empty),
        filled=filled,
    )


@dataclass(frozen=True)
class Record:
    """One activity on one form: pairs of short boxes, long texts, pictures, who signs."""

    activity: object
    heading: str
    pairs: list[tuple]
    texts: list[tuple[str, str]]
    signatures: tuple[str, ...]
    pictures: list[tuple[str, str]] = field(default_factory=list)


def record(activity, pictures: dict[str, bytes]) -> Record:
    """The form of the activity's base; its pictures are added to `pictures` by name."""
    return RECORDS.get(activity.kind.base, _log)(activity, pictures_of(activity, pictures))


def _group(activity, shown):
    return Record(
        activity,
        "代表小组活动登记本",
        [
            ("小　　组", activity.group or "", "时　　间", cells.moment(activity)),
            ("主　　题", printed(activity.title), "地　　点", printed(activity.where)),
            ("主 持 人", activity.host, "记 录 人", activity.recorder),
        ],
        [
            ("参加代表", cells.names(activity, cells.PRESENT)),
            ("缺席及原因", printed(cells.excused(activity))),
            ("活动内容", printed(activity.content)),
            ("形成意见\n建　　议", printed(activity.outcome)),
        ],
        ("召集人", "记录人"),
        shown,
    )


def _study(activity, shown):
    return Record(
        activity,
        "学习记录",
        [
            ("时　　间", cells.moment(activity), "地　　点", printed(activity.where)),
            ("学习主题", printed(activity.title), "学习资料", printed(cells.materials(activity))),
            ("主 讲 人", activity.lecturer, "学　　时", cells.hours(activity)),
            ("主 持 人", activity.host, "人　　数", cells.numbers(activity)),
        ],
        [
            ("参加代表", cells.names(activity, cells.PRESENT)),
            ("请假、缺席", printed(cells.excused(activity))),
            ("学习内容", printed(activity.content)),
            ("体会和成效", printed(activity.outcome)),
        ],
        ("主持人", "记录人"),
        shown,
    )


def _log(activity, shown):
    people = f"代表{cells.count(activity, cells.PRESENT)}人，其他{activity.others_count}人"
    return Record(
        activity,
        "“代表之家”活动记录",
        [
            ("日　　期", cells.moment(activity), "地　　点", printed(activity.where)),
            ("活动类别", activity.kind.name, "组 织 者", activity.organiser),
            ("主　　题", printed(activity.title), "参加人数", people),
        ],
        [
            ("参加代表", cells.names(activity, cells.PRESENT)),
            ("内　　容", printed(activity.content)),
            ("成　　效", printed(activity.outcome)),
        ],
        ("组织者", "记录人"),
        shown,
    )


RECORDS = {Base.GROUP: _group, Base.STUDY: _study}


def pictures_of(activity, pictures):
    """(name, caption) of the first pictures, whose bytes go into `pictures`; lost ones are left out."""
    found = []
    for row in activity.files.all():
        is_picture = row.use == ActivityFile.Use.PICTURE and row.kind == "picture"
        if is_picture and len(found) < PICTURES_MAX:
            drawn = smaller(row.file)
            if drawn:
                pictures[f"p{row.pk}"] = drawn
                found.append((f"p{row.pk}", printed(row.caption)))
    return found


def smaller(file) -> bytes | None:
    """The picture as JPEG in the size of a paper; None when the file is lost."""
    try:
        with file.open("rb") as content, Image.open(content) as picture:
            picture = picture.convert("RGB")
            picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
            out = BytesIO()
            picture.save(out, "JPEG", quality=80)
    except OSError:
        return None
    return out.getvalue()


@dataclass(frozen=True)
class Minutes:
    """会议记录 in the layout of a 纪要 (GB/T 9704): what was dealt with, then who was there."""

    activity: object
    moment: str
    sections: list[tuple[str, list[str]]]
    people: list[tuple[str, str]]


def minutes(activity) -> Minutes:
    votes = [f"表决：{cells.votes(activity)}。"] if cells.votes(activity) else []
    sections = [
        ("议题", paragraphs(activity.agenda)),
        ("发言", paragraphs(activity.content)),
        ("决定", [*paragraphs(activity.decisions), *votes]),
    ]
    people = [
        ("出席", cells.present_as(activity, observers=False)),
        ("列席", printed(cells.observers(activity))),
        ("请假", printed(cells.leaves(activity))),
        ("缺席", cells.names(activity, cells.ABSENT)),
    ]
    return Minutes(activity, cells.moment(activity), _numbered(sections), _filled(people))


def _numbered(sections):
    """一、议题, 二、发言 …: without those of which nothing was written down."""
    found = _filled(sections)
    return [(f"{'一二三'[place]}、{name}", lines) for place, (name, lines) in enumerate(found)]


def _filled(pairs):
    return [(name, said) for name, said in pairs if said]


def plan_paper(home, year: int, rows) -> dict:
    """The plan of a year as the template takes it: months with their activities."""
    by_month = {}
    for row in rows:
        if row.state != "cancelled":
            by_month.setdefault(row.on.month, []).append(row)
    return {"home": home, "year": year, "months": sorted(by_month.items())}
