"""The statistics: every number counted again from the cells of the exported workbook."""

import re
from datetime import date
from io import BytesIO
from statistics import median

import openpyxl
import pytest

from daihome.tools.registers import Period
from daihome.views.statistics import part_of_year
from representatives.models import Convener
from suggestions.models import Assignment, Commitment, HandlingUnit, Suggestion
from suggestions.pipeline import Disposal, Step
from suggestions.watch.counting import Scope
from suggestions.watch.statistics_sheets import promise_rows
from tests import factories
from tests.daihome.tools.papers import page_count, words_of
from tests.suggestions.moving import judged, second_round
from tests.suggestions.test_watching import with_promise

PAGE = "/admin/watch/statistics/"
YEAR = "?year=2026"


def cells(client, query=YEAR):
    """title of the sheet → its rows as dicts."""
    response = client.get(f"{PAGE}statistics.xlsx{query}")
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    found = {}
    for sheet in book:
        labels, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(labels, row, strict=True)) for row in rows]
    return found


def fill(home, by):
    """Matters of every kind of end in 2026, in two villages of which one has two groups."""
    lively, calm = factories.make_village(home, name="闹村"), factories.make_village(home)
    for name in ("第一小组", "第二小组"):
        factories.make_group(home, name=name).villages.add(lively)
    factories.make_reply_class(home)
    for village in (lively, calm):
        factories.make_suggestion(home, Step.FEEDBACK, by, village=village)
        factories.make_suggestion(home, Step.ARCHIVE, by, village=village)
        factories.make_suggestion(home, Step.SUPERVISE, by, village=village)
        factories.make_suggestion(home, Step.RECEIVE, village=village)
    judged(factories.make_suggestion(home, Step.FEEDBACK, by, village=lively), "unsatisfied")
    judged(factories.make_suggestion(home, Step.FEEDBACK, by, village=calm), "basic")
    factories.make_suggestion(home, Step.FEEDBACK, by, disposal=Disposal.EXPLAINED, village=calm)
    second_round(home, by, "satisfied")
    with_promise(home, by, date(2026, 3, 10))
    late = with_promise(home, by, date(2026, 12, 1))
    Commitment.objects.filter(suggestion=late).update(promised_on=date(2099, 1, 1))
    Assignment.objects.filter(suggestion=late).update(on_time=False)
    factories.make_suggestion(home, Step.FEEDBACK, by, at=factories.moment(2025, 6, 1))


@pytest.fixture
def filled(home, other_home, chair, other_chair):
    fill(home, chair)
    fill(other_home, other_chair)


def counted(matters, answers):
    """The numbers of the summary, counted by hand from rows of the workbook."""
    replied = [row for row in matters if row["算作已解决"]]
    verdicts = [row["本轮评价"] for row in matters if row["本轮评价"]]
    first = [row["收到到第一轮答复（天）"] for row in answers]
    told = [row["收到到告知（天）"] for row in matters]
    return {
        "收到": len(matters),
        "已答复": sum(row["已答复"] == "是" for row in matters),
        "现在逾期": sum(row["现在逾期"] == "是" for row in matters),
        "按期答复": sum(row["按期"] == "是" for row in answers),
        "答复次数": len(answers),
        "办成": sum(row["算作已解决"] == "是" for row in replied),
        "有公布的答复": len(replied),
        "满意": verdicts.count("满意"),
        "评价了的": len(verdicts),
        "基本满意": verdicts.count("基本满意"),
        "不满意": verdicts.count("不满意"),
        "没有评价": sum(row["已答复"] == "是" and not row["本轮评价"] for row in matters),
        "答复用时（天）": middle(first),
        "告知用时（天）": middle(told),
    }


def middle(values):
    given = [value for value in values if value is not None]
    return median(given) if given else None


COLUMN = {
    "承办单位": "主办单位", "分类": "分类", "村（社区）": "村（社区）", "代表小组": "代表小组",
    "月份": "收到日期", "代表之家": "代表之家",
}  # fmt: skip
EMPTY = {"没有交给单位办的": None, "还没有分类的": None, "没有小组联系的村": None}


