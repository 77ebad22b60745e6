"""One letter with several wishes: numbers, code, identity, files, and what each page shows."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from suggestions.models import Attachment, NumberCounter, Suggestion, VoterIdentity
from suggestions.pipeline import Step, StepRefused, StepTaken
from tests.factories import make_representative, make_suggestion, moment
from tests.racing import race, real_database
from tests.suggestions.clicks import IDENTITY, body, facts, fresh, url

TRACK = "/suggestions/track/"
TYPED = {"kept": "路灯坏了", "part_2": "自来水是黄的。", "part_3": "垃圾没人收。", "key": "k"}


@pytest.fixture
def letter(home):
    return make_suggestion(
        home,
        content="路灯坏了，自来水是黄的，垃圾也没人收。",
        identity=IDENTITY,
        identity_mode="named",
        channel="letter",
        representative=make_representative(home, with_account=True),
        at=moment(2026, 3, 2),
    )


def split(letter, by, others=("自来水是黄的。", "垃圾没人收。"), key="k"):
    return Suggestion.objects.split(letter, kept="路灯坏了", others=others, key=key, by=by)


def test_each_wish_gets_a_number_and_the_letter_stays(letter, clerk):
    said = letter.content

    parts = split(letter, clerk)

    year = letter.received_on.year
    assert [row.number for row in parts] == [f"XZ{year}-0002", f"XZ{year}-0003"]
    assert [row.content for row in parts] == ["自来水是黄的。", "垃圾没人收。"]
    for part in parts:
        for name in ("village", "channel", "representative", "received_at", "query_code"):
            assert getattr(part, name) == getattr(letter, name)
        assert (part.step, part.split_from) == (Step.RECEIVE, letter)
        assert part.records.get().by == clerk
        assert part.events.get().text == f"从{letter.number}拆分出来。"
    kept = fresh(letter)
    assert (kept.content, kept.summary, kept.step) == (said, "路灯坏了", Step.RECEIVE)
    assert kept.events.get().text == f"拆分出{parts[0].number}、{parts[1].number}。"


def test_identity_is_copied_with_the_same_end(letter, clerk, home):
    home.identity_days = 10
    home.save()

    [part] = split(letter, clerk, others=["自来水是黄的。"])

    same = [(row.name, row.phone, row.address, row.purge_on, row.phone_index)
            for row in (part.identity, letter.identity)]  # fmt: skip
    assert same[0] == same[1]


def test_purged_identity_does_not_come_back(letter, clerk):
    VoterIdentity.objects.all().purge(moment(2026, 4, 1))

    [part] = split(fresh(letter), clerk, others=["自来水是黄的。"])

    assert not hasattr(part, "identity")


def test_sent_twice_splits_once_and_numbers_have_no_gap(letter, clerk, home):
    first, second = split(letter, clerk), split(letter, clerk)

    assert [row.pk for row in first] == [row.pk for row in second]
    assert letter.events.count() == 1
    assert NumberCounter.objects.get(home=home).last == Suggestion.objects.count() == 3


def test_refused_split_changes_nothing(home, letter, clerk, chair):
    [part] = split(letter, clerk, others=["自来水是黄的。"])
    sorted_out = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    before = Suggestion.objects.count()

    for original, others, error in [
        (part, ["又一件。"], StepRefused),
        (letter, [], StepRefused),
        (letter, ["一"] * 5, StepRefused),
        (sorted_out, ["又一件。"], StepTaken),
    ]:
        with pytest.raises(error):
            split(original, clerk, others=others, key="other")

    assert Suggestion.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_one_splits(home, clerk, tmp_path_factory):
    letter = make_suggestion(home)

    def press(_place):
        return [row.number for row in split(Suggestion.objects.get(pk=letter.pk), clerk)]

    with real_database(tmp_path_factory.mktemp("race")):
        results = race(6, press)
        [kept] = race(1, lambda _n: Suggestion.objects.count())

    assert kept == 3
    assert all(numbers == results[0] for numbers in results)


def test_page_splits_and_says_so(sign_in, letter, clerk):
    client, path = sign_in(clerk), url(letter, "split/")
    assert client.get(path).status_code == 200

    page = client.post(path, TYPED, follow=True)

    numbers = list(letter.parts.values_list("number", flat=True))
    assert len(numbers) == 2
    assert all(number in page.text for number in numbers)
    part = client.get(url(letter.parts.first(), "change/")).text
    assert f"拆分自 {letter.number}" in part
    assert letter.content in part


@pytest.mark.parametrize("missing", ["kept", "part_2"])
def test_page_keeps_what_was_typed(sign_in, letter, clerk, missing):
    page = sign_in(clerk).post(url(letter, "split/"), TYPED | {missing: ""})

    assert page.status_code == 422
    assert missing in page.context["form"].errors
    assert page.context["form"]["part_3"].value() == "垃圾没人收。"
    assert not letter.parts.exists()


def test_page_is_guarded(sign_in, home, letter, clerk, auditor, other_clerk, chair):
    for user, status in [(auditor, 403), (other_clerk, 404)]:
        assert sign_in(user).post(url(letter, "split/"), TYPED).status_code == status
    late = make_suggestion(home, step=Step.CLASSIFY, by=chair)
    assert sign_in(clerk).post(url(late, "split/"), TYPED).status_code == 409
    assert not letter.parts.exists()


def test_summary_of_the_split_is_offered_when_sorting(sign_in, letter, clerk, home):
    split(letter, clerk)
    here = fresh(letter)

    form = sign_in(clerk).get(url(here, "step/2/")).context["form"]
    assert form.initial["summary"] == "路灯坏了"
    sign_in(clerk).post(url(here, "step/2/"), body(here, **facts(Step.SORT, home)))

    assert fresh(letter).step == Step.SORT


def test_one_code_opens_every_part(client, letter, clerk):
    parts = split(letter, clerk)
    code = letter.query_code

    own = client.post(TRACK, {"number": letter.number, "code": code}).text
    assert all(part.number in own for part in parts)
    other = client.post(TRACK, {"number": parts[0].number, "code": code}).text

    assert "自来水是黄的。" in other
    assert letter.number in other
    assert parts[1].number in other
    assert client.post(TRACK, {"number": parts[0].number, "code": "A" * 16}).status_code == 422


def test_files_of_the_letter_are_open_to_those_who_see_a_part(
    sign_in, letter, clerk, other_clerk, home
):
    picture = Attachment.objects.create(
        suggestion=letter, file=default_storage.save("a.jpg", ContentFile(b"x")), name="a.jpg",
        kind="picture", content_type="image/jpeg", size=1, sha256="0",
    )  # fmt: skip
    [part] = split(letter, clerk, others=["自来水是黄的。"])
    reader = make_representative(home, with_account=True)
    Suggestion.objects.filter(pk=part.pk).update(representative=reader)
    path = f"/files/{picture.pk}/"
    stranger = make_representative(home, with_account=True)

    answers = [sign_in(user).get(path) for user in (clerk, reader.user, stranger.user, other_clerk)]
    codes = [answer.status_code for answer in answers]
    for answer in answers[:2]:
        list(answer.streaming_content)  # read to the end a file closes, and not the connection

    assert codes == [200, 200, 404, 404]
    assert path in sign_in(clerk).get(url(part, "change/")).text
    assert path in sign_in(reader.user).get(f"/my/matters/{part.number}/").text
    Suggestion.objects.filter(pk=letter.pk).update(is_restricted=True)
    assert sign_in(reader.user).get(path).status_code == 404
