"""The small forms of a case: each step, replies, verdict, identity, publishing, and being too late."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile

from suggestions.models import Reply, Suggestion, Supplement, UnmaskRecord
from suggestions.pipeline import Disposal, Step
from tests.factories import (
    make_category,
    make_reply_class,
    make_representative,
    make_suggestion,
    make_unit,
    make_user,
    make_volume,
    moment,
    publish_reply,
)

LIST = "/admin/suggestions/suggestion/"
IDENTITY = {"name": "张秀兰", "phone": "13800138000", "address": "三组"}


def url(suggestion, rest):
    return f"{LIST}{suggestion.pk}/{rest}"


def body(suggestion, **fields):
    return {"from_step": suggestion.step, "from_round": suggestion.round_no} | fields


def facts(to, home):
    """What is typed for each step."""
    return {
        Step.SORT: {"summary": "路灯坏了"},
        Step.CLASSIFY: {
            "disposal": "unit",
            "category": make_category(home).pk,
            "owner_level": "township",
        },
        Step.DELIVER: {
            "main_unit": make_unit(home).pk,
            "handed_on": "2026-3-2",
            "mode": "own",
        },
        Step.SUPERVISE: {"acknowledged_on": "2026-3-3", "acknowledged_by": "李主任"},
        Step.FEEDBACK: {"told_on": "2026-3-9", "way": "phone"},
        Step.ARCHIVE: {"volume": make_volume(home).pk, "retention": "permanent"},
    }[to]


def fresh(suggestion):
    return Suggestion.objects.get(pk=suggestion.pk)


# --- the ladder, for every step -------------------------------------------------------------
STEPS = [step for step in Step if step != Step.RECEIVE]


@pytest.fixture(params=STEPS, ids=lambda step: step.name)
def ready(request, home, chair):
    """A matter that waits for the step, and the step."""
    to = request.param
    suggestion = make_suggestion(home, step=Step(to - 1), by=chair)
    if to == Step.FEEDBACK:
        publish_reply(suggestion, chair, moment(2026, 3, 9))
        suggestion.refresh_from_db()
    return suggestion, to


def test_step_is_taken_by_its_form(sign_in, home, clerk, ready):
    suggestion, to = ready
    client, path = sign_in(clerk), url(suggestion, f"step/{to}/")
    page = client.get(path)
    assert page.status_code == 200
    assert fresh(suggestion).step == to - 1

    response = client.post(path, body(suggestion, note="已核对", **facts(to, home)))

    assert response.url == url(suggestion, "change/")
    assert fresh(suggestion).step == to
    record = suggestion.records.last()
    assert (record.to_step, record.by, record.note) == (to, clerk, "已核对")


def test_step_is_not_for_strangers_and_readers(
    client, sign_in, home, ready, other_clerk, auditor, representative
):
    suggestion, to = ready
    path, data = url(suggestion, f"step/{to}/"), body(suggestion, **facts(to, home))

    assert client.post(path, data).status_code == 302
    for user, status in [(other_clerk, 404), (auditor, 403), (representative.user, 403)]:
        assert sign_in(user).post(path, data).status_code == status
        assert sign_in(user).get(path).status_code == status
    assert fresh(suggestion).step == to - 1


def test_late_click_shows_the_present_state(sign_in, home, clerk, ready):
    suggestion, to = ready
    client, path = sign_in(clerk), url(suggestion, f"step/{to}/")
    data = body(suggestion, **facts(to, home))
    client.post(path, data)
    seen = suggestion.records.count()

    page = client.post(path, data)

    assert page.status_code == 409
    assert to.label in page.text
    assert clerk.name in page.text
    assert suggestion.records.count() == seen


def test_page_of_an_earlier_step_is_noticed(sign_in, home, clerk, ready):
    suggestion, to = ready
    stale = body(suggestion, **facts(to, home)) | {"from_step": to - 2}

    assert sign_in(clerk).post(url(suggestion, f"step/{to}/"), stale).status_code == 409
    assert fresh(suggestion).step == to - 1


def test_preview_writes_nothing_and_shows_the_voters_sentence(sign_in, home, clerk, ready):
    suggestion, to = ready
    typed = facts(to, home)
    data = body(suggestion, note="留着", preview="1", **typed)

    page = sign_in(clerk).post(url(suggestion, f"step/{to}/"), data)

    assert page.status_code == 200
    assert "选民将看到" in page.text
    assert "留着" in page.text
    assert fresh(suggestion).step == to - 1
    assert suggestion.records.count() == to - 1
    sign_in(clerk).post(url(suggestion, f"step/{to}/"), body(suggestion, **typed))
    assert suggestion.records.last().public_text in page.text


def test_incomplete_form_keeps_what_was_typed(sign_in, home, clerk, ready):
    suggestion, to = ready
    names = {
        Step.SORT: "summary", Step.CLASSIFY: "disposal", Step.DELIVER: "main_unit",
        Step.SUPERVISE: "acknowledged_on", Step.FEEDBACK: "way", Step.ARCHIVE: "volume",
    }  # fmt: skip
    data = body(suggestion, **facts(to, home)) | {names[to]: "", "note": "写了一半"}

    page = sign_in(clerk).post(url(suggestion, f"step/{to}/"), data)

    assert names[to] in page.context["form"].errors
    assert "写了一半" in page.text
    assert fresh(suggestion).step == to - 1


@pytest.mark.parametrize("to", [0, 1, 8, 99])
def test_no_such_step(sign_in, home, clerk, to):
    suggestion = make_suggestion(home)

    assert sign_in(clerk).get(url(suggestion, f"step/{to}/")).status_code == 404


def test_step_that_is_not_next_says_where_the_matter_stands(sign_in, home, clerk):
    suggestion = make_suggestion(home)

    page = sign_in(clerk).get(url(suggestion, "step/7/"))

    assert page.status_code == 409
    assert "接待" in page.text


def test_nonsense_in_hidden_fields_is_no_fault(sign_in, home, clerk):
    suggestion = make_suggestion(home)

    for value in ("abc", "", "9" * 30, "２"):
        page = sign_in(clerk).post(
            url(suggestion, "step/2/"), {"from_step": value, "summary": "路灯"}
        )
        assert page.status_code == 409


# --- classification -------------------------------------------------------------------------
@pytest.fixture
def strict_home(home):
    home.confirms_classification = True
    home.save()
    return home


def test_clerk_proposes_and_the_chair_finds_it_filled_in(sign_in, strict_home, clerk, chair):
    suggestion = make_suggestion(strict_home, step=Step.SORT, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, strict_home))
    path = url(suggestion, "step/3/")

    assert "提交主席审定" in sign_in(clerk).get(path).text
    sign_in(clerk).post(path, typed)
    assert fresh(suggestion).step == Step.SORT
    assert fresh(suggestion).classification_by == clerk
    assert "等主席审定" in sign_in(clerk).get(url(suggestion, "change/")).text

    page = sign_in(chair).get(path)
    assert page.context["form"].initial["disposal"] == "unit"
    assert clerk.name in page.text
    sign_in(chair).post(path, typed)
    assert fresh(suggestion).step == Step.CLASSIFY


def test_proposal_can_be_previewed(sign_in, strict_home, clerk, chair):
    suggestion = make_suggestion(strict_home, step=Step.SORT, by=chair)
    typed = body(suggestion, preview="1", **facts(Step.CLASSIFY, strict_home))

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert "已经决定交有关部门办理" in page.text
    assert fresh(suggestion).classification_by is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"disposal": "explained"}, "explanation"),
        ({"disposal": "proposal"}, "representative"),
        ({"disposal": "nonsense"}, "disposal"),
        ({"category": "999999"}, "category"),
    ],
)
def test_classification_errors_stand_beside_their_field(
    sign_in, home, chair, clerk, changes, field
):
    suggestion = make_suggestion(home, step=Step.SORT, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, home)) | changes

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert list(page.context["form"].errors) == [field]


def test_rows_of_another_home_cannot_be_chosen(sign_in, home, other_home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.SORT, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, other_home))
    typed["representative"] = make_representative(other_home).pk

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert set(page.context["form"].errors) == {"category", "representative"}


def test_unit_sends_it_back(sign_in, home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, home))
    typed |= {"returned_on": "2026-3-4", "return_reason": "不归我单位管"}

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed | {"return_reason": ""})
    assert "return_reason" in page.context["form"].errors
    sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert fresh(suggestion).step == Step.CLASSIFY
    assert fresh(suggestion).assignments.get().return_reason == "不归我单位管"


def test_late_return_is_explained(sign_in, home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, home))
    typed |= {"returned_on": "2026-3-20", "return_reason": "不归我单位管"}

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert "只能由主席决定" in page.text
    assert "不归我单位管" in page.text


def test_delivery_preview_explains_the_day(sign_in, home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair, at=moment(2025, 11, 20))
    typed = body(suggestion, preview="1", **facts(Step.DELIVER, home))
    typed["handed_on"] = "2025-11-30"

    page = sign_in(clerk).post(url(suggestion, "step/4/"), typed)

    assert "2026年2月28日" in page.text
    assert "代表法" in page.text
    assert "调休" in page.text


# --- replies --------------------------------------------------------------------------------
def reply_body(home, **changes):
    return {
        "reply": "",
        "reply_class": make_reply_class(home).pk,
        "replied_on": "2026-3-9",
        "text": "路灯已修好。",
        "signer": "王镇长",
    } | changes


@pytest.fixture
def supervised(home, chair):
    return make_suggestion(home, step=Step.SUPERVISE, by=chair)


def reply_url(suggestion):
    return url(suggestion, f"reply/{suggestion.main_assignment().pk}/")


def test_reply_goes_from_entry_to_the_voter(sign_in, home, clerk, chair, supervised):
    path = reply_url(supervised)
    scan = SimpleUploadedFile("答复函.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    assert sign_in(clerk).get(path).status_code == 200
    sign_in(clerk).post(path, reply_body(home, attachments=scan))
    reply = Reply.objects.get()
    assert (reply.state, reply.attachments.get().source) == ("draft", "reply")

    approve, publish = (
        url(supervised, f"approve/{reply.pk}/"),
        url(supervised, f"publish/{reply.pk}/"),
    )
    assert sign_in(clerk).post(approve).status_code == 403
    page = sign_in(chair).get(approve)
    assert "选民将看到" in page.text
    assert "路灯已修好" in page.text
    sign_in(chair).post(approve, {"seen": page.context["seen"]})
    page = sign_in(chair).get(publish)
    sign_in(chair).post(publish, {"seen": page.context["seen"]})

    reply.refresh_from_db()
    assert (reply.state, reply.approved_by) == ("published", chair)
    assert LogEntry.objects.filter(object_id=str(supervised.pk)).count() == 3


def test_writer_does_not_approve_their_own_words(sign_in, home, chair, supervised):
    sign_in(chair).post(reply_url(supervised), reply_body(home))
    reply = Reply.objects.get()
    approve = url(supervised, f"approve/{reply.pk}/")

    page = sign_in(chair).get(approve)
    refused = sign_in(chair).post(approve, {"seen": page.context["seen"]})

    assert "要由别人审定" in page.text
    assert "登记人以外" in refused.text
    assert Reply.objects.get().state == "draft"


def test_what_is_approved_is_what_was_read(sign_in, home, clerk, chair, supervised):
    sign_in(clerk).post(reply_url(supervised), reply_body(home))
    reply = Reply.objects.get()
    approve = url(supervised, f"approve/{reply.pk}/")
    read = sign_in(chair).get(approve).context["seen"]
    sign_in(clerk).post(
        reply_url(supervised), reply_body(home, reply=reply.pk, text="还没有修好。")
    )

    page = sign_in(chair).post(approve, {"seen": read})

    assert page.status_code == 409
    assert Reply.objects.get().state == "draft"
    assert Reply.objects.get().text == "还没有修好。"


def test_late_entry_does_not_overwrite_a_reply(sign_in, home, clerk, chair, supervised):
    sign_in(clerk).post(reply_url(supervised), reply_body(home))

    page = sign_in(chair).post(reply_url(supervised), reply_body(home, text="另一份"))

    assert page.status_code == 409
    assert Reply.objects.get().text == "路灯已修好。"


def test_approved_reply_is_not_corrected(sign_in, home, clerk, chair, supervised):
    publish_reply(supervised, chair, moment(2026, 3, 9))
    reply = Reply.objects.get()

    for method in ("get", "post"):
        act = getattr(sign_in(clerk), method)
        page = act(reply_url(supervised), reply_body(home, reply=reply.pk, text="改"))
        assert page.status_code == 409
    assert Reply.objects.get().text == "路灯已经全部修好。"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"replied_on": "2026-3-1"}, "replied_on"),
        ({"replied_on": "2099-1-1"}, "replied_on"),
        ({"reply_class": "999"}, "reply_class"),
        ({"text": "长" * 5001}, "text"),
    ],
)
def test_bad_reply_keeps_what_was_typed(sign_in, home, clerk, supervised, changes, field):
    page = sign_in(clerk).post(reply_url(supervised), reply_body(home, **changes))

    assert field in page.context["form"].errors
    assert "王镇长" in page.text
    assert not Reply.objects.exists()


def test_reply_pages_are_guarded(
    sign_in, home, other_home, chair, auditor, other_chair, supervised
):
    foreign = make_suggestion(other_home, step=Step.SUPERVISE, by=other_chair)
    path = reply_url(supervised)

    assert sign_in(auditor).post(path, reply_body(home)).status_code == 403
    assert sign_in(other_chair).post(path, reply_body(home)).status_code == 404
    elsewhere = url(supervised, f"reply/{foreign.main_assignment().pk}/")
    assert sign_in(chair).get(elsewhere).status_code == 404
    assert sign_in(chair).get(url(supervised, "approve/999/")).status_code == 404


# --- verdict --------------------------------------------------------------------------------
@pytest.fixture
def told(home, chair):
    suggestion = make_suggestion(home, step=Step.FEEDBACK, by=chair)
    suggestion.satisfactions.all().delete()
    return suggestion


def test_verdict_can_be_given_later_once(sign_in, told, clerk):
    path = url(told, "verdict/")
    data = {"level": "unsatisfied", "reason": "又坏了", "given_on": "2026-3-10"}
    assert "reason" in sign_in(clerk).post(path, data | {"reason": ""}).context["form"].errors

    sign_in(clerk).post(path, data)
    again = sign_in(clerk).post(path, data | {"level": "satisfied"})

    assert again.status_code == 409
    assert told.satisfactions.get().level == "unsatisfied"
    assert "重新交办" in sign_in(clerk).get(url(told, "change/")).text


def test_verdict_is_guarded(sign_in, told, auditor, other_clerk):
    data = {"level": "satisfied", "given_on": "2026-3-10"}

    assert sign_in(auditor).post(url(told, "verdict/"), data).status_code == 403
    assert sign_in(other_clerk).post(url(told, "verdict/"), data).status_code == 404
    assert not told.satisfactions.exists()


# --- identity -------------------------------------------------------------------------------
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


# --- words added later, receipt -------------------------------------------------------------
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


# --- publishing the result ------------------------------------------------------------------
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


# --- a whole life through the pages ---------------------------------------------------------
def test_matter_travels_from_the_desk_to_the_archive(sign_in, home, clerk, chair):
    suggestion = make_suggestion(home)
    for to in (Step.SORT, Step.CLASSIFY, Step.DELIVER, Step.SUPERVISE):
        suggestion.refresh_from_db()
        sign_in(clerk).post(url(suggestion, f"step/{to}/"), body(suggestion, **facts(to, home)))
    sign_in(clerk).post(reply_url(suggestion), reply_body(home))
    reply = Reply.objects.get()
    for act in ("approve", "publish"):
        path = url(suggestion, f"{act}/{reply.pk}/")
        sign_in(chair).post(path, {"seen": sign_in(chair).get(path).context["seen"]})
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
