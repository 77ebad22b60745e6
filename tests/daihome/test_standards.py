"""The system's own answers equal what books, boards, rules and ledgers hold; presets; starting."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from daihome.books import BY_SLUG
from daihome.integrity import standards as integrity
from daihome.presets import load_presets
from daihome.standards import sources
from daihome.standards.answering import Answers
from daihome.standards.beginning import begin
from daihome.tools.registers import Period
from daihome.walls import Wall
from representatives.models import (
    Equipment,
    EvidenceKind,
    FacilityStandard,
    FundEntry,
    HomeRule,
    SelfCheck,
    StandardItem,
    WallBoard,
)
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
START = reverse("admin:representatives_selfcheck_add")


@pytest.fixture
def venue(home):
    return factories.make_venue(home, name="北山咀村代表联络室")


def answer(home, user, venue, **item):
    found = Answers(home, TODAY, user).of(StandardItem(**item), venue)
    return found.found, found.proposed


def test_presets_bring_three_standards_of_which_one_is_in_use(home):
    load_presets(home, TODAY)

    found = {one.name: one for one in home.standards.all()}
    assert [(name, one.is_active, one.items.count()) for name, one in found.items()] == [
        ("“八有”建设标准", True, 8), ("“七有”建设标准", False, 7), ("“七簿八上墙”", False, 15),
    ]  # fmt: skip
    emblem = StandardItem.objects.get(name="有国徽")
    assert not emblem.is_active
    assert "国徽法" in emblem.note
    assert not emblem.requirement.count("悬挂")


def test_every_preset_names_a_proof_that_is_offered(home):
    load_presets(home, TODAY)

    offered = {key for _kind, names in sources.choices([home.pk]) for key, _name in names}
    used = {f"{one.evidence}:{one.evidence_key}" for one in StandardItem.objects.all()}
    assert used - offered == set()


def test_emblem_is_not_asked_for(home, clerk, venue):
    load_presets(home, TODAY)
    standard = home.standards.first()

    check, _new = begin(home, clerk, venue=venue, standard=standard, on=TODAY, checked_by="李明")

    names = [row.item.name for row in check.checks.select_related("item")]
    assert names == ["有牌子", "有桌椅", "有柜子", "有电脑", "有资料", "有制度", "有经费"]


def test_register_is_counted_as_the_register_counts(home, other_home, clerk, venue):
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 20)):
        factories.make_visit(home, on=day)
    factories.make_visit(other_home, on=date(2026, 11, 21))
    item = {"evidence": "register", "evidence_key": "contacts"}

    book = BY_SLUG["contacts"].of(home, Period(date(2026, 1, 1), TODAY, ""), clerk)
    assert book.count() == 2
    assert answer(home, clerk, venue, span="year", **item) == (
        "《代表联系选民登记本》2026年 2 条，最近 2026-11-20。", "met",
    )  # fmt: skip
    assert answer(home, clerk, venue, span="quarter", at_least=2, **item) == (
        "《代表联系选民登记本》2026年第四季度 1 条，最近 2026-11-20。", "partly",
    )  # fmt: skip
    assert answer(home, clerk, venue, **item)[0].startswith("《代表联系选民登记本》共 3 条")
    assert answer(home, clerk, venue, evidence="register", evidence_key="aid") == (
        "《走访慰问台账》还没有记录。", "unmet",
    )  # fmt: skip


def test_time_of_a_register_is_the_local_day(home, clerk, venue):
    matter = factories.make_suggestion(home)
    type(matter).objects.update(received_at=factories.moment(2026, 3, 5, 7))

    found, _state = answer(
        home, clerk, venue, evidence="register", evidence_key="feedback", span="year"
    )

    assert found == "《选民意见反馈簿》2026年 1 条，最近 2026-03-05。"


def make_rule(home, **fields):
    defaults = {"kind": "reception", "title": "接待选民和群众制度", "text": "一、接待时间"}
    return HomeRule.objects.create(home=home, effective_on=date(2021, 3, 1), **defaults | fields)


def hang(venue, board, subject="", **fields):
    return WallBoard.objects.create(
        home=venue.home, venue=venue, board=board, subject=subject, width=420, height=594,
        up_on=date(2026, 1, 5), **fields,
    )  # fmt: skip


def test_rule_in_force_and_on_the_wall_of_the_venue(home, clerk, venue):
    make_rule(home, kind="study", title="学习制度", superseded_on=date(2026, 1, 1))
    rule = make_rule(home)
    item = {"evidence": "rule", "evidence_key": "reception"}

    before = answer(home, clerk, venue, **item)
    hang(venue, "rules", str(rule.pk))

    assert before == ("《接待选民和群众制度》2021-03-01 起施行，这里没有上墙。", "met")
    assert answer(home, clerk, venue, **item)[0].endswith("已上墙。")
    assert answer(home, clerk, venue, evidence="rule", evidence_key="study") == (
        "没有正在施行的这项制度。", "unmet",
    )  # fmt: skip
    assert answer(home, clerk, venue, evidence="rule", evidence_key="any", at_least=2) == (
        "施行中的制度 1 项，最近一项 2021-03-01 起施行。", "partly",
    )  # fmt: skip


def test_board_of_the_venue_is_fresh_old_or_missing(home, clerk, venue):
    rule = make_rule(home)
    item = {"evidence": "board", "evidence_key": "rules-reception"}

    missing = answer(home, clerk, venue, **item)
    row = hang(venue, "rules", str(rule.pk))
    unprinted = answer(home, clerk, venue, **item)
    row.printed_digest = Wall(home, TODAY).hangings[0].digest
    row.save()
    fresh = answer(home, clerk, venue, **item)

    assert missing == ("这里的墙上没有这块版面。", "unmet")
    assert [unprinted[1], fresh[1]] == ["partly", "met"]
    elsewhere = factories.make_venue(home)
    assert answer(home, clerk, elsewhere, **item) == missing
    assert answer(home, clerk, venue, evidence="board", evidence_key="rules-study") == missing


def test_things_of_the_venue_funds_of_the_year_and_fields(home, clerk, venue):
    things = {"home": home, "name": "笔记本电脑", "unit": "台"}
    Equipment.objects.create(venue=venue, quantity=2, **things)
    Equipment.objects.create(venue=venue, state="broken", **things)
    Equipment.objects.create(venue=venue, state="gone", quantity=9, **things)
    Equipment.objects.create(venue=factories.make_venue(home), quantity=5, **things)
    for year, amount in ((2025, 50000), (2026, 60000)):
        FundEntry.objects.create(
            home=home, kind="granted", on=date(2025, 12, 1), year=year, what="经费", amount=amount
        )
    venue.area_m2 = 30

    assert answer(home, clerk, venue, evidence="equipment", evidence_key="电脑", at_least=3) == (
        "笔记本电脑 2 台；待修：笔记本电脑 1 台。", "partly",
    )  # fmt: skip
    assert answer(home, clerk, venue, evidence="equipment", evidence_key="柜") == (
        "设备台账里没有“柜”。", "unmet",
    )  # fmt: skip
    assert answer(home, clerk, venue, evidence="fund", evidence_key="granted") == (
        "2026 年专项资金拨入 60,000 元。", "met",
    )  # fmt: skip
    area = {"evidence": "venue", "evidence_key": "area_m2"}
    assert answer(home, clerk, venue, at_least=40, **area) == ("面积 30 平方米。", "partly")
    assert answer(home, clerk, venue, evidence="look") == ("", "")
    assert Decimal("60000") == Answers(home, TODAY, clerk).granted


def test_answers_need_as_many_queries_for_many_venues(home, clerk, django_assert_num_queries):
    load_presets(home, TODAY)
    home.standards.update(is_active=True)
    items = list(StandardItem.objects.filter(is_active=True))
    for _time in range(3):
        hang(factories.make_venue(home), "flow")
    venues = list(home.venues.all())
    counts = []
    for few in (venues[:1], venues):
        answers = Answers(home, TODAY, clerk)
        with django_assert_num_queries(40, exact=False) as found:
            [answers.of(item, venue) for venue in few for item in items]
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_starting_twice_goes_on_with_the_same(home, clerk, sign_in, venue):
    standard, client = factories.make_standard(home), sign_in(clerk)
    sent = {"venue": venue.pk, "standard": standard.pk, "on": "2026-04-15", "checked_by": "李明"}

    first, second = client.post(START, sent), client.post(START, sent)

    check = SelfCheck.objects.get()
    address = reverse("admin:representatives_selfcheck_change", args=[check.pk])
    assert (first.url, second.url) == (address, address)


def test_start_refuses_the_future_and_what_belongs_to_others(
    home, other_home, clerk, sign_in, venue
):
    standard = factories.make_standard(home)
    foreign = factories.make_venue(other_home)
    sent = {"venue": venue.pk, "standard": standard.pk, "on": "2026-04-15", "checked_by": "李明"}

    for change in ({"on": "2099-01-01"}, {"venue": foreign.pk}, {"standard": "x"}, {"on": ""}):
        assert sign_in(clerk).post(START, sent | change).status_code == 422
    assert not SelfCheck.objects.exists()


def test_asking_again_changes_what_the_system_found_only(home, clerk, sign_in, venue):
    standard = factories.make_standard(
        home, {"name": "有电脑", "evidence": EvidenceKind.EQUIPMENT, "evidence_key": "电脑"}
    )
    check, _new = begin(home, clerk, venue=venue, standard=standard, on=TODAY, checked_by="李明")
    check.checks.update(state="partly", note="旧的")
    Equipment.objects.create(home=home, venue=venue, name="电脑", unit="台")

    sign_in(clerk).post(reverse("admin:representatives_selfcheck_ask", args=[check.pk]))

    row = check.checks.get()
    assert (row.found, row.proposed, row.state, row.note) == (
        "电脑 1 台。",
        "met",
        "partly",
        "旧的",
    )


def test_proof_of_an_item_is_chosen_from_what_there_is(home, clerk, sign_in):
    standard = factories.make_standard(home)
    item = standard.items.get()
    page = reverse("admin:representatives_facilitystandard_change", args=[standard.pk])
    client = sign_in(clerk)
    sent = {
        "seen": client.get(page).context["adminform"].form.seen, "name": "八有", "is_active": "on",
        "order": "10", "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "1",
        "items-0-id": item.pk, "items-0-standard": standard.pk, "items-0-name": "联系簿",
        "items-0-order": "10", "items-0-at_least": "3", "items-0-span": "year",
        "items-0-is_active": "on",
    }  # fmt: skip

    bad = client.post(page, sent | {"items-0-source": "register:nothing"})
    good = client.post(page, sent | {"items-0-source": "register:contacts"})

    assert (bad.status_code, good.status_code) == (200, 302)
    item.refresh_from_db()
    assert (item.evidence, item.evidence_key, item.at_least) == ("register", "contacts", 3)
    assert FacilityStandard.objects.get().name == "八有"


def test_data_check_finds_torn_self_checks(home):
    sound = factories.make_self_check(home, states=["unmet"])
    sound.checks.update(corrected_on=sound.on)
    assert findings() == []

    sound.checks.update(corrected_on=date(2026, 4, 1))
    torn = factories.make_self_check(home, states=["met"])
    torn.checks.update(state="open")

    assert findings() == [
        f"自查（序号 {torn.pk}，{torn.venue}）：已经完成，却有项目没有结论。",
        f"自查项目（序号 {sound.checks.get().pk}）：整改完成日期早于自查日期。",
    ]


def findings():
    return [sentence for _title, check in integrity.CHECKS for sentence in check(None)]
