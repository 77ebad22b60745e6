import datetime
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from daihome.tools.sheets import read_rows, write_xlsx
from representatives.imports.people import RepresentativeImport
from representatives.imports.villages import VillageImport, name_and_kind
from representatives.models import (
    ElectoralDistrict,
    GroupMembership,
    Home,
    Level,
    Mandate,
    RepGroup,
    Representative,
    Term,
    Village,
)
from tests.factories import make_group, make_home, make_representative, make_term, make_village

DATA = Path(__file__).resolve().parents[1] / "data"
XIZI, COUNTY, FULL = (
    DATA / name
    for name in (
        "villages_xizi_2018.csv",
        "villages_ningcheng_2018.csv",
        "villages_qilihe_full_names.csv",
    )
)
TODAY = datetime.date(2026, 3, 2)
HEAD = RepresentativeImport.headers
FULL_ROW = dict(zip(HEAD, RepresentativeImport.sample[0], strict=True)) | {"居住村（社区）": ""}


def import_villages(data, *homes, commit=True):
    data = data.read_bytes() if isinstance(data, Path) else data
    return VillageImport(homes, TODAY).run(data, "村.csv", commit)


def sheet(*rows, head=None):
    """An xlsx of rows given as dicts of title and value."""
    head = head or list(dict.fromkeys(title for row in rows for title in row))
    return write_xlsx("名册", head, [[row.get(title) for title in head] for row in rows]).getvalue()


def import_people(home, *rows, commit=True, data=None):
    job = RepresentativeImport(home, TODAY)
    return job.run(data or sheet(*rows), "代表", commit)


def places(outcome):
    return [(error.row, error.column) for error in outcome.errors]


def counts(outcome):
    return outcome.new, outcome.updated, outcome.unchanged


# --- villages -------------------------------------------------------------------------------


def test_list_of_one_township_is_imported_as_it_is(home):
    outcome = import_villages(XIZI, home)

    assert (counts(outcome), outcome.saved, outcome.errors) == ((34, 0, 0), True, [])
    assert home.villages.filter(kind=Village.Kind.VILLAGE).count() == 33
    village = home.villages.get(name="北山咀村")
    assert (village.kind, village.stat_code) == (Village.Kind.VILLAGE, "150429107202")
    assert home.villages.get(name="巴润嘎日社区").kind == Village.Kind.COMMUNITY
    assert village.history.count() == 1


def test_same_village_list_twice_changes_nothing(home):
    import_villages(XIZI, home)
    before = list(Village.objects.order_by("pk").values())

    assert counts(import_villages(XIZI, home)) == (0, 0, 34)
    assert list(Village.objects.order_by("pk").values()) == before
    assert Village.history.count() == 34


def test_county_list_gives_a_home_its_own_township_only(home):
    outcome = import_villages(COUNTY, home)

    assert counts(outcome) == (34, 0, 0)
    assert "跳过了其他 14 个乡镇的 256 行。" in outcome.notes


def test_county_list_serves_several_homes_at_once(home, other_home):
    other_home.town = "天义镇"
    other_home.save()

    assert counts(import_villages(COUNTY, home, other_home)) == (53, 0, 0)
    assert (home.villages.count(), other_home.villages.count()) == (34, 19)


def test_full_official_names_become_name_and_kind(db):
    home = make_home(town="八里镇", county="七里河区", slug="bali", number_prefix="BL")

    outcome = import_villages(FULL, home)

    assert outcome.errors == []
    names = dict(home.villages.values_list("name", "kind"))
    assert len(names) == 14
    assert names["八里窑社区"] == Village.Kind.COMMUNITY
    assert names["八里窑村"] == Village.Kind.VILLAGE
    assert home.villages.get(name="岘口子村").stat_code == "620103101201"
    assert counts(import_villages(FULL, home)) == (0, 0, 14)


@pytest.mark.parametrize(
    ("text", "kind_text", "code", "expected"),
    [
        ("八里窑社区居委会", "", "", ("八里窑社区", "community")),
        ("南站社区居民委员会", "", "", ("南站社区", "community")),
        ("东街居民委员会", "", "", ("东街社区", "community")),
        ("岘口子村民委员会", "", "", ("岘口子村", "village")),
        ("北山咀村村民委员会", "", "", ("北山咀村", "village")),
        ("北山咀村委会", "", "", ("北山咀村", "village")),
        ("巴彦嘎查村民委员会", "", "", ("巴彦嘎查", "village")),
        ("北山咀　村", "", "", ("北山咀村", "village")),
        ("雹神庙", "社区", "150429103001", ("雹神庙", "community")),
        ("雹神庙", "", "150429103001", ("雹神庙", "community")),
        ("北山咀", "村委会", "", ("北山咀", "village")),
        ("国营林场", "林场", "150429103501", ("国营林场", "other")),
    ],
)
def test_name_and_kind(text, kind_text, code, expected):
    assert name_and_kind(text, kind_text, code) == expected


