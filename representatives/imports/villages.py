"""Lists of villages: the statistics bureau's, with or without townships, and full official names.

A village is recognised by its name and kind within its township, never by its code: codes swap
names from one year's list to the next.
"""

import re

from daihome.tools.figures import clean_whole_number
from daihome.tools.sheets import SheetError
from daihome.tools.text import clean_line
from representatives.imports.cells import compact
from representatives.imports.job import ListImport
from representatives.models import Village
from representatives.resources import KEEP, VillageResource

Kind = Village.Kind
COMMITTEE = re.compile(r"(.+?)(村民委员会|村委会|村委|居民委员会|居委会|居委|社区委员会)")
KINDS = {"村": Kind.VILLAGE, "社区": Kind.COMMUNITY}
TOWN_LEVEL, VILLAGE_LEVEL = "4", "5"


def name_and_kind(text, kind_text="", code=""):
    """(name, kind): 八里窑社区居委会 → 八里窑社区; 岘口子村民委员会 → 岘口子村; others as they are."""
    name = re.sub(r"\s", "", clean_line(text))
    match = COMMITTEE.fullmatch(name)
    if match:
        stem, suffix = match.groups()
        kind = Kind.VILLAGE if suffix.startswith("村") else Kind.COMMUNITY
        return _with_ending(stem, kind), kind
    return name, _kind(kind_text, name, code)


def _with_ending(stem, kind):
    endings = ("村", "嘎查", "屯") if kind == Kind.VILLAGE else ("社区", "小区")
    if stem.endswith(endings):
        return stem
    return f"{stem}村" if kind == Kind.VILLAGE else f"{stem}社区"


def _kind(kind_text, name, code):
    word = compact(kind_text)
    if word:
        found = (kind for ending, kind in KINDS.items() if ending in word or word == kind.value)
        return Kind.COMMUNITY if "居" in word else next(found, Kind.OTHER)
    if name.endswith(("社区", "居委会")):
        return Kind.COMMUNITY
    if name.endswith(("村", "嘎查")) or not re.fullmatch(r"\d{12}", code):
        return Kind.VILLAGE
    # The last three digits tell: 001-199 communities, 200-399 villages.
    return {"0": Kind.COMMUNITY, "1": Kind.COMMUNITY, "2": Kind.VILLAGE, "3": Kind.VILLAGE}.get(
        code[-3], Kind.OTHER
    )


def village_key(name, kind):
    """What makes two spellings the same village: 雹神庙 and 雹神庙社区 of one kind."""
    return re.sub("(村|社区)$", "", name) or name, str(kind)


