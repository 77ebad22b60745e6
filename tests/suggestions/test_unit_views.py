"""A unit's page by its link: reading changes nothing; signing, returning, speaking, asking for time."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from suggestions.models import Attachment, SentForm, UnitLink
from suggestions.pipeline import Step
from suggestions.voters import form_keys
from tests import factories
from tests.racing import race, real_database
from tests.suggestions.units import PLANTED, everything, fresh, link, make_handed, own, typed


@pytest.fixture
def handed(home, chair):
    return make_handed(home, chair)


def make_file(suggestion, source="voter", kind="picture", **fields):
    return Attachment.objects.create(
        suggestion=suggestion, file=default_storage.save("a.jpg", ContentFile(b"x")),
        name="a.jpg", kind=kind, content_type="image/jpeg", size=1, sha256="0", source=source,
        **fields,
    )  # fmt: skip


def status_of(response):
    """Its status; a file is read to its end, which closes it."""
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def pages_of(assignment):
    acts = ("", "answer", "return", "acknowledge", "contact", "extension", "receipt")
    return [link(assignment, act) for act in acts]


# --- reading ---
def test_page_shows_the_matter_and_the_two_choices_first(client, handed):
    page = client.get(link(handed))

    assert page.status_code == 200
    assert (
        page.text.index("答复</a>")
        < page.text.index("不属于我单位，退回")
        < page.text.index("先签收")
    )
    for words in (handed.suggestion.number, "便桥没有护栏", "为什么是这一天", "代表法第五十一条"):
        assert words in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"


def test_no_page_of_a_unit_shows_who_said_it(client, sign_in, home, chair, unit_user):
    handed = make_handed(home, chair, title="赵铁柱要护栏")
    handed.unit.accounts.add(unit_user)
    handed.suggestion.supplements.create(text="再打13947612345找赵铁柱", key="k")
    texts = [client.get(path).text for path in pages_of(handed)]
    texts.append(client.post(link(handed, "answer"), typed(text="已收悉")).text)
    texts += [sign_in(unit_user).get(path).text for path in (own(handed), "/suggestions/unit/")]

    assert [word for word in PLANTED for text in texts if word in text] == []
    assert "（个人信息已隐去）" in texts[0]
    assert "（个人信息已隐去）要护栏" in texts[-1]


def test_opening_every_page_a_hundred_times_changes_nothing(client, handed):
    before = everything()

    for _ in range(100):
        assert client.get(link(handed)).status_code == 200
    for path in pages_of(handed):
        client.head(path)
        client.get(path)

    assert everything() == before


def test_number_of_queries_does_not_grow(client, home, chair, django_assert_num_queries):
    one = make_handed(home, chair)
    many = make_handed(home, chair, assisting=[factories.make_unit(home) for _ in range(3)])
    for number in range(3):
        make_file(many.suggestion)
        many.suggestion.supplements.create(text="补充", key=f"k{number}")
    with django_assert_num_queries(13) as counted:
        client.get(link(one))
    with django_assert_num_queries(len(counted)):
        client.get(link(many))


# --- pictures ---
def test_pictures_of_the_voter_are_shown_letters_are_not(client, home, chair, handed):
    shown = make_file(handed.suggestion)
    letter, paper = make_file(handed.suggestion, "staff"), make_file(handed.suggestion, kind="pdf")
    foreign = make_file(make_handed(home, chair).suggestion)

    page = client.get(link(handed))
    answers = [
        status_of(client.get(link(handed, f"files/{row.pk}")))
        for row in (shown, letter, paper, foreign)
    ]

    assert link(handed, f"files/{shown.pk}") in page.text
    assert "另有 2 个文件" in page.text
    assert answers == [200, 404, 404, 404]


# --- closed links ---
def test_closed_links_say_whom_to_call_and_never_which_matter(client, handed):
    old = link(handed)
    UnitLink.objects.issue(handed)
    dead = client.get(old)
    ended = link(handed)
    UnitLink.objects.update(made_at=timezone.now() - timedelta(days=900))
    handed.due_on = timezone.localdate() - timedelta(days=61)
    handed.handed_on = handed.due_on
    handed.save()
    late = client.get(ended)
    unknown = client.get("/suggestions/reply/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/")

    assert [page.status_code for page in (dead, late, unknown)] == [410, 410, 404]
    for page in (dead, late, unknown):
        assert "这个链接打不开" in page.text
        assert handed.suggestion.home.phone in page.text
        assert handed.suggestion.number not in page.text
        assert page["Cache-Control"] == "private, no-store"
    assert client.post(old + "acknowledge/", typed()).status_code == 410
    assert fresh(handed).acknowledged_on is None


def test_link_still_opens_on_its_last_day(client, handed):
    today = timezone.localdate()
    UnitLink.objects.update(made_at=timezone.now() - timedelta(days=900))
    handed.handed_on = handed.due_on = today - timedelta(days=60)
    handed.save()

    assert client.get(link(handed)).status_code == 200


def test_wrong_tokens_are_limited(client, settings, handed):
    settings.THROTTLE = True
    codes = [client.get(f"/suggestions/reply/nonsense-{n}/").status_code for n in range(11)]

    assert codes == [404] * 10 + [429]


# --- signing ---
def test_signing_moves_the_matter_on_and_is_no_answer(client, handed):
    response = client.post(link(handed, "acknowledge"), typed())

    row = fresh(handed)
    assert (row.acknowledged_by, row.suggestion.step) == ("李主任", Step.SUPERVISE)
    record = row.suggestion.records.last()
    assert (record.by, record.by_name) == (None, f"{handed.unit}（李主任）")
    assert "签收不是答复" in client.get(response.url).text
    assert row.answered_on is None


def test_same_form_sent_twice_acts_once(client, handed):
    form = typed(on=str(timezone.localdate()), note="打了电话")
    answers = [client.post(link(handed, "contact"), form).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert handed.suggestion.events.filter(kind="contacted").count() == 1
    assert SentForm.objects.count() == 1


def test_longest_names_fit(client, home, chair, handed):
    handed.unit.name = "长" * 60
    handed.unit.save()

    client.post(link(handed, "acknowledge"), typed(person="名" * 50))

    assert len(fresh(handed).suggestion.records.last().by_name) == 112


# --- returning ---
def test_return_inside_the_days_frees_the_matter(client, handed):
    client.post(link(handed, "return"), typed(reason="属县公路段", proposal="县公路段"))

    row = fresh(handed)
    assert (row.returned_on, row.return_proposal) == (timezone.localdate(), "县公路段")
    assert row.suggestion.main_assignment() is None
    assert "已于" in client.get(link(handed)).text
    assert "不属于我单位" not in client.get(link(handed)).text


def test_return_after_the_days_is_for_the_supervisor(client, home, chair):
    handed = make_handed(home, chair, days_ago=40)

    page = client.get(link(handed))
    answer = client.post(link(handed, "return"), typed(reason="不归我单位"))

    assert "只能由主席决定收回改交" in page.text
    assert answer.status_code == 409
    assert "不归我单位" in answer.text
    assert fresh(handed).returned_on is None


def test_unit_that_gave_it_back_does_not_sign_for_the_next_one(client, home, chair, handed):
    client.post(link(handed, "return"), typed(reason="属县公路段"))
    matter = fresh(handed).suggestion
    facts = {"disposal": "unit", "category": factories.make_category(home)}
    matter.advance(Step.CLASSIFY, by=chair, owner_level="township", **facts)
    matter.advance(Step.DELIVER, by=chair, main_unit=factories.make_unit(home))

    answer = client.post(link(handed, "acknowledge"), typed())

    assert answer.status_code == 409
    assert fresh(matter.main_assignment()).acknowledged_on is None


# --- speaking, asking for time ---
def test_first_contact_is_recorded_once(client, handed):
    day = str(timezone.localdate())
    client.post(link(handed, "contact"), typed(on=day, note="到村里看了"))
    again = client.post(link(handed, "contact"), typed(on=day, note="又去了"))

    assert fresh(handed).contact_note == "到村里看了"
    assert again.status_code == 409
    assert "又去了" in again.text


def test_extension_is_asked_once_within_the_legal_maximum(client, handed):
    form = client.get(link(handed, "extension"))
    longest = form.context["file"].longest
    facts = {"reason": "要封路", "consent": "王伟芳代表同意"}
    too_far = client.post(
        link(handed, "extension"), typed(until=str(longest + timedelta(days=1)), **facts)
    )
    client.post(link(handed, "extension"), typed(until=str(longest), **facts))
    twice = client.post(link(handed, "extension"), typed(until=str(longest), **facts))

    assert f"{longest.year}年{longest.month}月{longest.day}日" in form.text
    assert (too_far.status_code, twice.status_code) == (422, 409)
    assert "最晚不超过" in too_far.text
    asked = handed.extensions.get()
    assert (asked.until, asked.asked_by_name) == (longest, "李主任")


# --- bad input ---
@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("acknowledge", {"person": ""}),
        ("acknowledge", {"person": "13800138000"}),
        ("return", {"reason": ""}),
        ("return", {"reason": "长" * 301}),
        ("contact", {"on": "2199-1-1", "note": "电话"}),
        ("contact", {"on": "明天", "note": "电话"}),
        ("extension", {"until": "x", "reason": "忙", "consent": "同意"}),
        ("acknowledge", {"key": "nonsense"}),
    ],
)
def test_bad_input_changes_nothing_and_loses_nothing(client, handed, act, fields):
    before = everything()

    page = client.post(link(handed, act), typed(**fields))

    assert page.status_code == 422
    assert everything() == before
    if "note" in fields:
        assert "电话" in page.text


def test_form_of_yesterday_is_shown_again(client, handed, monkeypatch):
    form = typed(reason="不归我单位")
    monkeypatch.setattr(form_keys, "VALID_SECONDS", -1)
    page = client.post(link(handed, "return"), form)
    assert page.status_code == 422
    assert "放得太久" in page.text
    assert "不归我单位" in page.text


def test_wrong_methods_and_acts(client, handed):
    assert client.post(link(handed)).status_code == 405
    assert client.post(link(handed, "receipt")).status_code == 405
    assert client.get(link(handed, "nonsense")).status_code == 404


# --- racing ---
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("acknowledge", {}),
        ("return", {"reason": "不归我单位"}),
        ("contact", {"on": str(timezone.localdate()), "note": "电话"}),
        ("extension", {"until": str(timezone.localdate() + timedelta(days=120)),
                       "reason": "忙", "consent": "同意"}),
    ],
)  # fmt: skip
def test_of_two_workers_one_wins(home, chair, act, fields, client, tmp_path_factory):
    handed = make_handed(home, chair)
    path, forms = link(handed, act), [typed(**fields), typed(**fields)]

    with real_database(tmp_path_factory.mktemp("race")):
        answers = race(2, lambda n: type(client)().post(path, forms[n]).status_code)

    assert sorted(answers) == [302, 409]


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_once_acts_once(home, chair, client, tmp_path_factory):
    handed = make_handed(home, chair)
    path, form = link(handed, "return"), typed(reason="不归我单位")

    with real_database(tmp_path_factory.mktemp("race")):
        answers = race(3, lambda n: type(client)().post(path, form).status_code)
        kept = race(1, lambda n: fresh(handed).suggestion.events.filter(kind="returned").count())

    assert (answers, kept) == ([302, 302, 302], [1])
