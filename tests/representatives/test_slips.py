"""Opening accounts, the printed slips, and who may do it for whom."""

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from representatives.invitations import next_usernames
from representatives.models import Representative, Role, User
from representatives.papers import sign_in_slip
from tests import factories


def _list():
    return reverse("admin:representatives_representative_changelist")


def _slip(person):
    return reverse("admin:representatives_slip", args=[person.pk])


def _user_slip(user):
    return reverse("admin:representatives_user_slip", args=[user.pk])


def _open_all():
    return reverse("admin:representatives_open_accounts")


def _pages(answer):
    return len(pikepdf.open(BytesIO(answer.content)).pages)


def _act(client, people):
    keys = [person.pk for person in people]
    return client.post(_list(), {"action": "print_slips", "_selected_action": keys, "index": "0"})


def test_chosen_representatives_get_accounts_and_one_sheet(home, clerk, sign_in):
    people = [factories.make_representative(home, name=name) for name in ("王芳", "阿古拉", "李强")]
    left_out = factories.make_representative(home, name="赵六")

    answer = _act(sign_in(clerk), people)

    assert answer["Content-Type"] == "application/pdf"
    assert _pages(answer) == 1
    users = User.objects.filter(role=Role.REPRESENTATIVE)
    assert {user.username for user in users} == {"XZ001", "XZ002", "XZ003"}
    assert not any(user.has_usable_password() for user in users)
    assert all(user.must_change_password and user.home == home for user in users)
    left_out.refresh_from_db()
    assert left_out.user is None


def test_user_names_follow_the_pinyin_of_names(home, clerk, sign_in):
    for name in ("张三", "陈一", "李四"):
        factories.make_representative(home, name=name)

    sign_in(clerk).post(_open_all())

    found = User.objects.filter(role=Role.REPRESENTATIVE).order_by("username")
    assert [(user.username, user.name) for user in found] == [
        ("XZ001", "陈一"), ("XZ002", "李四"), ("XZ003", "张三"),
    ]  # fmt: skip


def test_names_of_accounts_go_on_where_they_ended(home):
    factories.make_user(home=home, username="XZ007")
    factories.make_user(home=home, username="XZ1000")
    factories.make_user(home=home, username="XZ办公室")

    assert next_usernames(home, 2) == ["XZ1001", "XZ1002"]


def test_all_who_are_in_office_get_accounts_once(home, other_home, clerk, sign_in):
    for _ in range(9):
        factories.make_representative(home)
    factories.make_representative(home, in_office=False)
    factories.make_representative(other_home)
    client = sign_in(clerk)

    shown = client.get(_open_all())
    first = client.post(_open_all())
    second = client.post(_open_all(), follow=True)

    assert "这 9 位现任代表还没有账号" in shown.content.decode()
    assert _pages(first) == 2
    assert User.objects.filter(role=Role.REPRESENTATIVE).count() == 9
    assert "都已经有账号了" in second.content.decode()


def test_opening_the_page_opens_no_account(home, clerk, sign_in):
    person = factories.make_representative(home)
    client = sign_in(clerk)

    client.get(_open_all())

    assert client.get(_slip(person)).status_code == 405
    assert not User.objects.filter(role=Role.REPRESENTATIVE).exists()


def test_slip_lets_its_owner_in_once(home, clerk, sign_in, client):
    person = factories.make_representative(home)
    sign_in(clerk).post(_slip(person))
    person.refresh_from_db()
    link = sign_in_slip(person.user, "http://testserver/").link
    client.logout()

    page = client.get(link, follow=True)
    data = {"new_password1": factories.PASSWORD, "new_password2": factories.PASSWORD}
    client.post(page.redirect_chain[-1][0], data)
    client.logout()
    again = client.get(link, follow=True)

    person.user.refresh_from_db()
    assert person.user.check_password(factories.PASSWORD)
    assert not person.user.must_change_password
    assert "form" not in (again.context or {}) or again.context["form"] is None


def test_new_slip_ends_the_old_password_and_the_old_slip(home, clerk, sign_in):
    person = factories.make_representative(home, with_account=True)
    old = sign_in_slip(person.user, "http://testserver/").link

    answer = sign_in(clerk).post(_slip(person))

    person.user.refresh_from_db()
    assert answer["Content-Type"] == "application/pdf"
    assert not person.user.has_usable_password()
    assert person.user.must_change_password
    assert sign_in_slip(person.user, "http://testserver/").link != old


def test_bulk_printing_leaves_those_alone_who_use_their_account(home, clerk, sign_in):
    person = factories.make_representative(home, with_account=True)
    client = sign_in(clerk)
    person.user.last_login = factories.moment(2026, 1, 1)
    person.user.save()

    answer = _act(client, [person])

    person.user.refresh_from_db()
    assert answer.status_code == 302
    assert person.user.has_usable_password()
    assert "已经在用账号" in client.get(_list()).content.decode()


