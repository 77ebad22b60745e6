"""What a place wants printed for its walls; marked as printed when the file is there, not before."""

from django.utils import timezone

from daihome.orders import Unmakeable
from daihome.orders.end_to_end import bind
from daihome.tools.fonts import MissingGlyphs
from daihome.walls import Wall, mark_printed, pdf_of
from representatives.models import WallBoard

NOTHING = "没有可以打印的版面：内容已经没有了，或者已经撤下。"


def boards(order, file, tell):
    """Those of the order that still hang and say something; returns what was drawn."""
    found = _ordered(order)
    if not found:
        raise Unmakeable(NOTHING)
    site = order.parameters["site"]
    bind([(one.label, lambda one=one: _drawn(one, site)) for one in found], file, tell, order.title)
    return found


def _ordered(order):
    mine = WallBoard.objects.visible_to(order.user).filter(pk__in=order.parameters["boards"])
    keys = set(mine.values_list("pk", flat=True))
    if not order.user.has_perm("representatives.change_wallboard"):
        return []
    hangings = Wall(order.home, timezone.localdate()).hangings
    return [one for one in hangings if one.row.pk in keys and one.state not in ("gone", "down")]


def _drawn(one, site):
    """One board; what it says is remembered as it was drawn, whatever changes meanwhile."""
    if not one.digest:
        raise Unmakeable(NOTHING)
    try:
        return pdf_of([one], site)
    except MissingGlyphs as error:
        raise Unmakeable(f"{one.label}：{error.message}") from error


def printed(order, drawn):
    """The file is there: those boards are printed."""
    mark_printed(drawn, order.user)
