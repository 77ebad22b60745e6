"""Links of the staff's first page that are no tables: what to report, print and hand over."""

from dataclasses import dataclass

from django.urls import reverse

from representatives.models import Role


@dataclass(frozen=True)
class Room:
    """A page with a link on the first page.

    `address` is its name; `permission` who sees the link, unless `closed_to` the person's role.
    """

    title: str
    address: str
    permission: str
    closed_to: frozenset[str] = frozenset()

    def is_open_to(self, user):
        return user.role not in self.closed_to and user.has_perm(self.permission)


# A group's convener reads a part of a Home only.
OF_WHOLE_HOMES = frozenset({Role.CONVENER})
# Whoever works in one Home has nothing to set side by side.
OF_MANY_HOMES = frozenset({Role.CONVENER, Role.CLERK, Role.CHAIR})


REPORTS = (
    Room("年度报告", "yearly", "suggestions.view_suggestion", OF_WHOLE_HOMES),
    Room("督查和统计", "watch", "suggestions.view_suggestion"),
    Room("空转的迹象", "signs", "suggestions.supervise_suggestion"),
    Room("各代表之家对照", "county", "suggestions.view_suggestion", OF_MANY_HOMES),
    Room("代表实绩档案", "performance", "representatives.view_performancefile"),
    Room("换届交接", "handover", "suggestions.supervise_suggestion"),
    Room(
        "检查包和缺项清单",
        "admin:representatives_selfcheck_gaps",
        "representatives.view_selfcheck",
    ),
    Room("年度归档包", "archive", "daihome.view_archivepackage"),
)
# Pages over the tables of a heading of UPKEEP, shown before the tables.
OVERVIEWS = {
    "视察和整改": (
        Room(
            "整改批次和成效",
            "admin:inspections_rectification_batch",
            "inspections.view_rectification",
        ),
    ),
    "主席团和大会": (
        Room("主席团一览", "admin:inspections_presidium", "inspections.view_presidiummeeting"),
        Room("人代会缺席", "admin:inspections_absences", "inspections.view_congresssession"),
    ),
    "建设标准和家底": (
        Room(
            "各场所达标情况",
            "admin:representatives_selfcheck_overview",
            "representatives.view_selfcheck",
        ),
        Room(
            "专项资金各年收支",
            "admin:representatives_fundentry_years",
            "representatives.view_fundentry",
        ),
    ),
}


def links(rooms, user):
    """(title, address) of those that are open to `user`."""
    return [(room.title, reverse(room.address)) for room in rooms if room.is_open_to(user)]