def test_stranger_and_reader_open_nothing(home, other_clerk, convener, clerk, sign_in, client):
    person = factories.make_representative(home)

    assert client.post(_slip(person)).status_code == 302
    assert sign_in(other_clerk).post(_slip(person)).status_code == 404
    assert sign_in(convener).post(_slip(person)).status_code == 403
    assert sign_in(convener).post(_open_all()).status_code == 403
    assert _act(sign_in(convener), [person]).status_code in (200, 302)
    assert _act(sign_in(other_clerk), [person]).status_code == 302
    assert not User.objects.filter(role=Role.REPRESENTATIVE).exists()


def test_clerk_cannot_take_over_a_colleague_who_is_a_representative(home, clerk, chair, sign_in):
    person = factories.make_representative(home)
    Representative.objects.filter(pk=person.pk).update(user=chair)
    client = sign_in(clerk)

    one = client.post(_slip(person))
    many = _act(client, [person])

    chair.refresh_from_db()
    assert one.status_code == 403
    assert many.status_code == 302
    assert chair.has_usable_password()


def test_name_that_cannot_be_printed_opens_no_account(home, clerk, sign_in):
    person = factories.make_representative(home, name="王\U000e0101\ue000")

    answer = sign_in(clerk).post(_slip(person), follow=True)

    assert "没有字体能打印" in answer.content.decode()
    assert not User.objects.filter(role=Role.REPRESENTATIVE).exists()


# --- accounts of the staff ------------------------------------------------------------------


def _add_user(client, **fields):
    data = {"name": "孙丽", "username": "", "role": "clerk"} | fields
    return client.post(reverse("admin:representatives_user_add"), data, follow=True)


def test_administrator_opens_a_clerks_account_and_prints_its_slip(home, administrator, sign_in):
    client = sign_in(administrator)

    page = _add_user(client)
    user = User.objects.get(name="孙丽")
    slip = client.post(_user_slip(user))

    assert (user.username, user.home, user.role) == ("XZ001", home, Role.CLERK)
    assert user.is_staff
    assert not user.has_usable_password()
    assert "打印登录条" in page.content.decode()
    assert _pages(slip) == 1


def test_clerk_sees_accounts_but_makes_none(home, clerk, sign_in):
    client = sign_in(clerk)

    assert client.get(reverse("admin:representatives_user_changelist")).status_code == 200
    assert client.get(reverse("admin:representatives_user_add")).status_code == 403
    assert client.post(_user_slip(clerk)).status_code == 403


@pytest.mark.parametrize("role", ["auditor", "representative", "king", ""])
def test_administrator_of_one_home_cannot_give_these_roles(home, administrator, sign_in, role):
    _add_user(sign_in(administrator), role=role)

    assert not User.objects.filter(name="孙丽").exists()


@pytest.mark.parametrize("field", ["is_superuser", "is_staff", "password", "groups", "home"])
def test_rights_cannot_be_posted(home, other_home, administrator, sign_in, field):
    _add_user(sign_in(administrator), **{field: str(other_home.pk)})

    user = User.objects.get(name="孙丽")
    assert (user.is_superuser, user.home) == (False, home)
    assert [group.name for group in user.groups.all()] == ["工作人员"]
    assert not user.has_usable_password()


def test_administrator_of_one_home_cannot_touch_one_of_all(home, administrator, sign_in):
    above = User.objects.create_superuser("root", factories.PASSWORD, name="安装人", home=home)
    client = sign_in(administrator)

    assert client.post(_user_slip(above)).status_code == 403
    assert (
        client.post(
            reverse("admin:representatives_user_change", args=[above.pk]), {"name": "改"}
        ).status_code
        == 403
    )
    above.refresh_from_db()
    assert above.check_password(factories.PASSWORD)


def test_auditor_gets_homes_to_watch(home, other_home, sign_in):
    client = sign_in(factories.make_user(role=Role.ADMINISTRATOR, home=None))

    without = _add_user(client, role="auditor", username="xian1")
    _add_user(client, role="auditor", username="xian1", watched_homes=[home.pk, other_home.pk])

    assert "请至少选一个可查看的代表之家。" in without.content.decode()
    user = User.objects.get(username="xian1")
    assert sorted(user.home_ids) == sorted([home.pk, other_home.pk])


def test_administrator_does_not_switch_off_the_own_account(home, administrator, sign_in):
    client = sign_in(administrator)
    address = reverse("admin:representatives_user_change", args=[administrator.pk])
    seen = administrator.history.latest().pk
    data = {"name": "我", "username": administrator.username, "role": "administrator"}

    page = client.post(address, data | {"seen": seen})

    administrator.refresh_from_db()
    assert administrator.is_active
    assert "不能停用您自己正在用的账号。" in page.content.decode()
