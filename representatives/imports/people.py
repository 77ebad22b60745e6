"""Lists of representatives: the columns of 代表基本信息台帐 with the usual synonyms.

A person is recognised by name and month of birth, where these do not decide by credential number
or telephone. An empty cell leaves what is stored. Groups, districts and terms that are new are
made only while the Home has none of them: later an unknown one is more likely a slip of the pen.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from daihome.tools.text import clean_line, clean_name, clean_phone, mask_phone
from representatives.imports import cells as read
from representatives.imports.job import ListImport
from representatives.imports.offices import Offices, close_memberships
from representatives.imports.villages import name_and_kind, village_key
from representatives.models import Representative, Village
from representatives.resources import KEEP, MandateResource, RepresentativeResource

TEXTS = ("party", "education", "note")
PERSONAL = (
    "name", "sex", "ethnicity", "born_on", "party", "education", "post", "village_id", "phone",
    "note",
)  # fmt: skip


@dataclass
class Person:
    """One person of the list: the stored one or a new one, and what the rows say of them."""

    instance: Representative | None
    born_on: object = None
    phone: str = ""
    credentials: set = field(default_factory=set)
    row: int = 0
    given: dict = field(default_factory=dict)
    offices: list = field(default_factory=list)


class RepresentativeImport(ListImport):
    """Representatives of one Home with their mandates and groups."""

    synonyms = {
        "name": ("姓名", "代表姓名", "名字"),
        "sex": ("性别",),
        "ethnicity": ("民族",),
        "born_on": ("出生年月", "出生日期", "出生年月日", "生日", "出生"),
        "party": ("政治面貌", "党派", "党派团体"),
        "education": ("文化程度", "学历", "文化水平"),
        "post": ("工作单位及职务", "工作单位和职务", "单位及职务", "单位职务", "职务", "职业", "身份"),
        "workplace": ("工作单位", "单位"),
        "level": ("代表层级", "层级", "代表级别", "级别"),
        "district": ("选区", "选区名称", "所在选区", "选举单位"),
        "group": ("代表小组", "小组", "所在小组", "所属小组", "代表团"),
        "credential_no": ("代表证号", "代表证号码", "证号", "代表证编号"),
        "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
        "term": ("届次", "届别", "届"),
        "span": ("任期起止", "任期", "任职起止", "任职时间"),
        "elected_on": ("当选日期", "当选时间", "任职起", "任职日期"),
        "state": ("状态", "代表状态", "资格状态", "是否在任"),
        "changed_on": ("终止（暂停）日期", "终止日期", "暂停日期", "任职止", "变动日期"),
        "reason": ("终止（暂停）原因", "终止原因", "暂停原因", "变动原因", "出缺原因"),
        "village": ("居住村（社区）", "所在村", "所在村（社区）", "所属村", "居住地", "村（社区）", "村"),
        "town": ("乡镇", "乡镇（街道）", "所属乡镇", "代表之家", "所属代表之家"),
        "note": ("备注", "说明"),
    }  # fmt: skip
    required = ("name",)
    headers = (
        "姓名", "性别", "民族", "出生年月", "政治面貌", "文化程度", "工作单位及职务", "代表层级",
        "选区", "代表小组", "代表证号", "联系电话", "届次", "任期起止", "状态", "终止（暂停）日期",
        "终止（暂停）原因", "居住村（社区）", "备注",
    )  # fmt: skip
    sample = (
        ("王秀英", "女", "汉族", "1975-03", "中共党员", "大专", "北山咀村党支部书记", "镇级",
         "第三选区", "第一代表小组", "0012", "13800138000", "第十九届", "2021-10至2026-10", "在任",
         "", "", "北山咀村", ""),
    )  # fmt: skip

    def __init__(self, home, today, user=None, progress=None):
        super().__init__(today, user, progress)
        self.home = home
        self.people = self._stored_people()
        self.order = []
        self.offices = Offices(self)
        villages = Village.objects.filter(home=home)
        self.villages = {village_key(v.name, v.kind): v.pk for v in villages}

    def _stored_people(self):
        people = {}
        stored = Representative.objects.filter(home=self.home).prefetch_related("mandates")
        for one in stored.iterator(chunk_size=500):
            numbers = {m.credential_no for m in one.mandates.all() if m.credential_no}
            born = one.born_on and one.born_on.replace(day=1)
            person = Person(one, born, one.phone, numbers)
            people.setdefault(one.name, []).append(person)
        return people

    # --- one row ------------------------------------------------------------------------------

    def read_row(self, number, cells):
        before = len(self.outcome.errors)
        given = self._personal(number, cells)
        self._refuse_other_township(number, cells)
        office = self.offices.read(number, cells)
        if len(self.outcome.errors) > before:
            return
        person = self._person(number, given, office.credential_no)
        if person and self._fits(number, person, given) and self._is_first(number, person, office):
            person.given.update(given)
            person.born_on = given.get("born_on", person.born_on)
            person.offices.append(office)

    def _personal(self, number, cells):
        """{attribute: value} of the cells that hold something."""
        given = {
            "name": self._name(number, cells),
            "sex": self.clean(read.sex, number, cells, "sex"),
            "ethnicity": self.clean(read.ethnicity, number, cells, "ethnicity"),
            "born_on": self.clean(
                lambda text: read.birth_month(text, self.today), number, cells, "born_on"
            ),
            "phone": self.clean(clean_phone, number, cells, "phone"),
            "post": self._post(number, cells),
            "village_id": self.clean(self._village, number, cells, "village"),
        }
        for name in TEXTS:
            given[name] = self.clean(clean_line, number, cells, name)
        return {name: value for name, value in given.items() if value not in (None, "")}

    def _name(self, number, cells):
        name = self.clean(clean_name, number, cells, "name", "")
        if not cells["name"]:
            self.refuse("没有姓名。请补上，或者删去这一行。", number, "name")
        return name

    def _post(self, number, cells):
        parts = [self.clean(clean_line, number, cells, name, "") for name in ("workplace", "post")]
        workplace, post = parts
        return post if post.startswith(workplace) else workplace + post

    def _village(self, text):
        key = village_key(*name_and_kind(text))
        for kind in (key[1], *Village.Kind.values):
            if pk := self.villages.get((key[0], kind)):
                return pk
        if not self.villages:
            raise ValidationError("还没有村（社区）。请先导入村（社区）名单，再导入代表。")
        raise ValidationError("没有这个村（社区）。请写成和“村（社区）”名单里一样的名称。")

    def _refuse_other_township(self, number, cells):
        town = read.compact(cells.get("town", ""))
        home = self.home
        if town and town not in home.name and home.town not in town:
            self.refuse(f"这一行不属于{home.name}，不能导入到这里。请删去这一行。", number, "town")

    # --- who it is ----------------------------------------------------------------------------

    def _person(self, number, given, credential_no):
        """The Person meant: stored, earlier in the list, or new; None after a refusal."""
        namesakes = self.people.setdefault(given["name"], [])
        found = _same_person(namesakes, given, credential_no)
        if len(found) > 1:
            reason = f"有 {len(found)} 位代表同名，分不清是哪一位。请补上出生年月或者代表证号。"
            self.refuse(reason, number, "name")
            return None
        if found:
            person = found[0]
        else:
            person = Person(
                None, given.get("born_on"), given.get("phone", ""), {credential_no} - {""}
            )
            namesakes.append(person)
        if not person.row:
            person.row = number
            self.order.append(person)
        return person

    def _fits(self, number, person, given):
        """False, and refused, when an earlier row says something else of the same person."""
        for name, value in given.items():
            if person.given.get(name, value) != value:
                column = "village" if name == "village_id" else name
                reason = f"和第 {person.row} 行是同一个人，这一格却不一样。请改成一样的。"
                self.refuse(reason, number, column)
                return False
        return True

    def _is_first(self, number, person, office):
        for earlier in person.offices:
            if earlier.key == office.key:
                reason = (
                    f"和第 {earlier.row} 行重复（同名、同一届）。是同一个人的，请只留一行；"
                    "是两个人的，请都填上出生年月。"
                )
                self.refuse(reason, number, "name")
                return False
        return True

    # --- writing ------------------------------------------------------------------------------

    def finish_reading(self):
        self.offices.note_what_is_new()

    def write(self):
        self.kinds = {}
        self.offices.make_missing()
        people = RepresentativeResource(self.user, self._person_written)
        names = {pk: key[0] for key, pk in self.villages.items()}
        people.fields["village_id"].show = names.get
        self.write_rows(people, [self._person_row(person) for person in self.order])
        if self.outcome.errors:
            return
        mandates = MandateResource(self.user, self._mandate_written)
        mandates.fields["district_id"].show = self.offices.district_name
        self.write_rows(mandates, self.offices.mandate_rows(self.order))
        if not self.outcome.errors:
            self._write_memberships()
            self._count_people()

    def _person_row(self, person):
        values = {name: person.given.get(name, KEEP) for name in PERSONAL}
        stored = person.instance
        if stored and stored.born_on and stored.born_on.replace(day=1) == values["born_on"]:
            values["born_on"] = KEEP  # the stored day is more exact than the month of the list
        return {
            "row": person.row,
            "person": person,
            "instance": stored,
            "fixed": {"home_id": self.home.pk},
            **values,
        }

    def _person_written(self, row, result):
        person = row["person"]
        person.instance = row["instance"]
        self.kinds[person.row] = [result.import_type, person, list(result.diff or ())]

    def _mandate_written(self, row, result):
        kind = self.kinds[row["person"].row]
        if result.import_type != "skip":
            kind[0] = "new" if kind[0] == "new" else "update"
            kind[2] += result.diff

    def _write_memberships(self):
        for person, label, name in close_memberships(self):
            kind = self.kinds[person.row]
            kind[0] = "new" if kind[0] == "new" else "update"
            kind[2].append((label, *name))

    def _count_people(self):
        for row, (kind, person, details) in self.kinds.items():
            self.count(kind)
            self.show(row, person.instance.name, kind, _masked(details))


def _same_person(namesakes, given, credential_no):
    """The namesakes that may be meant: those whose month of birth agrees, else by other marks."""
    born = given.get("born_on")
    same_born = [one for one in namesakes if born and one.born_on == born]
    if same_born:
        return same_born
    marked = [
        one
        for one in namesakes
        if (credential_no and credential_no in one.credentials)
        or (given.get("phone") and given["phone"] == one.phone)
    ]
    if len(marked) == 1:
        return marked
    return [one for one in namesakes if not born or one.born_on is None]


def _masked(details):
    """The same changes with telephones as they may be shown."""
    return [
        (label, _mask(old), _mask(new)) if label == "联系电话" else (label, old, new)
        for label, old, new in details
    ]


def _mask(phone):
    return mask_phone(phone) if phone else ""
