"""The seven steps and the roads between them; no database needed (DOMAIN.md 1.6, DESIGN.md 4)."""

from django.db import models


class Step(models.IntegerChoices):
    """The last step taken."""

    RECEIVE = 1, "接待"
    SORT = 2, "梳理"
    CLASSIFY = 3, "分类"
    DELIVER = 4, "送达"
    SUPERVISE = 5, "督办"
    FEEDBACK = 6, "反馈"
    ARCHIVE = 7, "存档"


NEXT_STEPS = {
    Step.RECEIVE: (Step.SORT,),
    Step.SORT: (Step.CLASSIFY,),
    Step.CLASSIFY: (Step.DELIVER, Step.FEEDBACK),
    Step.DELIVER: (Step.SUPERVISE, Step.CLASSIFY),  # back: the unit returned it
    Step.SUPERVISE: (Step.FEEDBACK, Step.CLASSIFY),  # back: returned, or taken back by the chair
    Step.FEEDBACK: (Step.ARCHIVE, Step.DELIVER),  # back: the voter is not satisfied
    Step.ARCHIVE: (),
}


# A unit has it: it may sign, contact, return, ask for more time and answer.
HANDLED = (Step.DELIVER, Step.SUPERVISE)


class Disposal(models.TextChoices):
    """What becomes of a matter; fixed at classification, decides the road and the clock."""

    EXPLAINED = "explained", "解释答复"
    PROPOSAL = "proposal", "转为代表建议"
    UNIT = "unit", "转有关部门办理"
    UPWARD = "upward", "报送上级办理"
    REDIRECTED = "redirected", "引导到信访、司法等渠道"
    REFUSED = "refused", "不予受理"


DELIVERED = (Disposal.PROPOSAL, Disposal.UNIT, Disposal.UPWARD)
ANSWERED_AT_ONCE = (Disposal.EXPLAINED, Disposal.REDIRECTED, Disposal.REFUSED)

DISPOSAL_HELP = {
    Disposal.EXPLAINED: "因政策等原因无法办到，或者当场就能说清的，写明理由答复",
    Disposal.PROPOSAL: "由代表领衔，作为代表建议、批评和意见交办，有法定答复期限",
    Disposal.UNIT: "交镇政府有关部门或村（社区）办理",
    Disposal.UPWARD: "属于县级以上权限的，报县人大常委会转有关部门",
    Disposal.REDIRECTED: "信访申诉、诉讼、仲裁、行政复议事项，告知应去的渠道",
    Disposal.REFUSED: "无实质内容、涉及本人案件或推销等，写明理由",
}


def next_steps(step, disposal="", withdrawn=False):
    """Steps allowed after `step` on the road that `disposal` opens, in the order of NEXT_STEPS.

    A matter that the voter took back goes from wherever it stands to 反馈 (that it was stopped),
    and from there to the archive only.
    """
    if withdrawn and step < Step.ARCHIVE:
        return (Step.FEEDBACK,) if step < Step.FEEDBACK else (Step.ARCHIVE,)
    allowed = NEXT_STEPS[Step(step)]
    if step == Step.CLASSIFY:
        open_road = Step.DELIVER if disposal in DELIVERED else Step.FEEDBACK
        return tuple(to for to in allowed if to == open_road)
    if step == Step.FEEDBACK and disposal in (Disposal.REDIRECTED, Disposal.REFUSED):
        return (Step.ARCHIVE,)
    return allowed


class StepRefused(Exception):
    """A move that the rules do not allow now; its text is a Chinese sentence for the person."""


class StepTaken(StepRefused):
    """Somebody else moved the matter first; nothing was changed."""
