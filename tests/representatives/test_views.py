"""Signing in: one page, one answer for every failure, a lock, slips, forced change, idle end."""

import time

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from representatives.models import Role
from tests.factories import PASSWORD, make_user

SIGN_IN = "/accounts/sign-in/"
NEW = "我爱北京天安门一九四九"


def enter(client, username, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": username, "password": password}, **extra)


def slip_address(user):
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:slip", args=[uid, default_token_generator.make_token(user)])


def test_sign_in_takes_each_to_their_work(client, clerk, representative):
    assert enter(client, clerk.username).url == "/accounts/landing/"
    assert client.get("/accounts/landing/").url == "/admin/"

    client.logout()
    enter(client, representative.user.username)
    assert client.get("/accounts/landing/").url == "/my/"


def test_sign_in_does_not_say_whether_the_name_exists(client, clerk):
    known = enter(client, clerk.username, "wrong").context["form"].errors
    unknown = enter(client, "nobody", "wrong").context["form"].errors

    assert known == unknown != {}


def test_account_switched_off_gets_the_same_answer(client, clerk):
    clerk.is_active = False
    clerk.save()

    response = enter(client, clerk.username)

    assert response.status_code == 200
    assert "账号或密码不对" in response.text


def test_five_wrong_passwords_lock_this_person_only(client, clerk, chair):
    for _attempt in range(5):
        enter(client, clerk.username, "wrong")

    assert enter(client, clerk.username).status_code == 429
    assert enter(client, chair.username).status_code == 302


@pytest.mark.parametrize("username", ["a\x00", "' OR 1=1 --", "长" * 10_000, "\u202e王"])
def test_hostile_names_are_refused_with_the_form(client, db, username):
    assert enter(client, username, "x").status_code == 200


def test_sign_in_goes_back_to_own_pages_only(client, clerk):
    data = {"username": clerk.username, "password": PASSWORD, "next": "https://evil.example/"}

    assert client.post(SIGN_IN, data).url == "/accounts/landing/"


def test_session_id_changes_at_sign_in(client, clerk):
    client.cookies["sessionid"] = "attackerchosen"

    enter(client, clerk.username)

    assert client.cookies["sessionid"].value != "attackerchosen"


def test_sign_out_needs_a_press(sign_in, clerk):
    client = sign_in(clerk)

    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.post("/accounts/sign-out/").status_code == 302
    assert client.get("/admin/").status_code == 302


def test_first_password_must_be_changed(sign_in, clerk):
    clerk.must_change_password = True
    clerk.save()
    client = sign_in(clerk)

    assert client.get("/admin/").url == "/accounts/password/"
    data = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/accounts/password/", data).status_code == 302
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "password", ["12345678", "1234567890123", "woaini1314", "aaaaaaaaaaaa", PASSWORD, "password123"]
)
def test_guessable_or_previous_password_is_refused(sign_in, clerk, password):
    data = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}

    response = sign_in(clerk).post("/accounts/password/", data)

    assert response.status_code == 200
    assert "new_password2" in response.context["form"].errors
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_password_like_the_user_name_is_refused(sign_in, home):
    user = make_user(role=Role.CLERK, home=home, username="wangxiuying")
    data = {
        "old_password": PASSWORD,
        "new_password1": "wangxiuying",
        "new_password2": "wangxiuying",
    }

    assert sign_in(user).post("/accounts/password/", data).status_code == 200


def test_slip_works_once_and_only_when_pressed(client, representative):
    user = representative.user
    user.set_unusable_password()
    user.must_change_password = True
    user.save()
    address = slip_address(user)

    form_page = client.get(address).url
    page = client.get(form_page)
    assert user.username in page.text
    assert "_auth_user_id" not in client.session

    client.post(form_page, {"new_password1": NEW, "new_password2": NEW})
    assert client.get("/my/").status_code == 200

    client.logout()
    used = client.get(address)
    assert used.status_code == 200
    assert "不能用了" in used.text


def test_slip_with_a_wrong_token_says_what_to_do(client, db):
    assert "重新打印" in client.get("/accounts/slip/MQ/x-y/").text


def test_idle_sitting_ends(sign_in, clerk):
    client = sign_in(clerk)
    client.get("/admin/")
    session = client.session
    session["seen"] = int(time.time()) - 31 * 60
    session.save()

    response = client.get("/admin/")

    assert response.url == "/accounts/sign-in/?next=/admin/"
    assert "_auth_user_id" not in client.session
    assert "已经退出" in client.get(response.url).text


def test_page_left_open_does_not_keep_the_sitting(sign_in, clerk):
    client = sign_in(clerk)
    client.get("/admin/")
    session = client.session
    before = session["seen"] = int(time.time()) - 20 * 60
    session.save()

    client.get("/admin/", headers={"X-Unattended": "1"})
    unattended = client.session["seen"]
    client.get("/admin/")

    assert unattended == before
    assert client.session["seen"] > before


def test_long_sitting_ends_even_when_busy(sign_in, clerk):
    client = sign_in(clerk)
    client.get("/admin/")
    session = client.session
    session["began"] = int(time.time()) - 9 * 3600
    session.save()

    assert client.get("/admin/").status_code == 302


def test_account_switched_off_while_signed_in_is_out(sign_in, clerk):
    client = sign_in(clerk)
    clerk.is_active = False
    clerk.save()

    assert client.get("/admin/").status_code == 302


def test_landing_refuses_an_account_without_work(sign_in, representative):
    stranger = make_user(role=Role.REPRESENTATIVE, home=representative.home)

    assert sign_in(stranger).get("/accounts/landing/").status_code == 403


def test_landing_sends_units_to_their_list(sign_in, unit_user):
    response = sign_in(unit_user).get("/accounts/landing/")

    assert response.url == "/suggestions/unit/"
