"""The receipt (回执) that somebody takes home who said something."""

import datetime
from dataclasses import dataclass

from django.utils.safestring import SafeString

from daihome.tools.paper import qr_svg, render_pdf
from suggestions.models import Kind
from suggestions.papers.common import tracking_address
from suggestions.pipeline import DELIVERED, Step
from suggestions.voters import progress


@dataclass(frozen=True)
class Receipt:
    """What somebody takes home who said something: no name, no words of the matter."""

    home: object
    heading: str
    number: str
    code: str
    received_on: datetime.date
    village: str
    coming: list[tuple[datetime.date, str]]
    address: str
    link: str

    @property
    def qr(self) -> SafeString:
        return qr_svg(self.link, title="查询办理进度的二维码")


def receipt_of(suggestion, base_url) -> Receipt:
    """The facts of the receipt; `base_url` is the site's public address, with its scheme."""
    kind = "代表建议" if suggestion.kind == Kind.PROPOSAL else "选民意见"
    return Receipt(
        home=suggestion.home,
        heading=f"{kind}回执",
        number=suggestion.number,
        code=suggestion.printed_code,
        received_on=suggestion.received_on,
        village=suggestion.village.name,
        coming=coming(suggestion),
        address=tracking_address(base_url),
        link=tracking_address(base_url, suggestion.number, suggestion.query_code),
    )


def receipt_pdf(suggestion, base_url) -> bytes:
    """The receipt, A6. Raises MissingGlyphs."""
    return render_pdf("print/receipt.html", {"receipt": receipt_of(suggestion, base_url)})


def coming(suggestion):
    """(last day, what happens by then) of what is still to come, the earliest first."""
    if suggestion.due_on is None or suggestion.step >= Step.FEEDBACK:
        return []
    if suggestion.step >= Step.DELIVER:
        return [(suggestion.due_on, f"{suggestion.main_assignment().unit}答复")]
    if suggestion.disposal and suggestion.disposal not in DELIVERED:
        return [(suggestion.due_on, "答复您")]
    days = progress.coming_days(suggestion)
    answer = (days["answered"], f"答复您（交办后{days['reply'].length}内）")
    if suggestion.step > Step.RECEIVE:
        return [(suggestion.due_on, "定好由谁办，交下去办"), answer]
    return [(days["sorted"], "看完，梳理清楚"), (days["handed"], "定好由谁办，交下去办"), answer]
