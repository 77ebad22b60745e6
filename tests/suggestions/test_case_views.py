"""Identity, words added later, the receipt, publishing, and a whole life through the pages."""

import pytest
from django.urls import reverse

from suggestions.models import Reply, Suggestion, Supplement, UnmaskRecord
from suggestions.pipeline import Disposal, Step
from tests.factories import (
    make_category,
    make_suggestion,
    make_user,
)
from tests.suggestions.clicks import IDENTITY, body, facts, fresh, reply_body, reply_url, url


@pytest.fixture
def told(home, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    suggestion.satisfactions.all().delete()
    return suggestion


# --- identity ---
@pytest.fixture
def named(home):
    return make_suggestion(home, identity=IDENTITY, identity_mode="named")


def test_identity_is_shown_for_a_reason_and_the_look_is_kept(sign_in, named, clerk):
    client, path = sign_in(clerk), url(named, "identity/")
    assert "13800138000" not in client.get(path).text
    assert "13800138000" not in client.post(path, {"reason": "看"}).text
    assert not UnmaskRecord.objects.exists()

    page = client.post(path, {"reason": "打电话核实位置"})

    assert "张秀兰" in page.text
    assert "13800138000" in page.text
    assert "no-store" in page["Cache-Control"]
    record = UnmaskRecord.objects.get()
    assert (record.by, record.reason) == (clerk, "打电话核实位置")


def test_identity_is_guarded(sign_in, named, auditor, convener, other_clerk, administrator):
    for user, status in [(auditor, 403), (other_clerk, 404), (convener, 404)]:
        page = sign_in(user).post(url(named, "identity/"), {"reason": "打电话核实"})
        assert page.status_code == status
    assert not UnmaskRecord.objects.exists()


def test_looks_are_shown_to_the_chair_only(sign_in, named, clerk, chair):
    sign_in(clerk).post(url(named, "identity/"), {"reason": "打电话核实位置"})

    assert "打电话核实位置" in sign_in(chair).get(url(named, "change/")).text
    assert "打电话核实位置" not in sign_in(clerk).get(url(named, "change/")).text


def test_there_is_nothing_to_see_of_somebody_anonymous(sign_in, home, clerk):
    suggestion = make_suggestion(home)

    assert sign_in(clerk).get(url(suggestion, "identity/")).status_code == 409


# --- words added later, receipt ---
def test_supplement_is_kept_once_and_the_original_stays(sign_in, home, clerk):
    suggestion = make_suggestion(home)
    data = {"key": "k", "text": "今天更暗了"}

    for _press in range(2):
        sign_in(clerk).post(url(suggestion, "supplement/"), data)

    assert Supplement.objects.get().text == "今天更暗了"
    assert fresh(suggestion).content == suggestion.content


def test_archived_matter_takes_no_more_words(sign_in, home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.ARCHIVE, by=chair)

    page = sign_in(clerk).post(url(suggestion, "supplement/"), {"key": "k", "text": "又坏了"})

    assert page.status_code == 409
    assert not Supplement.objects.exists()


def test_receipt_shows_the_code_to_those_who_enter_matters(sign_in, named, clerk, auditor):
    assert named.printed_code in sign_in(clerk).get(url(named, "receipt/")).text
    assert sign_in(auditor).get(url(named, "receipt/")).status_code == 403


# --- publishing the result ---
RESULT = {"public_title": "村东路灯修复", "public_result": "四盏路灯已修好。", "checked": "on"}


def test_result_is_published_corrected_and_withdrawn(sign_in, told, clerk):
    client, path = sign_in(clerk), url(told, "result/")
    assert client.get(path).status_code == 200

    client.post(path, RESULT)
    assert [row.public_title for row in Suggestion.objects.published()] == ["村东路灯修复"]
    client.post(path, {"withdraw": "1"})

    assert not Suggestion.objects.published().exists()
    assert fresh(told).public_result == "四盏路灯已修好。"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"checked": ""}, "checked"),
        ({"public_title": ""}, "public_title"),
        ({"public_result": "联系人 138 0013 8000"}, "public_result"),
        ({"public_title": "一三八零零一三八零零零来电"}, "public_title"),
    ],
)
def test_result_with_a_person_in_it_is_refused(sign_in, told, clerk, changes, field):
    page = sign_in(clerk).post(url(told, "result/"), RESULT | changes)

    assert field in page.context["form"].errors
    assert not fresh(told).is_published


