"""What is told of sessions: a leave that was decided, absences without one."""

from django.urls import reverse

from inspections.congress import absences
from representatives import posting
from suggestions.clocks.reminders import Receivers


def tell_leave(session, row, is_approved, now):
    """Tell somebody whether the leave for a session was approved."""
    user = row.representative.user
    if user is None or not user.is_active:
        return 0
    if is_approved:
        text = "可以不出席，系统记为请假。"
    else:
        text = "没有批准，请按时出席。未经批准两次不出席的，代表资格终止（代表法第六十二条）。"
    return posting.post(
        f"session:{session.pk}:leave:{row.pk}:{is_approved:d}:{now:%Y%m%d%H%M}",
        home=session.home,
        title=f"{'批准' if is_approved else '没有批准'}您的请假：{session}",
        text=text,
        link=reverse("my:activity", args=[session.activity_id]),
        users=[user],
        now=now,
    )


def absence_letters(home):
    """(key, users, title, text, link) of each mandate with absences that has not ended."""
    staff, link = None, reverse("admin:inspections_absences")
    for one in absences.absent(home):
        if one.is_over:
            continue
        staff = staff or Receivers.of(home)
        title = "代表资格依法终止，请核实" if one.must_end else "代表未经批准缺席人代会"
        key = f"absence:{one.mandate.pk}:{one.sessions[-1].pk}:{min(one.count, absences.ENDS_AT)}"
        yield key, staff.chairs, f"{title}：{one.person.name}", one.sentence, link
