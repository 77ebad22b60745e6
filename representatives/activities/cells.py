"""What is said of an activity on its papers and in the books; all from rows fetched before."""

from django.db.models import Prefetch
from django.utils import timezone

from daihome.tools.text import mask_personal_data
from representatives.models import Activity, Attendance, AttendanceState, GroupMembership, Part

# Characters of a text in one cell of a book; the record has it all.
WORDS_MAX, NAMES_MAX = 200, 240
CUT_HERE = "……（全文见活动记录）"
EXPECTED, PRESENT = AttendanceState.EXPECTED, AttendanceState.PRESENT
LEAVE, ABSENT = AttendanceState.LEAVE, AttendanceState.ABSENT


def with_people(rows):
    """Activities with all that a paper or book shows; the number of queries does not grow."""
    people = Attendance.objects.select_related("representative").order_by("part", "pk")
    rows = rows.select_related("home", "kind", "group", "venue")
    return rows.prefetch_related(Prefetch("attendances", people), "files", "materials")


def with_groups(rows):
    """Attendances with the group of each person."""
    groups = GroupMembership.objects.filter(ended_on=None).select_related("group")
    rows = rows.select_related("representative", "activity__kind", "activity__venue")
    return rows.prefetch_related(
        Prefetch("representative__memberships", groups, to_attr="present_memberships")
    )


def recorded_of(home, *bases):
    """Held activities of `home` (of some bases) as the books show them, in order."""
    rows = with_people(Activity.objects.of(home).held())
    rows = rows.filter(kind__base__in=bases) if bases else rows
    return rows.order_by("starts_at", "pk")


def of_state(activity, *states):
    return [row for row in activity.attendances.all() if row.state in states]


def count(activity, *states):
    return len(of_state(activity, *states))


def invited(activity):
    """应到: everybody on the list."""
    return len(activity.attendances.all())


def names(activity, *states):
    """Names of those in `states`, all of them."""
    return "、".join(row.representative.name for row in of_state(activity, *states))


def asked(activity):
    """Names of those who are asked to come: all but those who have to stay away."""
    return "、".join(
        row.representative.name for row in activity.attendances.all() if not row.barred
    )


def present_as(activity, *, observers):
    """Names of those who were there as observers, or of all others."""
    rows = of_state(activity, PRESENT)
    return "、".join(
        row.representative.name for row in rows if (row.part == Part.OBSERVER) == observers
    )


def observers(activity):
    """列席: representatives who only listened, and the others named in the record."""
    named = [present_as(activity, observers=True), cut(activity.others)]
    return "、".join(filter(None, named))


def excused(activity):
    """Those who were not there, and why: 王秀英（请假：外出务工）、李明（缺席）."""
    return "、".join(
        f"{row.representative.name}（{row.get_state_display()}"
        f"{'：' + row.leave_reason if row.leave_reason else ''}）"
        for row in of_state(activity, LEAVE, ABSENT)
    )


def leaves(activity):
    """Those on leave with the reason, without the word."""
    return "、".join(
        f"{row.representative.name}（{row.leave_reason}）" for row in of_state(activity, LEAVE)
    )


def numbers(activity):
    """应到12人，实到10人，请假1人，缺席1人."""
    return (
        f"应到{invited(activity)}人，实到{count(activity, PRESENT)}人，"
        f"请假{count(activity, LEAVE)}人，缺席{count(activity, ABSENT)}人"
    )


def came(activity):
    """参加人数: representatives and others."""
    return count(activity, PRESENT) + activity.others_count


def moment(activity):
    """2026-04-15 09:00—11:00."""
    local = timezone.localtime(activity.starts_at)
    end = activity.ends_at and timezone.localtime(activity.ends_at)
    return f"{local:%Y-%m-%d %H:%M}" + (f"—{end:%H:%M}" if end else "")


def votes(activity):
    """赞成20，反对0，弃权1; empty where nothing was put to the vote."""
    found = (
        ("赞成", activity.votes_for),
        ("反对", activity.votes_against),
        ("弃权", activity.votes_abstained),
    )
    return "，".join(f"{word}{number}票" for word, number in found if number is not None)


def hours(activity):
    """学时 without needless digits: 3, 1.5."""
    return "" if activity.hours is None else f"{activity.hours.normalize():f}"


def pictures(activity):
    """How many pictures there are, as a book says it."""
    found = sum(row.use == "picture" and row.kind == "picture" for row in activity.files.all())
    return f"{found}张" if found else ""


def materials(activity):
    return "、".join(f"《{row.title}》" for row in activity.materials.all())


def cut(text, most=WORDS_MAX):
    """`text` without numbers of persons, then cut where it is long (in this order)."""
    text = mask_personal_data(text)
    return text if len(text) <= most else text[: most - len(CUT_HERE)] + CUT_HERE


def shortened(name, most=WORDS_MAX):
    """A function that gives the field `name`, cut."""
    return lambda row: cut(getattr(row, name), most)
