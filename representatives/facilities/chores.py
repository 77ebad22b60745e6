"""What waits for those who keep the self-checks."""

from datetime import timedelta

from daihome.tools.chores import Chore
from representatives.models import SelfCheck, StandardCheck

SOON = timedelta(days=7)

CHORES = (
    Chore(
        "自查发现的问题该整改了",
        "到期和七天内到期的。整改好了，在那一项里登记完成日期。",
        lambda user, today: StandardCheck.objects.visible_to(user).due(today + SOON),
        "admin:representatives_selfcheck_corrections",
        "representatives.change_selfcheck",
    ),
    Chore(
        "自查没有做完",
        "每一项都有结论以后，按“完成自查”。",
        lambda user, today: SelfCheck.objects.visible_to(user).filter(closed_at=None),
        "admin:representatives_selfcheck_changelist",
        "representatives.change_selfcheck",
    ),
)
