"""Duties entered by hand: entered once, corrected until confirmed, decided exactly once."""

import hashlib

from django.db import IntegrityError, transaction
from django.db.models import Q

from daihome.tools.stored import stored_files
from representatives.models.accounts import Role
from representatives.posting import post

LATE = "这条履职记录刚刚有了变化，您这次没有改动任何内容。请看最新情况。"
NOT_YOURS = "这条履职记录不归您确认：自己的由别人确认，召集人确认本小组成员的。"
# Where a representative sees the own duties.
PORTAL = "/my/duties/"


class DutyRefused(Exception):
    """A rule says no; the text says why in Chinese, for the person who asked."""


class DutyTaken(DutyRefused):
    """Somebody was faster, or the record is not as it was read any more."""


class EntriesByHand:
    """The part of the queryset of `DutyRecord` about entries by hand."""

    def by_hand(self):
        return self.filter(key="")

    def decidable_by(self, user):
        """Waiting entries that `user` may confirm: staff those of the Home, a convener those of
        the groups led; nobody an own one, nor one that they typed for somebody."""
        may = user.is_authenticated and (
            user.role == Role.CONVENER or user.has_perm("representatives.change_dutyrecord")
        )
        if not may:
            return self.none()
        own = Q(representative__user=user) | Q(entered_by=user)
        return self.visible_to(user).by_hand().waiting().exclude(own)

    def enter(self, representative, *, form_key, by, uploads=(), **fields):
        """Write an entry of `representative`, typed by the user `by`: `(record, created)`.

        The same `form_key` gives the first entry again. Who decides about it finds it among what
        waits.
        """
        record = self.model(
            home=representative.home, representative=representative, form_key=form_key,
            entered_by=by, **fields,
        )  # fmt: skip
        files = self.model.files.rel.related_model
        try:
            with stored_files(uploads, files) as stored, transaction.atomic():
                record.save(force_insert=True)
                files.objects.attach(stored, record=record)
        except IntegrityError:
            first = self.filter(form_key=form_key).first()
            if first is None:
                raise
            return first, False
        return record, True


class ByHand:
    """The part of `DutyRecord` about entries by hand."""

    @property
    def is_by_hand(self):
        return not self.key

    @property
    def seen(self):
        """Stands for what is read of the entry where it is decided."""
        said = [self.pk, self.state, self.category_id, self.on, self.content, self.place]
        said += [self.evidence, f"{self.days:.1f}"]
        return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:16]

    def may_be_corrected_by(self, user):
        """Whoever it is about or typed it, until it is confirmed."""
        mine = user.pk in (self.entered_by_id, self.representative.user_id)
        return self.is_by_hand and self.state != "confirmed" and mine

    def correct(self, *, by, uploads=(), **fields):
        """Write what was corrected, and let it wait again. Raises `DutyRefused`, `DutyTaken`."""
        if not self.is_by_hand:
            raise DutyRefused("这条记录由系统自动登记，请到原来登记的地方改。")
        if not self.may_be_corrected_by(by):
            raise DutyTaken("已经确认的履职记录不能再改。确实有错的，请联系工作人员。")
        files = type(self).files.rel.related_model
        with stored_files(uploads, files) as stored, transaction.atomic():
            self._claim(("waiting", "sent_back"))
            for name, value in fields.items():
                setattr(self, name, value)
            self.state, self.remark = "waiting", ""
            self.save()
            files.objects.attach(stored, record=self)

    correct.alters_data = True

    def confirm(self, by, now):
        """The entry is right (召集人确认). Raises `DutyRefused`, `DutyTaken`."""
        facts = {"confirmed_by": by, "confirmed_by_name": str(by), "confirmed_at": now}
        self._decide(by, now, "已确认", state="confirmed", remark="", **facts)

    confirm.alters_data = True

    def send_back(self, by, remark, now):
        """Ask for more, with a reason. Raises `DutyRefused`, `DutyTaken`."""
        if not remark:
            raise DutyRefused("请写明为什么退回，代表好补充。")
        self._decide(by, now, f"被退回：{remark}", state="sent_back", remark=remark)

    send_back.alters_data = True

    @transaction.atomic
    def _decide(self, by, now, words, **fields):
        rows = type(self).objects
        if not rows.waiting().by_hand().filter(pk=self.pk).exists():
            raise DutyTaken(LATE)
        if not rows.decidable_by(by).filter(pk=self.pk).exists():
            raise DutyRefused(NOT_YOURS)
        self._claim(("waiting",))
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        self._tell(words, now)

    def _claim(self, states):
        """Of several who come at once one goes on; only from one of `states`."""
        rows = type(self).objects.filter(pk=self.pk, state__in=states)
        if not rows.update(state=self.state):
            raise DutyTaken(LATE)

    def _tell(self, words, now):
        user = self.representative.user
        post(
            f"duty:{self.pk}:{self.state}:{now:%Y%m%d%H%M%S%f}",
            home=self.home,
            title=f"履职登记{words}",
            text=f"{self.on} {self.category}：{self.content[:200]}",
            link=PORTAL,
            users=[user] if user else [],
            now=now,
        )
