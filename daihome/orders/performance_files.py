"""Everybody's performance file of a term in one PDF, person by person."""

from django.utils import timezone

from daihome.orders import Unmakeable
from daihome.orders.end_to_end import bind
from daihome.performance.file import File, mandates_of
from daihome.performance.papers import file_pdf
from daihome.tools.pinyin import Pinyin


def performance_files(order, file, tell):
    """`order.parameters`: `term` (key), `year` (None: all years), as far as its orderer sees them."""
    today, year = timezone.localdate(), order.parameters["year"]
    rows = mandates_of(order.user).filter(term=order.parameters["term"], term__home=order.home)
    rows = rows.order_by(Pinyin("representative__name"), "pk")
    found = [one for one in (File(row, today) for row in rows) if not year or year in one.years]
    if not found:
        raise Unmakeable("这一届（这一年）还没有代表，没有可以打印的档案。")
    parts = [
        (one.person.name, lambda one=one: file_pdf(one, [year] if year else None)) for one in found
    ]
    bind(parts, file, tell, order.title)
