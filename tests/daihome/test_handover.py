"""The end of a term: everything passes on at once, or nothing does."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daihome import handover as handing
from daihome.performance.chapters import Span, chapters
from inspections.models import Rectification
from reception.models import AidPairing
from representatives.handover.people import sides_of
from representatives.models import (
    Activity,
    Convener,
    DutyRecord,
    ElectoralDistrict,
    GroupMembership,
    HandedOn,
    Mandate,
    Message,
    PerformanceFile,
    Term,
    TermHandover,
)
from suggestions.models import CaseEvent, Suggestion
from suggestions.pipeline import Step
from suggestions.voters.progress import progress_of
from tests import factories
from tests.daihome.tools.papers import page_count, page_mm, words_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/handover/"
DAY = date(2026, 3, 20)  # before the machine's own day


class Town:
    """An old and a new term: Zhang goes and leaves one of each, Li stays, Wang is new."""

    def __init__(self, home):
        self.home = home
        self.old = factories.make_term(home)
        self.new = factories.make_term(
            home, number=20, name="汐子镇第二十届人民代表大会", starts_on=DAY
        )
        self.village = factories.make_village(home, name="前街村")
        self.goes = factories.make_representative(home, with_account=True, name="张守田")
        self.stays = factories.make_representative(home, name="李长河")
        self.comes = factories.make_representative(
            home, with_account=True, in_office=False, name="王小燕"
        )
        for person in (self.stays, self.comes):
            self.elect(person)
        self.district(self.old, self.goes)
        self.district(self.new, self.comes)
        self.group = factories.make_group(home)
        self._leave_things()

    def elect(self, person):
        Mandate.objects.create(representative=person, term=self.new, started_on=date(2026, 3, 1))

    def district(self, term, person):
        district = ElectoralDistrict.objects.create(
            home=self.home, term=term, number=1, name="第一选区"
        )
        district.villages.add(self.village)
        person.mandates.filter(term=term).update(district=district)

    def _leave_things(self):
        home, goes = self.home, self.goes
        self.matter = factories.make_suggestion(home, representative=goes)
        self.closed = factories.make_suggestion(home, representative=goes)
        Suggestion.objects.filter(pk=self.closed.pk).update(step=Step.FEEDBACK)
        self.kept = factories.make_suggestion(home, representative=self.stays)
        self.pairing = AidPairing.objects.create(
            home=home, representative=goes, beneficiary="poor", village=self.village,
            person="赵大爷", plan="春耕送种子", started_on=date(2024, 5, 1),
        )  # fmt: skip
        self.item = factories.make_rectification(home)
        self.item.supervisors.add(goes)
        self.seats = factories.make_presidium(home, size=1)
        self.seats[0].representative = goes
        self.seats[0].save()
        begun = {"started_on": date(2022, 1, 1)}
        for person in (goes, self.stays):
            GroupMembership.objects.create(group=self.group, representative=person, **begun)
        Convener.objects.create(home=home, group=self.group, representative=goes, **begun)

    def address(self, page=PAGE):
        return f"{page}?ending={self.old.pk}&following={self.new.pk}"

    def typed(self, **others):
        return {f"to_{self.goes.pk}": str(self.comes.pk), "sure": "on"} | others


@pytest.fixture
def town(home):
    return Town(home)


def state_of_everything():
    """All that a hand-over writes."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (
            Term, Mandate, GroupMembership, Convener, PerformanceFile, Suggestion, CaseEvent,
            AidPairing, Rectification, Rectification.supervisors.through, DutyRecord, Message,
            TermHandover, HandedOn,
        )
    ]  # fmt: skip


def test_everything_passes_on_at_once(sign_in, chair, town):
    answer = sign_in(chair).post(town.address(), town.typed())

    assert (answer.status_code, answer.headers["Location"]) == (302, town.address())
    town.old.refresh_from_db()
    assert town.old.ends_on == DAY
    old = Mandate.objects.filter(term=town.old)
    assert {*old.values_list("state", "ended_on", "end_reason")} == {("ended", DAY, "term_over")}
    assert old.count() == PerformanceFile.objects.filter(closed_by=chair).count()
    assert GroupMembership.objects.get(ended_on=None).representative == town.stays
    assert GroupMembership.objects.get(representative=town.goes).ended_on == DAY
    assert Convener.objects.get().ended_on == date(2026, 3, 19)
    town.seats[0].refresh_from_db()
    assert town.seats[0].ended_on == DAY
    assert [one.title for one in Message.objects.to(town.comes.user)] == ["换届交接：有事项交给您"]
    assert {*HandedOn.objects.values_list("kind", "giver__name", "taker__name")} == {
        ("matter", "张守田", "王小燕"),
        ("pairing", "张守田", "王小燕"),
        ("rectification", "张守田", "王小燕"),
        ("seat", "张守田", None),
    }