def test_swapped_codes_do_not_swap_villages(home):
    import_villages(XIZI, home)
    one, two = home.villages.get(name="北山咀村"), home.villages.get(name="柏林营子村")
    text = XIZI.read_text().replace("150429107202", "X").replace("150429107203", "150429107202")

    outcome = import_villages(text.replace("X", "150429107203").encode(), home)

    assert counts(outcome) == (0, 2, 32)
    assert home.villages.get(pk=one.pk).name == "北山咀村"
    assert home.villages.get(pk=one.pk).stat_code == "150429107203"
    assert home.villages.get(pk=two.pk).stat_code == "150429107202"


def test_village_columns_in_any_order_with_synonyms(home):
    text = "总户数;类型; 村　名 ;统计用区划代码\n312;村;北山咀村;150429107202\n"

    assert counts(import_villages(text.encode("gb18030"), home)) == (1, 0, 0)
    assert home.villages.get().households == 312


def test_empty_cells_leave_what_is_stored(home):
    make_village(home, name="北山咀村", households=300, stat_code="150429107202")

    outcome = import_villages("村名,户数,代码\n北山咀村,,\n".encode(), home)

    assert counts(outcome) == (0, 0, 1)


def test_bad_village_rows_are_named_and_nothing_is_saved(home):
    text = "村名,户数,代码\n甲村,12,\n乙村,十二,\n丙村,1,12345\n甲村,1,\n,3,\n"

    outcome = import_villages(text.encode(), home)

    assert places(outcome) == [(3, "户数"), (4, "代码"), (5, "村名"), (6, "村名")]
    assert not Village.objects.exists()


def test_list_of_another_township_is_refused(home):
    home.town = "一肯中乡"
    home.save()

    outcome = import_villages(XIZI, home)

    assert "表里没有一肯中乡的村。表里有：汐子镇。" in outcome.errors[0].messages[0]
    assert not outcome.saved


def test_villages_that_the_list_lacks_are_named_and_kept(home):
    make_village(home, name="老村")

    outcome = import_villages(XIZI, home)

    assert any("老村" in note for note in outcome.notes)
    assert home.villages.get(name="老村").is_active


def test_village_preview_saves_nothing(home):
    outcome = import_villages(XIZI, home, commit=False)

    assert (counts(outcome), outcome.saved) == ((34, 0, 0), False)
    assert outcome.changes[0].name == "巴润嘎日社区"
    assert ("类别", "", "社区") in outcome.changes[0].details
    assert not Village.objects.exists()


def test_villages_of_another_home_stay_untouched(home, other_home):
    make_village(other_home, name="北山咀村", stat_code="1")

    import_villages(XIZI, home)

    assert other_home.villages.get().stat_code == "1"


# --- representatives --------------------------------------------------------------------------


def test_ledger_row_becomes_person_mandate_and_membership(home):
    make_village(home, name="北山咀村")

    outcome = import_people(home, FULL_ROW | {"居住村（社区）": "北山咀村"})

    assert (counts(outcome), outcome.errors, outcome.saved) == ((1, 0, 0), [], True)
    person = Representative.objects.get()
    assert (person.home, person.name, person.sex, person.ethnicity) == (home, "王秀英", "f", "汉族")
    assert (person.born_on, person.phone) == (datetime.date(1975, 3, 1), "13800138000")
    assert (person.post, person.village.name) == ("北山咀村党支部书记", "北山咀村")
    mandate = person.mandates.get()
    assert (mandate.term.number, mandate.term.name) == (19, "汐子镇第十九届人民代表大会")
    assert (mandate.term.starts_on, mandate.term.ends_on) == (
        datetime.date(2021, 10, 1),
        datetime.date(2026, 10, 1),
    )
    assert (mandate.level, mandate.district.name, mandate.district.number) == (
        "township",
        "第三选区",
        3,
    )
    assert (mandate.credential_no, mandate.state) == ("0012", "active")
    assert person.memberships.get().group.name == "第一代表小组"
    assert person.history.count() == mandate.history.count() == 1


