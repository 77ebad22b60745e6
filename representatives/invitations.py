"""Opening accounts and voiding passwords; the printed slip is in `representatives/papers.py`."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from representatives.models import Home, Representative, Role, User

SERIAL_DIGITS = 3


def next_usernames(home, number):
    """`number` free user names of a Home in order: XZ001, XZ002, …; hold the Home's lock.

    A name that once was given to somebody is not given to another, as long as the account exists.
    """
    prefix = home.number_prefix
    taken = User.objects.filter(username__startswith=prefix).values_list("username", flat=True)
    serials = (re.fullmatch(f"{prefix}([0-9]+)", name, re.ASCII) for name in taken)
    last = max((int(serial[1]) for serial in serials if serial), default=0)
    return [f"{prefix}{last + step:0{SERIAL_DIGITS}d}" for step in range(1, number + 1)]


def lock_home(home):
    """Let one person at a time give out user names of a Home; call inside a transaction."""
    list(Home.objects.select_for_update().filter(pk=home.pk).values_list("pk"))


@transaction.atomic
def open_accounts(home, people):
    """Accounts for those of `people` (a queryset of one Home) that have none; the new ones.

    Nobody knows a password yet: the slip's one-time link lets its owner choose one.
    """
    lock_home(home)
    waiting = list(people.filter(home=home, user=None).by_pinyin())
    names = next_usernames(home, len(waiting))
    return [_open(person, name) for person, name in zip(waiting, names, strict=True)]


def _open(person, username):
    user = User(
        username=username, name=person.name, role=Role.REPRESENTATIVE, home_id=person.home_id
    )
    user.set_unusable_password()
    user.save()
    person.user = user
    person.save(update_fields=["user"])
    return user


@transaction.atomic
def void_password(user):
    """Make the old password and every earlier slip worthless; the next slip is the only door.

    Raises ValidationError for an account that is switched off: its slip would open nothing.
    """
    if not user.is_active:
        raise ValidationError("这个账号已经停用。请先在账号里选中“有效”，再打印登录条。")
    user.set_unusable_password()
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])


def without_account(home, today):
    """Representatives in office who cannot sign in yet."""
    return Representative.objects.in_office(today).filter(home=home, user=None)