def test_voter_reads_who_follows_and_the_leaver_keeps_the_record(sign_in, chair, town):
    sign_in(chair).post(town.address(), town.typed())

    matter = Suggestion.objects.select_related("home").get(pk=town.matter.pk)
    story = [text for _day, text in progress_of(matter, timezone.localdate()).story]
    assert story == [
        "原来联系您的代表任期届满，这件意见现在由新一届代表王小燕继续跟进，办理不会中断。"
    ]
    assert {*Suggestion.objects.visible_to(town.comes.user)} == {matter, town.closed}
    assert not Suggestion.objects.visible_to(town.goes.user).exists()
    span = Span(town.goes, date(2026, 1, 1), DAY, timezone.localdate())
    chapter = chapters(span)[-1]
    assert chapter.chapter.title == "换届移交"
    assert [row[1:] for row in chapter.rows if town.matter.number in row[2]] == [
        ["意见建议", f"{town.matter.number}　{town.matter.heading}", "王小燕"]
    ]
    old, new = AidPairing.objects.order_by("pk")
    assert (old.representative, old.ended_on) == (town.goes, DAY)
    assert (new.representative, new.person, new.plan) == (town.comes, "赵大爷", "春耕送种子")
    assert [*town.item.supervisors.all()] == [town.comes]
    assert town.item.records.get().note == "换届交接：张守田任期届满，由王小燕接着督查。"


def test_elected_again_keep_what_they_follow(sign_in, chair, town):
    sign_in(chair).post(town.address(), town.typed())

    town.kept.refresh_from_db()
    assert town.kept.representative == town.stays
    assert not town.kept.events.exists()
    now = Mandate.objects.in_office(timezone.localdate()).values_list("representative", flat=True)
    assert {*now} == {town.stays.pk, town.comes.pk}


def test_without_successor_it_stays_with_the_home(sign_in, chair, town):
    own = factories.make_suggestion(town.home, kind="proposal", representative=town.goes)
    sign_in(chair).post(town.address(), town.typed(**{f"to_{town.goes.pk}": "0"}))

    for matter in (town.matter, own):
        matter.refresh_from_db()
    assert town.matter.representative is None
    assert "由代表之家工作人员继续跟进" in town.matter.events.get().public_text
    # The answer is owed to whoever proposed it.
    assert (own.representative, own.events.count()) == (town.goes, 0)
    assert AidPairing.objects.get().ended_on is None
    assert not town.item.supervisors.exists()
    assert not Message.objects.to(town.comes.user).exists()


def test_handed_proposal_stays_the_duty_of_its_proposer(sign_in, chair, town):
    own = factories.make_suggestion(town.home, kind="proposal", representative=town.goes)
    own.settle_duty()
    sign_in(chair).post(town.address(), town.typed())

    own.refresh_from_db()
    own.settle_duty()

    assert [*Suggestion.objects.proposed_by(town.goes)] == [own]
    assert not Suggestion.objects.proposed_by(town.comes).exists()
    assert own.representative == town.comes
    assert [one.representative for one in DutyRecord.objects.all()] == [town.goes]


def test_restricted_matter_is_shown_to_nobody_new(sign_in, chair, town):
    Suggestion.objects.filter(pk=town.matter.pk).update(is_restricted=True)

    sign_in(chair).post(town.address(), town.typed())

    town.matter.refresh_from_db()
    assert town.matter.representative is None
    line = HandedOn.objects.get(kind="matter", object_id=town.matter.pk)
    assert (line.taker, "需要保密" in line.what) == (None, True)


def test_done_once_only(sign_in, chair, town):
    client = sign_in(chair)
    client.post(town.address(), town.typed())
    before = state_of_everything()

    again = client.post(town.address(), town.typed())
    page = client.get(town.address()).content.decode()

    assert again.status_code == 409
    assert "这一届已经交接过了" in again.content.decode()
    assert state_of_everything() == before
    assert "→ <strong>王小燕</strong>" in page
    assert '<form method="post" action=' not in page.split('id="content"')[1]


def test_failure_in_the_middle_changes_nothing(sign_in, chair, town, monkeypatch):
    before = state_of_everything()
    client = sign_in(chair)

    def breaks(*args):
        raise handing.StepTaken("别人刚刚办了。")

    monkeypatch.setattr(handing, "_tell_takers", breaks)
    answer = client.post(town.address(), town.typed())

    assert answer.status_code == 409
    assert "一件也没有交接" in answer.content.decode()
    assert state_of_everything() == before


def test_bad_input_changes_nothing(sign_in, chair, town, other_home):
    stranger = factories.make_representative(other_home)
    before, client = state_of_everything(), sign_in(chair)
    key = f"to_{town.goes.pk}"
    wrong = (
        {"sure": ""}, {key: ""}, {key: str(stranger.pk)}, {key: str(town.goes.pk)},
        {key: "<script>"},
    )  # fmt: skip

    answers = [client.post(town.address(), town.typed(**one)) for one in wrong]

    assert [one.status_code for one in answers] == [422] * 5
    # What was chosen is still chosen.
    assert f'<option value="{town.comes.pk}" selected>' in answers[0].content.decode()
    assert state_of_everything() == before