def test_same_list_of_people_twice_changes_nothing(home):
    rows = [FULL_ROW | {"姓名": f"王{'甲乙丙丁'[i]}", "代表证号": str(i)} for i in range(4)]
    import_people(home, *rows)
    tables = (Representative, Mandate, GroupMembership, Term, ElectoralDistrict, RepGroup)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    history = Representative.history.count()

    outcome = import_people(home, *rows)

    assert counts(outcome) == (0, 0, 4)
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    assert Representative.history.count() == history


def test_least_possible_list_is_enough(home):
    outcome = import_people(home, {"姓名": "张三", "电话": 13800138000})

    assert (counts(outcome), outcome.errors) == ((1, 0, 0), [])
    assert Representative.objects.get().phone == "13800138000"
    assert not Mandate.objects.exists()
    assert any("没有届次" in note for note in outcome.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_people_come_from_csv_of_every_encoding(home, encoding):
    text = "代表姓名,手机号码\r\n李𬱖,１３８００１３８０００\r\n"

    outcome = import_people(home, data=text.encode(encoding))

    assert (counts(outcome), outcome.errors) == ((1, 0, 0), [])
    assert Representative.objects.get().name == "李𬱖"
    assert Representative.objects.get().phone == "13800138000"


def test_present_term_is_taken_when_the_list_names_none(home):
    term = make_term(home)

    import_people(home, {"姓名": "张三", "当选日期": datetime.date(2022, 1, 5)})

    mandate = Mandate.objects.get()
    assert (mandate.term, mandate.started_on) == (term, datetime.date(2022, 1, 5))


def test_empty_cells_do_not_erase(home):
    import_people(home, FULL_ROW)

    outcome = import_people(home, dict.fromkeys(FULL_ROW) | {"姓名": "王秀英"})

    assert counts(outcome) == (0, 0, 1)
    assert Representative.objects.get().phone == "13800138000"


def test_changed_cells_update_and_are_shown(home):
    import_people(home, FULL_ROW)

    outcome = import_people(home, FULL_ROW | {"联系电话": "13900139000", "文化程度": "本科"})

    assert counts(outcome) == (0, 1, 0)
    assert Representative.objects.get().phone == "13900139000"
    assert outcome.changes[0].details == [
        ("文化程度", "大专", "本科"),
        ("联系电话", "138****8000", "139****9000"),
    ]
    assert Representative.history.count() == 2


def test_month_in_the_list_does_not_blur_a_stored_day(home):
    import_people(home, FULL_ROW)
    Representative.objects.update(born_on=datetime.date(1975, 3, 15))
    Mandate.objects.update(started_on=datetime.date(2021, 10, 12))

    assert counts(import_people(home, FULL_ROW)) == (0, 0, 1)
    assert Representative.objects.get().born_on == datetime.date(1975, 3, 15)


def test_namesakes_are_told_apart_by_their_birth(home):
    rows = [
        FULL_ROW,
        FULL_ROW | {"出生年月": "1980-07", "联系电话": "13900139000", "代表证号": "13"},
    ]

    assert counts(import_people(home, *rows)) == (2, 0, 0)
    assert counts(import_people(home, *rows)) == (0, 0, 2)
    assert places(import_people(home, {"姓名": "王秀英", "学历": "本科"})) == [(2, "姓名")]


def test_corrected_birth_is_the_same_person_by_credential(home):
    import_people(home, FULL_ROW)

    assert counts(import_people(home, FULL_ROW | {"出生年月": "1976-03"})) == (0, 1, 0)
    assert Representative.objects.get().born_on == datetime.date(1976, 3, 1)


def test_person_of_two_levels_has_two_mandates(home):
    county = FULL_ROW | {"代表层级": "县级", "届次": "第十八届", "选区": "", "代表证号": "9"}

    outcome = import_people(home, FULL_ROW, county)

    assert (counts(outcome), outcome.errors) == ((1, 0, 0), [])
    person = Representative.objects.get()
    assert set(person.mandates.values_list("level", "term__name")) == {
        (Level.TOWNSHIP, "汐子镇第十九届人民代表大会"),
        (Level.COUNTY, "宁城县第十八届人民代表大会"),
    }


def test_duplicate_row_is_named(home):
    assert places(import_people(home, FULL_ROW, FULL_ROW)) == [(3, "姓名")]
    assert not Representative.objects.exists()


def test_contradiction_between_rows_of_one_person_is_named(home):
    county = FULL_ROW | {
        "代表层级": "县级",
        "届次": "第十八届",
        "选区": "",
        "联系电话": "13900139000",
    }

    assert places(import_people(home, FULL_ROW, county)) == [(3, "联系电话")]


def test_one_bad_row_in_five_hundred_saves_nothing(home):
    rows = [{"姓名": f"测试{chr(0x4E00 + i)}", "电话": f"138{i:08d}"} for i in range(500)]
    rows[249]["电话"] = "不是电话"

    outcome = import_people(home, *rows)

    assert places(outcome) == [(251, "电话")]
    assert not outcome.saved
    assert not Representative.objects.exists()


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("姓名", "123"),
        ("性别", "不详"),
        ("出生年月", "1975.1"),
        ("出生年月", "2020-01"),
        ("出生年月", "1975-13"),
        ("联系电话", "138****8000"),
        ("联系电话", "1.38E+10"),
        ("代表层级", "县、镇两级"),
        ("代表层级", "别的"),
        ("届次", "本届"),
        ("任期起止", "2026-10至2021-10"),
        ("任期起止", "五年"),
        ("状态", "在吗"),
        ("状态", "终止"),
        ("居住村（社区）", "没有的村"),
        ("工作单位及职务", "字" * 101),
        ("代表证号", "9" * 31),
    ],
)
def test_bad_cell_is_named_by_row_and_column(home, title, value):
    outcome = import_people(home, FULL_ROW | {title: value})

    assert places(outcome) == [(2, title)]
    assert outcome.errors[0].messages[0].endswith("。")
    assert not Representative.objects.exists()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1975-03", (1975, 3)),
        ("1975.03", (1975, 3)),
        ("1975年3月", (1975, 3)),
        ("197503", (1975, 3)),
        ("１９７５．１２", (1975, 12)),
        ("1975-03-15", (1975, 3)),
        ("1945年3月", (1945, 3)),
        ("1945-03-15", (1945, 3)),
        (27468, (1975, 3)),
        (datetime.date(1975, 3, 15), (1975, 3)),
    ],
)
def test_birth_is_understood_in_the_usual_forms(home, text, day):
    outcome = import_people(home, {"姓名": "张三", "出生年月": text})

    assert outcome.errors == []
    assert Representative.objects.get().born_on == datetime.date(*day, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2021-10至2026-10",
        "2021.10-2026.10",
        "2021年10月—2026年10月",
        "2021/10~2026/10",
        "2021.10.20 至今",
    ],
)
def test_span_is_understood_in_the_usual_forms(home, text):
    outcome = import_people(home, FULL_ROW | {"任期起止": text})

    assert outcome.errors == []
    assert Term.objects.get().starts_on.replace(day=1) == datetime.date(2021, 10, 1)


