"""The staff's pages of visits: entering, correcting, raising matters, taking away, pictures."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reception.models import AidPairing, RaisedMatter, Visit, VisitPicture
from representatives.models import BlankForm, Convener, DutyRecord, FormKind, GroupMembership, Role
from suggestions.models import Suggestion, VoterIdentity
from tests import factories
from tests.reception.test_desk import scan, status

ADD = reverse("admin:reception_visit_add")
LIST = reverse("admin:reception_visit_changelist")


def at(name, visit):
    return reverse(f"admin:reception_visit_{name}", args=[visit.pk])


def typed(home, **more):
    answers = {
        "key": "k1",
        "kind": "contact",
        "on": "2026-05-05",
        "way": "visit",
        "people": "2",
        "village": factories.make_village(home).pk,
        "representatives": factories.make_representative(home).pk,
        "content": "自来水停了三天。",
    }
    return answers | more


@pytest.fixture
def visit(home):
    return factories.make_visit(
        home, [factories.make_representative(home)], person="张秀兰", content="路灯坏了。"
    )


def test_clerk_enters_a_visit_once(home, clerk, sign_in):
    client, data = sign_in(clerk), typed(home)
    answers = [client.post(ADD, data) for _ in range(2)]

    (visit,) = Visit.objects.all()
    assert [answer.url for answer in answers] == [at("change", visit)] * 2
    assert (visit.entered_by, visit.content) == (clerk, "自来水停了三天。")


def test_numbered_sheet_is_entered_later_and_twice_is_once(home, clerk, sign_in):
    (sheet,) = BlankForm.objects.issue(
        home, FormKind.CONTACT, 1, year=2026, by=clerk, now=timezone.now()
    )
    client, data = sign_in(clerk), typed(home, sheet=sheet.number.lower())
    codes = [client.post(ADD, data).status_code for _ in range(2)]
    other = client.post(ADD, data | {"key": "k2"})

    assert (codes, other.status_code) == ([302, 302], 422)
    assert "已经录入、作废了" in other.text
    assert Visit.objects.get().form == sheet


def test_wrong_entry_keeps_what_was_typed(home, clerk, sign_in):
    answer = sign_in(clerk).post(ADD, typed(home, on="明天"))

    assert (answer.status_code, Visit.objects.count()) == (422, 0)
    assert "自来水停了三天。" in answer.text


def test_every_kind_has_its_own_form(home, clerk, sign_in):
    client = sign_in(clerk)
    texts = [client.get(f"{ADD}?kind={kind}").text for kind in ("contact", "talk", "aid", "x")]

    assert ["怎么联系的" in text for text in texts] == [True, False, False, True]
    assert ["和哪位代表谈话" in text for text in texts] == [False, True, False, False]
    assert ["给了什么、帮了什么" in text for text in texts] == [False, False, True, False]


def test_administrator_of_several_homes_says_which(home, other_home, sign_in):
    client = sign_in(factories.make_user(role=Role.ADMINISTRATOR))
    answers = [client.get(f"{ADD}{query}") for query in ("", "?home=xizi", "?home=x")]

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert ["登记在哪个代表之家" in answer.text for answer in answers[:2]] == [True, False]


@pytest.mark.parametrize("name", ["change", "edit", "remove"])
def test_pages_keep_to_the_home_and_to_rights(visit, name, clerk, convener, other_clerk, sign_in):
    page = at(name, visit)
    codes = [sign_in(user).get(page).status_code for user in (clerk, other_clerk)]

    assert codes == [200, 404]
    # A convener of the whole Home sees all, and only reads.
    leader = factories.make_representative(visit.home, user=convener)
    Convener.objects.create(
        home=visit.home, representative=leader, name=leader.name, started_on=date(2025, 1, 1)
    )
    assert sign_in(convener).get(page).status_code == (200 if name == "change" else 403)


def test_name_is_never_shown_in_full(visit, clerk, sign_in):
    client = sign_in(clerk)
    texts = [client.get(page).text for page in (at("change", visit), at("edit", visit), LIST)]

    assert ["张秀兰" in text for text in texts] == [False] * 3
    assert "张*" in texts[0]


def test_correction_reaches_the_duty_record(visit, home, clerk, sign_in):
    seen = visit.history.first().history_id
    data = typed(home, seen=seen, representatives=visit.representatives.get().pk)
    answer = sign_in(clerk).post(at("edit", visit), data)

    visit = Visit.objects.get()
    assert answer.url == at("change", visit)
    assert (visit.content, visit.person) == ("自来水停了三天。", "张秀兰")
    assert DutyRecord.objects.get().content == "自来水停了三天。"


def raised_from(visit, by):
    matter, _created = RaisedMatter.objects.raise_matter(
        visit, key=f"m-{visit.pk}", by=by, content=visit.content, village=visit.village
    )
    return matter


def queries_of(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_list_takes_as_many_queries_for_three_as_for_one(visit, home, clerk, sign_in):
    client = sign_in(clerk)
    raised_from(visit, clerk)
    client.get(LIST)
    few = queries_of(client, LIST)
    for _ in range(2):
        raised_from(factories.make_visit(home, [factories.make_representative(home)]), clerk)

    assert queries_of(client, LIST) == few


def test_list_is_narrowed_by_group_matter_and_days(home, clerk, sign_in):
    group, person = factories.make_group(home), factories.make_representative(home)
    GroupMembership.objects.create(group=group, representative=person, started_on=date(2025, 1, 1))
    first = factories.make_visit(home, [person], content="第一次", on=date(2026, 2, 1))
    factories.make_visit(home, content="第二次", on=date(2026, 8, 1))
    raised_from(first, clerk)
    client = sign_in(clerk)

    for query in (f"group={group.pk}", "matter=yes", "days=2026-01-01_2026-06-30"):
        text = client.get(f"{LIST}?{query}").text
        assert ("第一次" in text, "第二次" in text) == (True, False)
    for query in ("group=x", "matter=x", "days=2026", "days=a_b"):
        assert client.get(f"{LIST}?{query}").status_code == 200


def test_matter_is_raised_after_a_look_and_shown_with_its_end(visit, clerk, sign_in):
    client, page = sign_in(clerk), reverse("raise_matter", args=["visit", visit.pk])
    data = {"key": "k1", "content": "路灯坏了三盏。", "village": visit.village_id}
    data |= {"identity_mode": "named", "phone": "13800138000"}
    answers = [client.post(page, data) for _ in range(2)]

    (matter,) = Suggestion.objects.all()
    assert {answer.url for answer in answers} == {
        reverse("admin:suggestions_suggestion_change", args=[matter.pk])
    }
    assert (matter.identity.name, Visit.objects.get().person) == ("张秀兰", "")
    text = client.get(at("change", visit)).text
    assert [word in text for word in (matter.number, "还在办理", "张*")] == [True] * 3


def test_case_page_says_where_the_matter_came_from(visit, clerk, sign_in):
    matter = raised_from(visit, clerk)
    text = sign_in(clerk).get(reverse("admin:suggestions_suggestion_change", args=[matter.pk])).text

    assert f'href="{at("change", visit)}"' in text


def test_matter_is_raised_from_an_activity(home, clerk, sign_in):
    activity = factories.make_activity(home, outcome="建议修路。")
    page = reverse("raise_matter", args=["activity", activity.pk])
    client = sign_in(clerk)
    shown = client.get(page).text
    data = {"key": "k1", "content": "建议修路。", "village": factories.make_village(home).pk}

    assert "建议修路。" in shown
    assert client.post(page, data).status_code == 302
    assert Suggestion.objects.get().raised.source == activity


def test_raising_keeps_to_rights(visit, home, auditor, clerk, other_clerk, sign_in):
    page = reverse("raise_matter", args=["visit", visit.pk])
    codes = [sign_in(user).get(page).status_code for user in (auditor, other_clerk)]
    wrong = sign_in(clerk).post(page, {"key": "k1", "identity_mode": "named"})

    assert (codes, wrong.status_code, Suggestion.objects.count()) == ([403, 404], 422, 0)
    assert sign_in(clerk).get(reverse("raise_matter", args=["home", home.pk])).status_code == 404


def add_picture(visit):
    return VisitPicture.objects.create(
        visit=visit, file=default_storage.save("a.jpg", ContentFile(b"x")), name="a.jpg",
        kind="picture", content_type="image/jpeg", size=1, sha256="0",
    )  # fmt: skip


def test_mistaken_visit_goes_with_all_that_followed(
    visit, clerk, sign_in, django_capture_on_commit_callbacks
):
    picture = add_picture(visit)
    with django_capture_on_commit_callbacks(execute=True):
        answer = sign_in(clerk).post(at("remove", visit))

    assert answer.url == LIST
    assert [model.objects.count() for model in (Visit, VisitPicture, DutyRecord)] == [0, 0, 0]
    assert not default_storage.exists(picture.file.name)


def test_visit_with_a_matter_stays(visit, clerk, sign_in):
    raised_from(visit, clerk)
    answer = sign_in(clerk).post(at("remove", visit))

    assert (answer.status_code, Visit.objects.count()) == (409, 1)


def test_pictures_are_for_those_who_see_the_visit(
    visit, clerk, other_clerk, representative, sign_in
):
    address = reverse("visit_picture", args=[add_picture(visit).pk])
    maker = visit.representatives.get()
    maker.user = factories.make_user(role=Role.REPRESENTATIVE, home=visit.home)
    maker.save()

    seen = [sign_in(user).get(address) for user in (clerk, maker.user)]
    assert [answer.getvalue() for answer in seen] == [b"x", b"x"]
    refused = [sign_in(user).get(address) for user in (representative.user, other_clerk)]
    assert [answer.status_code for answer in refused] == [404, 404]


def test_pairing_keeps_its_name_until_the_help_ends(home, clerk, sign_in):
    person, village = factories.make_representative(home), factories.make_village(home)
    client = sign_in(clerk)
    data = {
        "representative": person.pk, "village": village.pk, "beneficiary": "poor",
        "person": "李桂兰", "plan": "", "started_on": "2025-03-01", "ended_on": "", "result": "",
    }  # fmt: skip
    client.post(reverse("admin:reception_aidpairing_add"), data)
    pairing = AidPairing.objects.get()
    page = reverse("admin:reception_aidpairing_change", args=[pairing.pk])
    shown = client.get(page).text
    seen = pairing.history.first().history_id
    ended = {"person": "", "ended_on": "2026-03-01", "seen": seen}
    client.post(page, data | ended)

    assert ("李桂兰" in shown, pairing.purge_on) == (False, None)
    pairing = AidPairing.objects.get()
    assert (pairing.person, pairing.purge_on) == ("李桂兰", date(2028, 2, 29))


def test_scan_that_shows_who_it_was_goes_with_the_name(
    home, clerk, sign_in, django_capture_on_commit_callbacks
):
    maker = factories.make_representative(home, user=factories.make_user(Role.REPRESENTATIVE, home))
    data = typed(
        home, representatives=maker.pk, person="张秀兰", matter="on", identity_mode="named"
    )
    client = sign_in(clerk)
    client.post(ADD, data | scan(None, shows_identity="on"))
    visit = Visit.objects.get()
    page = client.get(at("edit", visit))
    more = {"seen": page.context["form"].initial["seen"], "shows_identity": "", "person": ""}
    client.post(at("edit", visit), data | scan(None, **more))
    telling, plain = visit.files.order_by("pk")
    addresses = [reverse("visit_picture", args=[file.pk]) for file in (telling, plain)]
    own = reverse("my:private_file", args=["visit", telling.pk])
    assert [status(sign_in(clerk), address) for address in addresses] == [200, 200]
    seen = [status(sign_in(maker.user), address) for address in (own, *addresses)]
    assert seen == [404, 404, 200]
    visit.refresh_from_db()
    # The name is in the matter now; the scan has its own last day.
    assert (visit.person, Visit.objects.to_purge(visit.purge_on).get()) == ("", visit)

    with django_capture_on_commit_callbacks(execute=True):
        assert Visit.objects.all().purge(visit.purge_on, timezone.now()) == 1

    shown = [status(sign_in(clerk), address) for address in addresses]
    assert (shown, visit.files.filter(file="").get()) == ([404, 200], telling)
    assert not default_storage.exists(telling.file.name)
    assert "身份信息到期，文件已删除" in sign_in(clerk).get(at("change", visit)).text


def test_scan_goes_with_the_identity_of_the_visits_matter(home, clerk):
    visit = factories.make_visit(home, person="张秀兰")
    RaisedMatter.objects.raise_matter(
        visit, key="k", by=clerk, content="路坏了。", village=visit.village,
        identity_mode="named", identity={"name": "张秀兰", "phone": ""},
    )  # fmt: skip
    plain, telling = add_picture(visit), add_picture(visit)
    VisitPicture.objects.filter(pk=telling.pk).update(shows_identity=True)
    assert Visit.objects.all().purge(date(2026, 5, 1), timezone.now()) == 0
    VoterIdentity.objects.all().purge(timezone.now())

    counts = [Visit.objects.all().purge(date(2026, 5, 1), timezone.now()) for _ in range(2)]
    assert (counts, visit.files.get(file="")) == ([1, 0], telling)
    assert visit.remove() is False
    assert visit.files.exclude(file="").get() == plain