def belongs(row, way, name):
    value = row[COLUMN[way]]
    if way == "月份":
        return f"{value.year}年{value.month}月" == name
    if name in EMPTY:
        return not value
    return name in value.split("、") if way == "代表小组" and value else value == name


def test_every_number_is_counted_again_from_the_workbook(sign_in, filled, chair):
    sheets = cells(sign_in(chair))
    matters, answers = sheets["意见明细"], sheets["主办答复明细"]

    assert len(matters) == 14
    assert {row["分法"] for row in sheets["汇总"]} == {"合计", *COLUMN} - {"代表之家"}
    for line in sheets["汇总"]:
        way, name = line["分法"], line["名称"]
        of_line = [
            [row for row in rows if way == "合计" or belongs(row, way, name)]
            for rows in (matters, answers)
        ]
        found = counted(*of_line)
        assert (way, name, {key: line[key] for key in found}) == (way, name, found)


def test_percents_of_the_workbook_are_those_of_its_numbers(sign_in, filled, chair):
    pairs = {
        "按期答复率": ("按期答复", "答复次数"),
        "办成率": ("办成", "有公布的答复"),
        "满意率": ("满意", "评价了的"),
        "基本满意率": ("基本满意", "评价了的"),
        "不满意率": ("不满意", "评价了的"),
    }
    for line in cells(sign_in(chair))["汇总"]:
        for rate, (part, whole) in pairs.items():
            if not line[whole]:
                assert not line[rate]
                continue
            shown = float(line[rate].removesuffix("%"))
            assert abs(line[part] / line[whole] * 100 - shown) <= 0.0501


@pytest.mark.parametrize("by", ["unit", "category", "village", "group", "month"])
def test_page_shows_the_numbers_of_the_workbook(sign_in, filled, chair, by):
    client = sign_in(chair)
    found = client.get(PAGE + YEAR + f"&by={by}").context["found"]
    summary = cells(client)["汇总"]

    of_way = {line["名称"]: line for line in summary if line["分法"] == found.heading}
    assert [line.label for line in found.lines] == list(of_way)
    for line in [*found.lines, found.total]:
        row, of = of_way.get(line.label, summary[0]), line.measures
        assert (of.received, of.answered, of.late) == (row["收到"], row["已答复"], row["现在逾期"])
        assert (of.on_time.part, of.on_time.whole) == (row["按期答复"], row["答复次数"])
        assert (of.solved.part, of.solved.whole) == (row["办成"], row["有公布的答复"])
        assert (of.satisfied.part, of.satisfied.whole) == (row["满意"], row["评价了的"])
        assert (of.days_to_answer, of.days_to_told) == (
            row["答复用时（天）"],
            row["告知用时（天）"],
        )


def test_known_matters_give_known_numbers(sign_in, filled, chair):
    found = sign_in(chair).get(PAGE + YEAR + "&by=group").context["found"]
    of = found.total.measures

    assert (of.received, of.answered, of.late, of.unjudged) == (14, 10, 5, 2)
    assert (str(of.on_time), str(of.solved)) == ("9/10", "7/9")
    rates = (of.satisfied, of.basic, of.unsatisfied)
    assert [str(rate) for rate in rates] == ["6/8", "1/8", "1/8"]
    assert (found.promises.kept, found.promises.open, found.promises.unkept) == (0, 1, 1)
    assert [line.measures.received for line in found.lines] == [5, 5, 9]


def test_promise_of_a_restricted_matter_is_told_without_its_words(filled, chair):
    scope = Scope.of([chair.home], Period.of_year(2026))
    closed = Commitment.objects.filter(suggestion__home=chair.home).first().suggestion
    Suggestion.objects.filter(pk=closed.pk).update(is_restricted=True, disclosure="not_public")

    rows = {row[0]: row[1] for row in promise_rows(scope, date(2026, 4, 1))}

    assert rows.pop(closed.number) == "（需要保密）"
    assert rows
    assert "（需要保密）" not in rows.values()