def test_ended_mandate_needs_and_keeps_date_and_reason(home):
    row = FULL_ROW | {"状态": "终止", "终止（暂停）日期": "2024-05-01", "终止（暂停）原因": "辞职"}

    assert import_people(home, row).errors == []
    mandate = Mandate.objects.get()
    assert (mandate.state, mandate.ended_on, mandate.end_reason) == (
        "ended",
        datetime.date(2024, 5, 1),
        "resigned",
    )
    assert counts(import_people(home, row)) == (0, 0, 1)


def test_mandate_that_ends_before_it_starts_is_named(home):
    row = FULL_ROW | {"状态": "终止", "终止（暂停）日期": "2020-05-01", "终止（暂停）原因": "辞职"}

    assert places(import_people(home, row)) == [(2, "任职止")]
    assert not Term.objects.exists()


def test_unknown_group_is_refused_once_the_home_has_groups(home):
    make_group(home, name="第一小组")

    outcome = import_people(home, {"姓名": "张三", "代表小组": "外镇小组"})

    assert places(outcome) == [(2, "代表小组")]
    assert "现有：第一小组" in outcome.errors[0].messages[0]


def test_moving_to_another_group_keeps_the_past(home):
    first, second = make_group(home, name="第一小组"), make_group(home, name="第二小组")
    import_people(home, {"姓名": "张三", "代表小组": "第一小组"})

    assert counts(import_people(home, {"姓名": "张三", "代表小组": "第二小组"})) == (0, 1, 0)
    assert list(GroupMembership.objects.order_by("pk").values_list("group", "ended_on")) == [
        (first.pk, TODAY),
        (second.pk, None),
    ]


def test_row_of_another_township_is_refused(home):
    rows = [{"姓名": "张三", "乡镇": "汐子镇"}, {"姓名": "李四", "乡镇": "天义镇"}]

    assert places(import_people(home, *rows)) == [(3, "乡镇")]
    assert not Representative.objects.exists()


