"""From the order to the file: claimed by one process, told how far it is, whole or not there.

The file is written under another name and gets its own only when it is complete. What a crash
left behind is taken up by the next run; a file that nobody fetched goes after KEPT_DAYS.
"""

import contextlib
import fcntl
import logging
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from daihome.models import KEPT_DAYS, OrderState, PaperOrder
from daihome.orders import Unmakeable
from daihome.orders.makers import MAKERS
from daihome.tools.fonts import MissingGlyphs
from representatives.posting import post

logger = logging.getLogger(__name__)
FAILED = "制作时出了错，请再试一次；还不行请告诉管理员。"
TRIES_MAX = 3  # what killed its maker so often will do so again
OPEN_MAX = 5  # of one person: whoever presses ten times gets the first again or is told to wait


class TooMany(Exception):
    """The person has as many open orders as one may have."""


def folder() -> Path:
    """Where made papers lie; only the site's account may read it."""
    there = Path(settings.DATA_DIR) / "papers"
    there.mkdir(mode=0o700, parents=True, exist_ok=True)
    return there


@transaction.atomic
def order(user, home, paper, title, **parameters) -> PaperOrder:
    """The open order that says the same, or a new one; starts the maker. Raises `TooMany`."""
    now = timezone.now()
    # Locks the person: pressed twice at once, it is one order.
    get_user_model().objects.select_for_update().get(pk=user.pk)
    mine = PaperOrder.objects.visible_to(user).filter(
        state__in=[OrderState.WAITING, OrderState.MAKING]
    )
    same = mine.filter(home=home, paper=paper, parameters=parameters).first()
    if same is None:
        if mine.count() >= OPEN_MAX:
            raise TooMany
        same = PaperOrder.objects.create(
            user=user, home=home, paper=paper, title=title, parameters=parameters, ordered_at=now
        )
    transaction.on_commit(start)
    return same


def start():
    """Start a process that makes what waits; it ends at once when one is at work already."""
    with (folder() / "making.log").open("ab") as log:
        subprocess.Popen(  # noqa: S603 - our own command, nothing from outside in it
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_papers"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


@contextlib.contextmanager
def only_maker():
    """Yields whether this process is the only one that makes papers; it stays so in the block."""
    with (folder() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def is_anything_waiting() -> bool:
    """Whether there is an order that this machine should make now."""
    return PaperOrder.objects.next_one(timezone.now()) is not None


def make_waiting() -> int:
    """Make everything that waits, one after the other; how many were made."""
    made = 0
    while (found := PaperOrder.objects.next_one(timezone.now())) is not None:
        made += make(found)
    return made


def make(found: PaperOrder) -> bool:
    """Make one order; whether its file is there now. What goes wrong is said on the order."""
    if not _claim(found):
        return False
    if found.tries >= TRIES_MAX:
        return _fail(found, FAILED)
    path = folder() / f"{found.pk}{MAKERS[found.paper].suffix}"
    unfinished = path.with_suffix(".part")
    try:
        made = _write(found, unfinished)
        unfinished.replace(path)
        return _finish(found, path, made)
    except (Unmakeable, MissingGlyphs) as error:
        why = str(getattr(error, "message", error))
    except Exception as error:
        # The kind only: texts may hold what people said.
        logger.error("Order %s failed: %s", found.pk, type(error).__name__)
        why = FAILED
    for left in (unfinished, path):
        left.unlink(missing_ok=True)
    return _fail(found, why)


def _write(found, unfinished):
    """The whole paper under its other name; what its maker returned."""
    with unfinished.open("wb") as file:
        made = MAKERS[found.paper].make(found, file, lambda done, total: tell(found, done, total))
        file.flush()
        os.fsync(file.fileno())
    return made


def _claim(found):
    """Take the order as it was read; of two makers one gets it."""
    as_read = PaperOrder.objects.filter(pk=found.pk, state=found.state, heard_at=found.heard_at)
    now = timezone.now()
    fields = {"state": OrderState.MAKING, "heard_at": now, "done": 0, "total": 0}
    return bool(as_read.update(tries=F("tries") + 1, **fields))


def tell(found, done, total):
    """Keep how far it is."""
    PaperOrder.objects.filter(pk=found.pk).update(done=done, total=total, heard_at=timezone.now())


def _fail(found, why):
    PaperOrder.objects.filter(pk=found.pk).update(state=OrderState.FAILED, error=why[:300])
    return False


@transaction.atomic
def _finish(found, path, made):
    PaperOrder.objects.filter(pk=found.pk).update(
        state=OrderState.READY, file=path.name, size=path.stat().st_size, ready_at=timezone.now()
    )
    MAKERS[found.paper].after(found, made)
    post(
        f"order:{found.pk}",
        home=found.home,
        title=f"已做好：{found.title}",
        text=f"请在{KEPT_DAYS}天内取走，过后自动删除。",
        link=reverse("orders"),
        users=[found.user],
        now=timezone.now(),
    )
    return True


def remove(found: PaperOrder) -> None:
    """Delete an order with its file."""
    name = found.file
    found.delete()
    if name:
        (folder() / name).unlink(missing_ok=True)


def sweep(now) -> int:
    """Remove what is older than KEPT_DAYS, and files that no order names; how many orders."""
    old = list(PaperOrder.objects.filter(ordered_at__lt=now - timedelta(days=KEPT_DAYS)))
    for found in old:
        remove(found)
    with only_maker() as alone:
        if alone:
            for path in folder().glob("*.part"):
                path.unlink()
    return len(old)