def _some(names, most=10):
    """The first names, and how many there are when these are not all."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等 {len(names)} 个"


class VillageImport(ListImport):
    """Villages of one Home, or of several when the list names their townships."""

    synonyms = {
        "name": (
            "村（社区）",
            "村名",
            "名称",
            "村",
            "社区",
            "村社区",
            "村（社区）名称",
            "village",
            "name",
        ),
        "kind": ("类别", "类型", "性质", "kind", "type"),
        "code": ("统计用区划代码", "区划代码", "村代码", "代码", "village_code", "code"),
        "town": ("乡镇", "乡镇（街道）", "镇", "所属乡镇", "所在乡镇", "街道", "town"),
        "county": ("县", "区县", "县（市、区）", "所属县", "county"),
        "level": ("层级", "级别", "level"),
        "parent": ("上级代码", "上级", "parent"),
        "households": ("户数", "总户数"),
        "population": ("人口", "总人口", "人口数"),
    }
    required = ("name",)
    headers = ("村（社区）", "类别", "统计用区划代码", "户数", "人口")
    sample = (("北山咀村", "村", "150429107202", 312, 986), ("巴润嘎日社区", "社区", "", "", ""))

    def __init__(self, homes, today, user=None, progress=None):
        super().__init__(today, user, progress)
        self.homes = list(homes)
        self.towns, self.skipped, self.rows, self.seen = {}, {}, [], {}
        self.stored = self._stored()

    def _stored(self):
        villages = Village.objects.filter(home__in=self.homes)
        return {(v.home_id, *village_key(v.name, v.kind)): v for v in villages}

    def read_row(self, number, cells):
        code = compact(cells.get("code", "")).removesuffix(".0")
        if self._is_above_village(code, cells):
            return
        home = self._home(code, cells)
        if home is None:
            return
        name, kind = name_and_kind(cells["name"], cells.get("kind", ""), code)
        if not name:
            self.refuse("没有村（社区）的名称。请补上，或者删去这一行。", number, "name")
        elif self._is_first(number, home, name, kind):
            self._keep(number, home, name, kind, code, cells)

    def _is_above_village(self, code, cells):
        """A row that names a township or county: remembered, not imported."""
        depth = cells.get("level", "")
        if (depth.isdecimal() and depth < VILLAGE_LEVEL) or re.fullmatch(r"\d{9}000", code):
            if depth in ("", TOWN_LEVEL):
                self.towns[code] = compact(cells["name"])
            return True
        return False

    def _home(self, code, cells):
        """The Home whose township the row belongs to; None (and counted) for others."""
        town = compact(cells.get("town", ""))
        town = (
            town or self.towns.get(cells.get("parent", "")) or self.towns.get(f"{code[:9]}000", "")
        )
        if not town:
            return self._only_home()
        county = compact(cells.get("county", ""))
        for home in self.homes:
            same_county = not county or home.county.endswith(county) or county.endswith(home.county)
            if compact(home.town) == town and same_county:
                return home
        self.skipped[town] = self.skipped.get(town, 0) + 1
        return None

    def _only_home(self):
        if len(self.homes) > 1:
            raise SheetError(
                "表里没有“乡镇”列，分不清属于哪个代表之家。请先选定一个代表之家再导入。"
            )
        return self.homes[0]

    def _is_first(self, number, home, name, kind):
        for key in {(home.pk, name), (home.pk, *village_key(name, kind))}:
            first = self.seen.setdefault(key, number)
            if first != number:
                self.refuse(f"和第 {first} 行重复。请只留一行。", number, "name")
                return False
        return True

    def _keep(self, number, home, name, kind, code, cells):
        stored = self.stored.get((home.pk, *village_key(name, kind)))
        self.rows.append(
            {
                "row": number,
                "instance": stored,
                "fixed": {"home_id": home.pk},
                # The clerk's spelling stays: 雹神庙社区 is not renamed to 雹神庙.
                "name": KEEP if stored else name,
                "kind": kind,
                "stat_code": self._code(number, code),
                "households": self.clean(clean_whole_number, number, cells, "households", KEEP),
                "population": self.clean(clean_whole_number, number, cells, "population", KEEP),
            }
        )

    def _code(self, number, code):
        if not code:
            return KEEP
        if not re.fullmatch(r"[0-9]{12}", code):
            self.refuse("代码应是 12 位数字。请改正，或者把这一格清空。", number, "code")
        return code

    def finish_reading(self):
        if not self.rows and self.skipped:
            wanted = _some([home.town for home in self.homes])
            found = _some(list(self.skipped))
            raise SheetError(
                f"表里没有{wanted}的村。表里有：{found}。请核对文件，"
                "或者在“代表之家”里把“乡镇（街道）”改成和表里一样。"
            )
        if not self.rows and not self.outcome.errors:
            raise SheetError("表里没有村（社区）。请核对文件。")
        if self.skipped:
            rows, towns = sum(self.skipped.values()), len(self.skipped)
            self.outcome.notes.append(f"跳过了其他 {towns} 个乡镇的 {rows} 行。")
        self._note_missing()

    def _note_missing(self):
        found = {row["instance"].pk for row in self.rows if row["instance"]}
        listed = {row["fixed"]["home_id"] for row in self.rows}
        missing = [
            village.name
            for village in self.stored.values()
            if village.is_active and village.pk not in found and village.home_id in listed
        ]
        if missing:
            self.outcome.notes.append(
                f"系统里有而表里没有的，没有改动：{_some(missing)}。已经撤并的，请逐个停用。"
            )

    def write(self):
        self.write_rows(VillageResource(self.user, self._written), self.rows)

    def _written(self, row, result):
        self.count(result.import_type)
        self.show(row["row"], row["instance"].name, result.import_type, result.diff)