def test_people_of_another_home_are_not_matched(home, other_home):
    stranger = make_representative(other_home, name="王秀英", phone="13800138000")

    assert counts(import_people(home, FULL_ROW)) == (1, 0, 0)
    assert Representative.objects.get(pk=stranger.pk).home == other_home
    assert stranger.history.count() == 1


def test_identity_numbers_are_never_read(home):
    outcome = import_people(home, {"姓名": "张三", "身份证号": "11010519491231002X"})

    assert "这些列没有读取：身份证号。" in outcome.notes
    assert outcome.saved


def test_preview_saves_nothing_and_says_what_is_new(home):
    outcome = import_people(home, FULL_ROW, commit=False)

    assert (counts(outcome), outcome.saved) == ((1, 0, 0), False)
    assert any("第一代表小组" in note for note in outcome.notes)
    assert ("状态", "", "在任") in outcome.changes[0].details
    assert ("选区", "", "第三选区") in outcome.changes[0].details
    assert not Representative.objects.exists()
    assert not Term.objects.exists()


def test_template_can_be_imported_as_it_is(home):
    make_village(home, name="北山咀村")
    data = write_xlsx("模板", RepresentativeImport.headers, RepresentativeImport.sample).getvalue()

    assert import_people(home, data=data).errors == []
    assert (
        import_villages(
            write_xlsx("模板", VillageImport.headers, VillageImport.sample).getvalue(), home
        ).errors
        == []
    )


def test_number_of_queries_does_not_grow_with_the_rows(home, django_assert_max_num_queries):
    rows = [
        {"姓名": f"测试{chr(0x4E00 + i)}", "届次": "19", "任期起止": "2021-10至2026-10"}
        for i in range(300)
    ]

    with django_assert_max_num_queries(60):
        assert counts(import_people(home, *rows)) == (300, 0, 0)


# --- commands ---------------------------------------------------------------------------------


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), err.getvalue()


def test_command_imports_villages(home):
    assert run("import_villages", XIZI) == (
        "提示：这些列没有读取：county_code、town_code。\n已保存：新增 34，更新 0，未变 0。\n",
        "",
    )


def test_command_makes_homes_of_a_county(db):
    out, err = run("import_villages", COUNTY, "--create-homes")

    assert err == ""
    assert "新增 290" in out
    assert Home.objects.count() == 15
    assert Home.objects.get(town="天义镇").slug == "ty"
    assert Home.objects.get(town="汐子镇").villages.count() == 34
    assert "新增 0，更新 0，未变 290" in run("import_villages", COUNTY, "--create-homes")[0]


def test_command_without_any_home_says_what_to_do(db):
    assert "--create-homes" in run("import_villages", XIZI)[1]


def test_command_names_bad_rows_and_saves_nothing(home, tmp_path):
    file = tmp_path / "代表.csv"
    file.write_text("姓名,电话\n张三,13800138000\n李四,不是电话\n")

    out, err = run("import_representatives", file)

    assert "第 3 行“电话”列：" in err
    assert "有 1 处不对，一行也没有保存" in err
    assert "已保存" not in out
    assert not Representative.objects.exists()


def test_command_asks_which_home(home, other_home, tmp_path):
    file = tmp_path / "代表.csv"
    file.write_text("姓名\n张三\n")

    assert "请加上 --home，现有：xizi、tianyi" in run("import_representatives", file)[1]
    assert "没有网址代号是 nowhere" in run("import_representatives", file, "--home", "nowhere")[1]
    assert run("import_representatives", file, "--home", "tianyi")[1] == ""
    assert Representative.objects.get().home == other_home


def test_command_names_a_missing_file(home):
    assert "找不到文件" in run("import_representatives", "/nowhere.xlsx")[1]


def test_command_shows_progress(home, tmp_path):
    file = tmp_path / "村.csv"
    file.write_text("村名\n" + "".join(f"第{n}村\n" for n in range(2500)))

    assert run("import_villages", file, "--dry-run")[0].splitlines() == [
        "已核对 1000 行，共 2500 行。",
        "已核对 2000 行，共 2500 行。",
        "核对通过，没有保存：新增 2500，更新 0，未变 0。",
    ]
    assert not Village.objects.exists()


def test_exported_list_is_read_back(home):
    import_people(home, FULL_ROW)
    rows = [[person.name, person.phone] for person in Representative.objects.all()]
    data = write_xlsx("代表", ["姓名", "联系电话"], rows).getvalue()

    assert [row.cells for row in read_rows(data, "a.xlsx").rows] == [["王秀英", "13800138000"]]
    assert counts(import_people(home, data=data)) == (0, 0, 1)