def test_result_never_starts_from_the_voters_words(sign_in, told, clerk):
    Suggestion.objects.filter(pk=told.pk).update(title="张三家门口漏水")

    page = sign_in(clerk).get(url(told, "result/"))

    assert "张三" not in str(page.context["form"].initial)


def test_result_is_guarded(sign_in, home, chair, told, auditor, other_clerk, clerk):
    early = make_suggestion(home, step=Step.SUPERVISE, by=chair)

    assert sign_in(auditor).post(url(told, "result/"), RESULT).status_code == 403
    assert sign_in(other_clerk).post(url(told, "result/"), RESULT).status_code == 404
    assert sign_in(clerk).post(url(early, "result/"), RESULT).status_code == 409
    assert not Suggestion.objects.published().exists()


# --- a whole life through the pages ---
def test_matter_travels_from_the_desk_to_the_archive(sign_in, home, clerk, chair):
    suggestion = make_suggestion(home)
    for to in (Step.SORT, Step.CLASSIFY, Step.DELIVER, Step.SUPERVISE):
        suggestion.refresh_from_db()
        sign_in(clerk).post(url(suggestion, f"step/{to}/"), body(suggestion, **facts(to, home)))
    sign_in(clerk).post(reply_url(suggestion), reply_body(home))
    reply = Reply.objects.get()
    for act in ("approve", "publish"):
        path = url(suggestion, f"{act}/{reply.pk}/")
        sign_in(chair).post(path, {"seen": sign_in(chair).get(path).context["reply"].seen})
    for to in (Step.FEEDBACK, Step.ARCHIVE):
        suggestion.refresh_from_db()
        sign_in(clerk).post(url(suggestion, f"step/{to}/"), body(suggestion, **facts(to, home)))

    assert fresh(suggestion).step == Step.ARCHIVE
    assert list(suggestion.records.values_list("to_step", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


def test_explained_matter_needs_no_unit(sign_in, home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair, disposal=Disposal.EXPLAINED)
    typed = body(suggestion, told_on="2026-3-9", way="", untold_reason="没有留联系方式")

    sign_in(clerk).post(url(suggestion, "step/6/"), typed)

    assert str(suggestion.notifications.get()) == "未告知：没有留联系方式"


def test_person_of_all_homes_may_act(sign_in, home):
    suggestion = make_suggestion(home)
    root = make_user(role="administrator", home=None, is_superuser=True)

    sign_in(root).post(url(suggestion, "step/2/"), body(suggestion, summary="路灯"))

    assert fresh(suggestion).step == Step.SORT


def labels(page):
    return [action.label for action in page.context["file"].actions]


def test_returned_matter_is_classified_again_by_its_form(home, clerk, sign_in):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=clerk)
    row = suggestion.main_assignment()
    row.give_back(on=row.return_by, reason="不归我办", by_name="镇水利站", today=row.return_by)
    case = reverse("admin:suggestions_suggestion_change", args=[suggestion.pk])
    step = reverse("admin:suggestions_step", args=[suggestion.pk, int(Step.CLASSIFY)])
    client = sign_in(clerk)

    page = client.get(case)
    form = client.get(step).context["form"]

    assert {"重新分类", "登记签收"} & set(labels(page)) == {"重新分类"}
    assert "不归我办" in page.content.decode()
    assert "return_reason" not in form.fields
    facts = {"disposal": "unit", "category": make_category(home).pk, "owner_level": "township"}
    answer = client.post(step, facts | {"from_step": 5, "from_round": 1})
    suggestion.refresh_from_db()
    assert (answer.status_code, suggestion.step) == (302, Step.CLASSIFY)


def test_after_the_days_for_returning_only_the_chair_may_take_it_back(home, clerk, chair, sign_in):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)  # of March: long over
    case = reverse("admin:suggestions_suggestion_change", args=[suggestion.pk])

    assert {"登记单位退回", "收回改交"} & set(labels(sign_in(clerk).get(case))) == set()
    assert "收回改交" in labels(sign_in(chair).get(case))
