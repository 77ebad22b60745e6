"""How matters come in, who sees which, and how a voter finds theirs again."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from daihome.tools.uploads import Upload
from representatives.models import Convener, GroupMembership
from suggestions import codes
from suggestions.models import Cosigner, NumberCounter, Suggestion, VoterIdentity
from tests.factories import (
    make_group,
    make_representative,
    make_suggestion,
    make_village,
    moment,
)

IDENTITY = {"name": "张秀兰", "phone": "13800138000", "address": "北山咀村三组"}


def receive(home, key="k1", **fields):
    given = {"content": "路灯坏了", "village": make_village(home), "at": moment(2026, 3, 2)}
    return Suggestion.objects.receive(home=home, key=key, **given | fields)


def picture(name="路灯.jpg"):
    return Upload(name, "picture", "image/jpeg", ContentFile(b"\xff\xd8\xff", name), "0" * 64)


def stored(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_matter_has_number_clock_and_first_record(home):
    suggestion, created = receive(home)

    record = suggestion.records.get()
    assert created
    assert suggestion.number == "XZ2026-0001"
    assert suggestion.due_on == date(2026, 3, 9)
    assert (record.from_step, record.to_step, record.by_name) == (None, 1, "反映人")
    assert "XZ2026-0001" in record.public_text


def test_same_key_gives_the_first_matter(home, settings):
    first, _created = receive(home)

    second, created = receive(home, content="别的话", uploads=[picture()])

    assert (second, created) == (first, False)
    assert Suggestion.objects.get().content == "路灯坏了"
    assert stored(settings) == []
    assert NumberCounter.objects.get().last == 1


def test_numbers_have_no_gap_and_start_again_each_year_and_home(home, other_home):
    receive(home, "a")
    with pytest.raises(ValueError, match="Cosigner"):
        receive(home, "b", cosigners=["no representative"])
    receive(home, "c")
    receive(home, "d", at=moment(2027, 1, 1))
    receive(other_home, "e")

    numbers = Suggestion.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == ["XZ2026-0001", "XZ2026-0002", "XZ2027-0001", "TY2026-0001"]


def test_year_is_that_of_chinese_time(home):
    suggestion, _created = receive(home, at=moment(2027, 1, 1, 0))  # 2026-12-31 16:00 UTC

    assert suggestion.number == "XZ2027-0001"


def test_files_go_when_the_rows_fail(home, settings):
    with pytest.raises(ValueError, match="Cosigner"):
        receive(home, uploads=[picture()], cosigners=["no representative"])

    assert stored(settings) == []
    assert not Suggestion.objects.exists()


def test_files_of_a_matter_are_kept(home, settings):
    suggestion, _created = receive(home, uploads=[picture(), picture("漏水.jpg")])

    names = suggestion.attachments.values_list("name", "size", "source")
    assert list(names) == [("路灯.jpg", 3, "voter"), ("漏水.jpg", 3, "voter")]
    assert len(stored(settings)) == 2
    assert "路灯" not in str(stored(settings))


# --- identity -------------------------------------------------------------------------------
def test_identity_is_encrypted_masked_and_has_an_end(home):
    suggestion, _created = receive(home, identity=IDENTITY, identity_mode="named")

    identity = VoterIdentity.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, address, phone_index FROM suggestions_voteridentity")
        raw = str(cursor.fetchone())
    assert identity.suggestion == suggestion
    assert not any(value in raw for value in IDENTITY.values())
    assert (identity.masked_name, identity.masked_phone) == ("张*", "138****8000")
    assert identity.purge_on == date(2026, 3, 2) + timedelta(days=home.identity_days)
    assert list(VoterIdentity.objects.with_phone("13800138000")) == [identity]


def test_nobody_leaves_no_identity(home):
    receive(home, identity=None)
    receive(home, "k2", identity={"name": "", "phone": ""})

    assert not VoterIdentity.objects.exists()


def test_purge_removes_the_person_and_keeps_the_matter(home):
    suggestion, _created = receive(home, identity=IDENTITY)
    last_day = suggestion.identity.purge_on
    rows = VoterIdentity.objects

    assert not rows.due_for_purge(last_day - timedelta(days=1)).exists()
    assert rows.due_for_purge(last_day).purge(moment(2028, 3, 2)) == 1

    identity = rows.get()
    assert (identity.name, identity.phone, identity.phone_index) == ("", "", "")
    assert not rows.with_phone("13800138000").exists()
    assert not rows.due_for_purge(last_day).exists()
    assert suggestion.records.count() == 1


# --- who sees which -------------------------------------------------------------------------
def test_staff_see_their_own_home(home, other_home, clerk, chair, other_clerk, administrator):
    own, foreign = make_suggestion(home), make_suggestion(other_home)

    for user in (clerk, chair, administrator):
        assert list(Suggestion.objects.visible_to(user)) == [own]
    assert list(Suggestion.objects.visible_to(other_clerk)) == [foreign]


def test_auditor_sees_the_watched_homes(home, other_home, auditor):
    own = make_suggestion(home)
    make_suggestion(other_home)

    assert list(Suggestion.objects.visible_to(auditor)) == [own]


def test_unit_and_stranger_see_nothing(home, unit_user, django_user_model):
    from django.contrib.auth.models import AnonymousUser

    make_suggestion(home)
    gone = django_user_model(is_active=False, role="clerk", home=home)

    for user in (unit_user, AnonymousUser(), gone):
        assert not Suggestion.objects.visible_to(user).exists()


def test_representative_sees_addressed_and_cosigned(home, representative):
    make_suggestion(home)
    mine = make_suggestion(home, representative=representative)
    signed = make_suggestion(home, representative=make_representative(home))
    Cosigner.objects.create(suggestion=signed, representative=representative)

    seen = Suggestion.objects.visible_to(representative.user).order_by("pk")

    assert list(seen) == [mine, signed]


def make_convener(user, home, group=None):
    person = make_representative(home)
    person.user = user
    person.save()
    return Convener.objects.create(
        home=home, group=group, representative=person, started_on=date(2022, 1, 1)
    )


def test_convener_of_a_group_sees_its_villages_and_members(home, convener):
    group = make_group(home)
    make_convener(convener, home, group)
    member, village = make_representative(home), make_village(home)
    GroupMembership.objects.create(group=group, representative=member, started_on=date(2022, 1, 1))
    group.villages.add(village)
    make_suggestion(home)
    both = make_suggestion(home, village=village, representative=member)
    by_member = make_suggestion(home, representative=member)

    assert list(Suggestion.objects.visible_to(convener).order_by("pk")) == [both, by_member]


def test_convener_of_the_home_sees_all_and_a_former_one_nothing(home, convener):
    office = make_convener(convener, home)
    own = make_suggestion(home)
    assert list(Suggestion.objects.visible_to(convener)) == [own]

    office.ended_on = date(2025, 1, 1)
    office.save()

    assert not Suggestion.objects.visible_to(convener).exists()


# --- number and query code ------------------------------------------------------------------
def test_number_and_code_find_the_matter_however_they_are_typed(home):
    suggestion = make_suggestion(home)
    code = suggestion.printed_code

    for number, typed in [
        (suggestion.number, code),
        (suggestion.number.lower(), code.lower()),
        ("ＸＺ２０２６－０００１", f" {code.replace('-', ' ')} "),
        ("xz20260001", suggestion.query_code),
    ]:
        assert Suggestion.objects.tracked(number, typed) == suggestion


def test_wrong_code_and_wrong_number_give_the_same_nothing(home):
    suggestion, other = make_suggestion(home), make_suggestion(home)

    for number, code in [
        (suggestion.number, other.query_code),
        (suggestion.number, ""),
        (suggestion.number, "码" * 500),
        ("XZ2026-9999", suggestion.query_code),
        ("", suggestion.query_code),
        ("%", "%"),
    ]:
        assert Suggestion.objects.tracked(number, code) is None


def test_codes_are_long_different_and_have_a_check_symbol():
    made = {codes.new_code() for _ in range(50)}

    assert len(made) == 50
    assert all(codes.is_well_formed(code) for code in made)
    code = made.pop()
    assert not codes.is_well_formed(code[:-1] + ("2" if code[-1] != "2" else "3"))


def test_code_is_not_readable_in_the_database(home):
    suggestion = make_suggestion(home)

    with connection.cursor() as cursor:
        cursor.execute("SELECT query_code FROM suggestions_suggestion")
        assert suggestion.query_code not in cursor.fetchone()[0]
