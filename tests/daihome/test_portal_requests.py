"""My requests to the presidium in the portal."""

import pytest
from django.urls import reverse

from inspections.models import PresidiumRequest
from representatives.models import Message
from tests import factories

NEW = "/my/requests/new/"


def given(**more):
    return {"key": "once", "subject": "修桥", "reasons": "老桥窄，收割机过不去。"} | more


def test_a_request_sent_twice_is_one_and_staff_hear_of_it_once(
    home, representative, clerk, sign_in
):
    other = factories.make_representative(home, with_account=True)
    client = sign_in(representative.user)

    first, again = (client.post(NEW, given(requesters=[other.pk])) for _ in range(2))

    row = PresidiumRequest.objects.get()
    there = reverse("my:request", args=[row.pk])
    assert [first.url, again.url] == [f"{there}?sent=1"] * 2
    assert set(row.requesters.all()) == {representative, other}
    assert Message.objects.get(user=clerk).title == "代表向主席团提出请求：修桥"
    named = Message.objects.get(user=other.user)
    assert named.title == f"{representative.name}把您列为共同提出人：修桥"
    assert not Message.objects.filter(user=representative.user).exists()
    assert "老桥窄" in sign_in(other.user).get(there).content.decode()


def test_other_words_under_the_same_key_are_not_taken_for_the_first(representative, sign_in):
    client = sign_in(representative.user)
    client.post(NEW, given())

    answer = client.post(NEW, given(reasons="另一件事。"))

    assert answer.status_code == 409
    assert PresidiumRequest.objects.get().reasons == "老桥窄，收割机过不去。"


def test_bad_input_loses_nothing(representative, sign_in):
    answer = sign_in(representative.user).post(NEW, given(subject="", reasons="<b>老桥窄</b>"))

    assert answer.status_code == 422
    assert "&lt;b&gt;老桥窄&lt;/b&gt;" in answer.content.decode()
    assert not PresidiumRequest.objects.exists()


def test_somebody_without_a_mandate_does_not_ask(home, sign_in):
    person = factories.make_representative(home, with_account=True, in_office=False)

    assert sign_in(person.user).get(NEW).status_code == 403
    assert sign_in(person.user).get("/my/requests/").status_code == 200


def test_strangers_do_not_see_or_withdraw_it(home, representative, other_representative, sign_in):
    row = factories.make_request(home, [representative])
    colleague = factories.make_representative(home, with_account=True)

    for person in (colleague, other_representative):
        client = sign_in(person.user)
        assert client.get(f"/my/requests/{row.pk}/").status_code == 404
        assert client.post(f"/my/requests/{row.pk}/withdraw/").status_code == 404
    row.refresh_from_db()
    assert row.state == "received"


def test_taken_back_it_leaves_the_agenda_and_later_it_is_late(home, representative, clerk, sign_in):
    meeting = factories.make_presidium_meeting(home, factories.make_presidium(home, size=3))
    row = factories.make_request(home, [representative], subject="修桥")
    row.put_on_agenda(meeting)
    page = f"/my/requests/{row.pk}/withdraw/"

    sign_in(representative.user).post(page)

    row.refresh_from_db()
    meeting.activity.refresh_from_db()
    assert (row.state, row.meeting, meeting.activity.agenda) == ("withdrawn", None, "")
    assert Message.objects.get(user=clerk).title == "代表撤回请求：修桥"
    assert sign_in(representative.user).post(page).status_code == 409


@pytest.mark.parametrize("base", ["congress", "meeting"])
def test_leave_of_a_session_waits_to_be_approved(home, representative, sign_in, base):
    activity = factories.make_activity(
        home, base, [representative], state="announced", starts_at=factories.moment(2031, 1, 20)
    )

    answer = sign_in(representative.user).post(
        f"/my/activities/{activity.pk}/leave/", {"reason": "住院"}, follow=True
    )

    assert ("没有批准的，不到会算缺席" in answer.content.decode()) is (base == "congress")