def test_promises_are_counted_again_from_the_workbook(sign_in, filled, chair, clerk):
    broken = Commitment.objects.get(promised_on=date(2026, 3, 10), suggestion__home=chair.home)
    reply = broken.answer_again(
        by=clerk, replied_on=date(2026, 3, 9), text="办好了。",
        reply_class=factories.make_reply_class(chair.home),
    )  # fmt: skip
    reply.approve(chair, factories.moment(2026, 3, 9))
    reply.publish(factories.moment(2026, 3, 9))
    client = sign_in(chair)

    outcomes = sorted(row["结果"] for row in cells(client)["承诺明细"])
    promises = client.get(PAGE + YEAR).context["found"].promises
    assert outcomes == ["已兑现", "没到期"]
    assert (promises.kept, promises.open, promises.unkept) == (1, 1, 0)


def test_workbook_says_what_each_number_means(sign_in, filled, chair):
    client = sign_in(chair)
    meanings = {row["指标"]: row["怎样算"] for row in cells(client)["指标说明"]}
    page = client.get(PAGE + YEAR)

    assert {"按期答复率", "办成率", "满意率", "基本满意率", "不满意率", "承诺"} < set(meanings)
    texts = [one.text for one in page.context["definitions"].values()]
    assert [text for text in texts if text not in page.text] == []
    assert set(texts) < set(meanings.values())


def test_on_time_is_the_flag_that_was_fixed(sign_in, home, chair):
    matter = factories.make_suggestion(home, Step.FEEDBACK, chair)
    Assignment.objects.filter(suggestion=matter).update(due_on=date(2026, 3, 2))

    client = sign_in(chair)
    assert str(client.get(PAGE + YEAR).context["found"].total.measures.on_time) == "1/1"
    Assignment.objects.filter(suggestion=matter).update(on_time=False)
    matter.tell("urged", by=chair)
    assert str(client.get(PAGE + YEAR).context["found"].total.measures.on_time) == "0/1"


def test_auditor_compares_the_homes(sign_in, filled, auditor, home, other_home):
    auditor.watched_homes.add(other_home)
    client = sign_in(auditor)

    both = client.get(PAGE + YEAR + "&by=home").context["found"]
    one = client.get(PAGE + YEAR + f"&home={home.slug}").context["found"]
    assert {line.label: line.measures.received for line in both.lines} == {
        home.name: 14,
        other_home.name: 14,
    }
    assert (both.total.measures.received, one.total.measures.received) == (28, 14)
    assert {row["代表之家"] for row in cells(client)["意见明细"]} == {home.name, other_home.name}


def test_convener_counts_the_own_group_only(sign_in, home, filled, convener):
    group = factories.make_group(home)
    group.villages.add(home.villages.get(name="闹村"))
    person = factories.make_representative(home, user=convener)
    Convener.objects.create(
        home=home, group=group, representative=person, started_on=date(2021, 10, 20)
    )
    client = sign_in(convener)

    assert client.get(PAGE + YEAR).context["found"].total.measures.received == 5
    assert {row["村（社区）"] for row in cells(client)["意见明细"]} == {"闹村"}


@pytest.mark.parametrize(
    ("query", "received", "label"),
    [
        ("?year=2026", 14, "2026年度"),
        ("?year=2026&part=q1", 14, "2026年第一季度"),
        ("?year=2026&part=q2", 0, "2026年第二季度"),
        ("?year=2026&part=m3", 14, "2026年3月"),
        ("?year=2026&part=m12", 0, "2026年12月"),
        ("?start=2025-06-01&end=2025-06-01", 1, "2025年6月1日至2025年6月1日"),
        ("?start=2025-06-02&end=2026-03-01", 0, "2025年6月2日至2026年3月1日"),
    ],
)
def test_period(sign_in, filled, chair, query, received, label):
    context = sign_in(chair).get(PAGE + query).context

    assert context["found"].total.measures.received == received
    assert context["period"].label == label


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        ("q1", date(2028, 1, 1), date(2028, 3, 31)),
        ("q4", date(2028, 10, 1), date(2028, 12, 31)),
        ("m2", date(2028, 2, 1), date(2028, 2, 29)),
        ("m12", date(2028, 12, 1), date(2028, 12, 31)),
    ],
)
def test_part_of_year(part, first, last):
    found = part_of_year(2028, part)

    assert (found.start, found.end) == (first, last)


