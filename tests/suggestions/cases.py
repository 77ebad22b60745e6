"""Believable matters for papers and books."""

from datetime import date

from suggestions.models import Suggestion
from suggestions.pipeline import Disposal, Step
from tests import factories

IDENTITY = {"name": "张秀英", "phone": "13904761234", "address": "北山咀村前街12号"}
SAID = "前街从老供销社到小学这一段路灯坏了有小半年，请打13904761234找我。"
HOSTILE = "<b>急</b><img src='file:///etc/passwd'><script>alert(1)</script>&amp;"


def make_case(home, step=Step.DELIVER, **fields):
    """A voter's matter from 北山咀村, taken to `step`; signed with a name to be kept out of papers."""
    village = fields.pop("village", None) or factories.make_village(home, name="北山咀村")
    defaults = {
        "village": village,
        "content": SAID,
        "identity": IDENTITY,
        "identity_mode": "named",
        "channel": "phone",
    }
    return factories.make_suggestion(home, step, **defaults | fields)


def make_proposal(home, cosigners=(), unsigned=(), **fields):
    """A representative's own proposal, as it comes in; `unsigned` have not confirmed."""
    lead = factories.make_representative(home, name="王伟芳")
    people = [factories.make_representative(home, name=name) for name in (*cosigners, *unsigned)]
    defaults = {
        "village": factories.make_village(home, name="二龙村"),
        "kind": "proposal",
        "channel": "representative",
        "representative": lead,
        "title": "关于给二龙村河套便桥加装护栏的建议",
        "content": "二龙村通往河东地块的便桥两侧没有护栏。",
        "identity_mode": "named",
    }
    suggestion, _created = Suggestion.objects.receive(
        home=home,
        key=f"proposal-{lead.pk}",
        at=factories.moment(2026, 3, 2),
        cosigners=people,
        **defaults | fields,
    )
    signed = suggestion.cosigners.filter(representative__name__in=cosigners)
    for row in signed:
        suggestion.cosign(row.representative, factories.moment(2026, 3, 2, 10))
    return suggestion


def hand_over(suggestion, by, main_unit, assisting=(), on=date(2026, 3, 6), **classified):
    """Sort, classify and deliver on the day `on`; returns the main unit's assignment."""
    at = factories.moment(on.year, on.month, on.day)
    defaults = {
        "disposal": Disposal.PROPOSAL if suggestion.kind == "proposal" else Disposal.UNIT,
        "category": factories.make_category(suggestion.home),
        "owner_level": "township",
    }
    suggestion.advance(Step.SORT, by=by, at=at, summary="便桥没有护栏", nature="advice")
    suggestion.advance(Step.CLASSIFY, by=by, at=at, **defaults | classified)
    suggestion.advance(
        Step.DELIVER, by=by, at=at, main_unit=main_unit, assisting=assisting, handed_on=on
    )
    return suggestion.main_assignment()


def make_reply(suggestion, by, **fields):
    """The main unit's signed-for assignment answered with a draft."""
    assignment = suggestion.main_assignment()
    at = factories.moment(2026, 3, 20)
    suggestion.advance(Step.SUPERVISE, by=by, at=at, acknowledged_on=assignment.handed_on)
    defaults = {
        "replied_on": date(2026, 3, 23),
        "reply_class": factories.make_reply_class(suggestion.home),
        "text": "经现场查看，已经修好。",
        "doc_no": "汐建函〔2026〕7号",
        "signer": "孙立军",
    }
    return suggestion.main_assignment().answer(by=by, **defaults | fields)