def test_before_the_day_it_is_only_shown(sign_in, chair, town):
    Term.objects.filter(pk=town.new.pk).update(starts_on=date(2099, 1, 5))
    before, client = state_of_everything(), sign_in(chair)

    page, answer = client.get(town.address()), client.post(town.address(), town.typed())

    assert "到那一天才能交接" in page.content.decode()
    assert answer.status_code == 409
    assert state_of_everything() == before


def test_says_where_to_enter_what_is_missing(sign_in, chair, town):
    client = sign_in(chair)
    Mandate.objects.filter(term=town.new).delete()
    nobody = client.get(PAGE).content.decode()
    ElectoralDistrict.objects.filter(term=town.new).delete()
    town.new.delete()
    no_term = client.get(PAGE).content.decode()

    assert "新的一届还没有登记代表" in nobody
    assert "还没有登记新的一届" in no_term
    assert 'href="/admin/representatives/term/add/"' in no_term
    assert client.get(f"{PAGE}list.pdf").status_code == 404


def test_ladder(client, sign_in, town, clerk, auditor, other_chair, administrator):
    before = state_of_everything()
    assert client.post(town.address(), town.typed()).status_code == 302
    for user, status in ((clerk, 403), (auditor, 403), (town.goes.user, 403), (other_chair, 404)):
        assert sign_in(user).post(town.address(), town.typed()).status_code == status
        assert sign_in(user).get(town.address(f"{PAGE}list.pdf")).status_code == status
    assert state_of_everything() == before

    for wrong in ("x", "999999", "9" * 30):
        assert sign_in(administrator).get(f"{PAGE}?ending={wrong}").status_code in (200, 404)
    assert sign_in(administrator).put(town.address()).status_code == 405
    assert sign_in(administrator).get(PAGE).status_code == 200


def test_county_representative_stays_in_the_house(sign_in, chair, town):
    county = factories.make_term(
        town.home, level="county", number=18, name="宁城县第十八届人民代表大会"
    )
    Mandate.objects.create(
        representative=town.goes, term=county, level="county", started_on=date(2021, 12, 1)
    )

    sign_in(chair).post(town.address(), {"sure": "on"})

    town.matter.refresh_from_db()
    assert town.matter.representative == town.goes
    assert GroupMembership.objects.filter(ended_on=None).count() == 2
    assert PerformanceFile.objects.get(mandate__representative=town.goes).closed_on


def test_nearest_is_proposed_and_work_is_spread(home):
    town = Town(home)
    second = factories.make_representative(home, name="刘近邻", village=town.village)
    town.elect(factories.make_representative(home, in_office=False, village=town.village))
    lonely = factories.make_representative(home, name="孙远")

    found = handing.leavers(sides_of(town.old, town.new, timezone.localdate()))

    proposed = {one.person: one.follower for one in found}
    assert proposed[town.goes] == town.comes
    assert proposed[second] not in (None, town.comes)
    assert proposed[lonely] is None


def test_says_who_is_still_expected_later(sign_in, chair, town):
    factories.make_activity(town.home, people=[town.goes, town.stays])
    past = factories.make_activity(town.home, people=[town.goes])
    Activity.objects.filter(pk=past.pk).update(state="held")

    page = sign_in(chair).get(town.address()).content.decode()

    assert "以后的接待日或者活动还排着他们：张守田（1 次）。" in page


def test_hostile_names_are_text(sign_in, chair, town):
    name = "<b>张</b>&amp;“守”田" * 2
    town.goes.name = name
    town.goes.save()
    Suggestion.objects.filter(pk=town.matter.pk).update(title="<script>alert(1)</script>")
    client = sign_in(chair)

    page = client.get(town.address()).content.decode()
    client.post(town.address(), town.typed())
    after = client.get(town.address()).content.decode()

    for one in (page, after):
        assert "<script>alert(1)" not in one
        assert "<b>张" not in one
        assert "&lt;b&gt;张" in one


def test_paper_before_and_after(sign_in, chair, town):
    client, paper = sign_in(chair), town.address(f"{PAGE}list.pdf")
    before = client.get(paper).content
    client.post(town.address(), town.typed())
    after = client.get(paper).content

    for one in (before, after):
        words = words_of(one)
        assert page_mm(one) == (210, 297)
        assert page_count(one) == 2
        assert all(part in words for part in ("移交人：张守田", "接收人：", "监交人："))
        assert town.matter.number in words
    assert "拟交：王小燕" in words_of(before)
    assert ("拟交" in words_of(after), "王小燕" in words_of(after)) == (False, True)


def test_queries_do_not_grow_with_people(sign_in, chair, town):
    client = sign_in(chair)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(town.address()).status_code == 200
        return len(seen)

    queries()
    few = queries()
    for _one in range(3):
        person = factories.make_representative(town.home, village=town.village)
        factories.make_suggestion(town.home, representative=person)
        factories.make_rectification(town.home).supervisors.add(person)
        town.elect(factories.make_representative(town.home, in_office=False, village=town.village))

    assert queries() == few
