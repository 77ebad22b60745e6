"""Hints on what often makes a matter fail: the real errors, and no alarm where there is none."""

import pytest

from suggestions.pipeline import Step
from suggestions.sorting import admissible
from tests.factories import make_suggestion

GOOD = "情况：管道老化漏水。分析：已用二十年。建议：列入今年改造计划。"
TITLE = "关于修复北山咀村饮水管道的建议"


def opinion(content):
    return [hint.slug for hint in admissible.hints(content)]


def proposal(content, title=TITLE):
    return [hint.slug for hint in admissible.hints(content, title, is_proposal=True)]


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ("我家和东院打官司，法院判得不公，请代表打个招呼", "court"),
        ("工资的事已经申请劳动仲裁，请代表催一催", "arbitration"),
        ("不服镇里的处罚，已经申请行政复议", "review"),
        ("我是来上访的，要求县里给个说法", "petition"),
        ("对低保的处理意见有异议，不服处理决定，要申诉", "petition"),
        ("举报某村干部的问题，请查一查", "report"),
        ("村里修路中标的公司不合格，请查围标的事", "tender"),
        ("路坏了", "empty"),
        ("前街路灯坏了，晚上看不见。还有一件事，自来水也停了。", "several"),
        ("1、前街路灯坏了\n2、自来水停了\n3、垃圾没人拉", "several"),
        ("我公司的路灯产品质量好，批发价供货，请推荐", "selling"),
        ("前街路灯坏了，请打13904761234找我", "numbers"),
    ],
)
def test_errors_of_opinions_are_seen(content, slug):
    assert opinion(content) == [slug]


@pytest.mark.parametrize(
    "content",
    [
        "前街从老供销社到小学这一段路灯坏了有小半年，请修一修。",
        "我母亲八十九了，高龄津贴从年初就没发，村里说系统升级。",
        "我儿子在外打工，工头欠了两万多工资，不知道找谁，求求给问问。",
        "路灯招标了两年还没有装上，什么时候装？",
        "村里上诉求的事没人管，意见收上去没有回音。",
        "去年还有一个路口没修，也请修上。",
        "1、情况：路灯坏了。\n2、建议：换成太阳能的。",
        "村干部不在岗，门锁着，老百姓大老远来一趟扑空。",
        "请镇领导来看看井盖，法院门口的那个也松了。",
    ],
)
def test_ordinary_opinions_raise_no_alarm(content):
    assert opinion(content) == []


@pytest.mark.parametrize(
    ("content", "title", "slug"),
    [
        (GOOD, "", "title"),
        (GOOD, "关于修复饮水管道的请示", "form"),
        (f"{GOOD}妥否，请批示。", TITLE, "form"),
        ("建议给北山咀村换一条新的饮水管道", TITLE, "sentence"),
        ("北山咀村的饮水管道老化漏水。管道已用二十年。", TITLE, "wish"),
        (f"{GOOD}我儿子的公司可以施工。", TITLE, "own"),
        (f"{GOOD}村民已经起诉施工方。", TITLE, "court"),
    ],
)
def test_errors_of_proposals_are_seen(content, title, slug):
    assert proposal(content, title) == [slug]


def test_good_proposal_raises_no_alarm():
    assert proposal(GOOD) == []
    assert proposal("一、基本情况\n管道漏水。\n二、原因分析\n老化。\n三、建议\n列入计划。") == []


def test_every_hint_is_a_sentence_and_every_road_has_its_law():
    for hint in admissible.hints("修路", "", is_proposal=True):
        assert hint.sentence.endswith("。")
    laws = ("条例", "法》", "法院", "12388")
    assert all(any(law in road.words for law in laws) for road in admissible.ROADS)


# --- on the pages ---------------------------------------------------------------------------
@pytest.fixture
def lawsuit(home, chair):
    return make_suggestion(home, Step.SORT, by=chair, content="我家和东院打官司，法院判得不公")


def test_sorting_and_classifying_show_hints(sign_in, home, chair, lawsuit):
    client = sign_in(chair)
    fresh = make_suggestion(home, content=lawsuit.content)

    sorting = client.get(f"/admin/suggestions/suggestion/{fresh.pk}/step/2/")
    classifying = client.get(f"/admin/suggestions/suggestion/{lawsuit.pk}/step/3/")

    assert [hint.slug for hint in sorting.context["hints"]] == ["court"]
    assert [hint.slug for hint in classifying.context["hints"]] == ["court"]
    assert admissible.COURT.words in sorting.text
    assert "不该由代表之家办的" in classifying.text


def test_words_are_filled_in_on_request_only(sign_in, chair, lawsuit):
    client, address = sign_in(chair), f"/admin/suggestions/suggestion/{lawsuit.pk}/step/3/"

    def filled(**query):
        return client.get(address, query).context["form"]["explanation"].value()

    assert filled() == ""
    assert filled(words="nonsense") == ""
    assert filled(words="court") == admissible.COURT.words


def test_words_are_short_enough_to_be_sent():
    assert all(len(words) <= 2000 for words in admissible.WORDS.values())
