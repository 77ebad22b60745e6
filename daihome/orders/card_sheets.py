"""Many cards: drawn a few sheets at a time, bound into one PDF."""

from datetime import date
from io import BytesIO

from django.http import QueryDict

from daihome.card_choices import CardForm
from daihome.orders import Unmakeable


def card_sheets(order, file, tell):
    """`order.parameters`: `address` as `CardForm` reads it, `site`, and `today` (ISO)."""
    import pikepdf

    said = order.parameters
    site, today = said["site"], date.fromisoformat(said["today"])
    form = CardForm(QueryDict(said["address"]), user=order.user, today=today)
    if not form.is_valid() or form.home != order.home:
        raise Unmakeable("选的小组、村或者活动已经没有了，请回到“卡片和标识”重新选择。")
    choice = form.choice()
    facts = choice.facts(today)
    if not facts:
        raise Unmakeable("没有可以打印的：选的人或者地方已经没有了，请重新选择。")
    with pikepdf.new() as whole:
        for start, part in parts(choice, facts):
            _add(whole, choice, part, site)
            tell(start + len(part), len(facts))
        whole.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def parts(choice, facts):
    """(number of the first, cards) of as many whole sheets as are made at once."""
    each = choice.card.format(choice.size).each
    most = max(choice.card.at_once // each, 1) * each
    for start in range(0, len(facts), most):
        yield start, facts[start : start + most]


def _add(whole, choice, part, site):
    """Append these cards; one a page each has a bookmark."""
    import pikepdf

    place = len(whole.pages)
    with pikepdf.open(BytesIO(choice.pdf(part, site))) as made:
        whole.pages.extend(made.pages)
    if choice.card.is_paged:
        with whole.open_outline() as outline:
            outline.root.extend(
                pikepdf.OutlineItem(one["name"], page) for page, one in enumerate(part, start=place)
            )
