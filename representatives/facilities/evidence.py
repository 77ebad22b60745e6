"""Where the proof of an item is kept on the staff's site, and for which days."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from daihome.tools.registers import Period
from representatives.models import EvidenceKind, Span

FIRST_DAY = date(1949, 10, 1)


def money(amount: Decimal) -> str:
    """“60,000” or “1,234.50”, without needless decimals."""
    return f"{amount:,.2f}".removesuffix(".00")


def period_of(span: str, day: date, term_start: date | None = None) -> Period:
    """The days that count for an item on `day`, `day` included; without a span all up to it."""
    start = FIRST_DAY
    if span == Span.YEAR:
        start = date(day.year, 1, 1)
    elif span == Span.QUARTER:
        start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    elif span == Span.TERM and term_start:
        start = term_start
    return Period(start, day, span_words(span, day))


def span_words(span: str, day: date) -> str:
    """“2026年”, “2026年第四季度”, “本届”; without a span “共”, as it stands before a number."""
    if span == Span.YEAR:
        return f"{day.year}年"
    if span == Span.QUARTER:
        return f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度"
    return "本届" if span == Span.TERM else "共"


def link_of(item, venue_id: int, home, day: date, term_start: date | None = None) -> str:
    """The page with the proof of `item`; empty for what only eyes can see."""
    kind, here = item.evidence, {"home": home.slug}
    if kind == EvidenceKind.REGISTER:
        period = period_of(item.span, day, term_start)
        days = here | {"start": period.start, "end": period.end}
        return f"{reverse('register', args=[item.evidence_key])}?{urlencode(days)}"
    if kind == EvidenceKind.BOARD:
        return f"{reverse('admin:representatives_wallboard_changelist')}?{urlencode(here)}"
    if kind == EvidenceKind.RULE:
        return f"{reverse('admin:representatives_homerule_changelist')}?force=now"
    if kind == EvidenceKind.EQUIPMENT:
        page = reverse("admin:representatives_equipment_changelist")
        return f"{page}?{urlencode({'venue__id__exact': venue_id})}"
    if kind == EvidenceKind.FUND:
        return f"{reverse('admin:representatives_fundentry_years')}?{urlencode(here)}"
    if kind == EvidenceKind.VENUE:
        return reverse("admin:representatives_venue_change", args=[venue_id])
    return ""