def test_month_is_the_local_one(sign_in, home, chair):
    at = factories.moment(2026, 3, 31, 23)
    factories.make_suggestion(home, at=at)
    factories.make_suggestion(home, at=factories.moment(2026, 4, 1, 0))

    found = sign_in(chair).get(PAGE + YEAR + "&by=month").context["found"]
    assert [line.label for line in found.lines] == ["2026年3月", "2026年4月"]


def test_paper_has_the_numbers_and_their_meaning(sign_in, filled, chair):
    response = sign_in(chair).get(f"{PAGE}statistics.pdf{YEAR}&by=village")
    words = words_of(response.content)

    assert response["Content-Type"] == "application/pdf"
    assert page_count(response.content) >= 2
    for text in ("闹村", "6/8", "75%", "没有评价的不计入：已答复里有2件。", "办成"):
        assert text in words


def test_drawings_have_no_script_and_no_style(sign_in, filled, chair):
    page = sign_in(chair).get(PAGE + YEAR)
    drawings = re.findall(r'<svg class="chart".*?</svg>', page.text, re.S)

    assert len(drawings) == len(page.context["charts"]) > 1
    for drawing in drawings:
        assert not re.search(r"<script|<style|style=|\son\w+=|href", drawing)


def test_no_cell_names_a_voter(sign_in, home, chair):
    identity = {"name": "张秀英", "phone": "13904761234", "address": "北山咀村前街12号"}
    factories.make_suggestion(home, Step.FEEDBACK, chair, identity=identity, identity_mode="named")
    client = sign_in(chair)

    everything = str(cells(client)) + client.get(PAGE + YEAR).text
    for secret in identity.values():
        assert secret not in everything


def test_hostile_names_stay_words(sign_in, home, chair):
    matter = factories.make_suggestion(home, Step.SUPERVISE, chair)
    HandlingUnit.objects.filter(assignments__suggestion=matter).update(name="=1+1<script>")
    client = sign_in(chair)

    assert cells(client)["意见明细"][0]["主办单位"] == "=1+1<script>"
    assert "<script>" not in client.get(PAGE + YEAR).text.replace("<script src", "")


@pytest.mark.parametrize("form", ["", "statistics.xlsx", "statistics.pdf"])
def test_who_opens_it(sign_in, client, home, clerk, auditor, representative, unit_user, form):
    address = PAGE + form
    assert client.get(address).status_code == 302
    for user, status in (
        (clerk, 200),
        (auditor, 200),
        (representative.user, 403),
        (unit_user, 403),
    ):
        assert sign_in(user).get(address).status_code == status
    assert sign_in(clerk).post(address).status_code == 405


@pytest.mark.parametrize(
    "query",
    ["?year=abc", "?by=colour", "?part=q9", "?start=2026-05-01&end=2026-04-01", "?home=tianyi"],
)
def test_bad_question_is_a_sentence(sign_in, home, other_home, chair, query):
    client = sign_in(chair)
    page = client.get(PAGE + query)

    assert (page.status_code, page.text.count("notice-wrong")) == (200, 1)
    assert client.get(f"{PAGE}statistics.pdf{query}").status_code == 400
    assert client.get(f"{PAGE}secret.pdf").status_code == 404


def test_page_takes_the_same_queries_for_30_matters(
    sign_in, home, chair, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(chair)
    factories.make_suggestion(home, Step.FEEDBACK, chair)
    client.get(PAGE + YEAR)
    Suggestion.objects.first().tell("urged", by=chair)
    with django_assert_max_num_queries(20) as few:
        client.get(PAGE + YEAR)
    for _row in range(29):
        factories.make_suggestion(home, Step.FEEDBACK, chair)
    with django_assert_num_queries(len(few)):
        client.get(PAGE + YEAR)
