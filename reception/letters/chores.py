"""What waits for staff at the letter box."""

from datetime import timedelta

from django.db.models import Max, Q

from daihome.tools.chores import Chore
from daihome.tools.registers import midnight
from reception.models import Mailbox, MailItem


def undecided(user, today):
    """Letters of which nobody has said what becomes of them."""
    return MailItem.objects.visible_to(user).undecided()


def unopened(user, today):
    """Boxes that nobody has opened for more days than the Home allows."""
    rows = Mailbox.objects.visible_to(user).filter(is_active=True)
    late = Q(last=None)
    for days in set(rows.order_by().values_list("open_days", flat=True)):
        late |= Q(open_days=days, last__lt=midnight(today - timedelta(days=days)))
    return rows.annotate(last=Max("openings__opened_at")).filter(late)


CHORES = (
    Chore(
        "没有处理的来信",
        "每封信要么转为意见办理，要么直接答复，要么写明不需要办理的原因。",
        undecided,
        "admin:reception_mailitem_changelist",
        "reception.change_mailitem",
        "outcome__exact=waiting",
    ),
    Chore(
        "该开箱的代表信箱",
        "超过规定的天数没有开了。两个人一起开，没有信也登记一次。",
        unopened,
        "admin:reception_mailboxopening_add",
        "reception.add_mailboxopening",
    ),
)
