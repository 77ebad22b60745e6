"""What waits for those who keep activities."""

from daihome.tools.chores import Chore
from representatives.models import Activity


def _kept(user):
    return Activity.objects.visible_to(user).kept_by(user)


CHORES = (
    Chore(
        "活动过了日子没登记",
        "打开活动，登记签到和记录；没办成的写原因取消。",
        lambda user, today: _kept(user).unrecorded(today),
        "admin:representatives_activity_changelist",
        "representatives.change_activity",
        "waiting=record",
    ),
    Chore(
        "七天内的活动还没通知",
        "定好名单，发通知。",
        lambda user, today: _kept(user).unannounced(today),
        "admin:representatives_activity_changelist",
        "representatives.change_activity",
        "waiting=notice",
    ),
)
