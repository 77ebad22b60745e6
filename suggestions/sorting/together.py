"""One step for all that are handled together: each takes it by its own door, or stays as it was."""

from django import forms
from django.db.models import Exists, F, OuterRef, Q

from daihome.tools.fields import RowsField
from suggestions.models import Assignment, Joining, Reply, ReplyState, Suggestion
from suggestions.pipeline import ANSWERED_AT_ONCE, Disposal, Step, StepRefused

# Where a step needs the same of all; a return or a new round is each matter's own affair.
SHARED = {
    (Step.SORT, Step.CLASSIFY),
    (Step.CLASSIFY, Step.DELIVER),
    (Step.DELIVER, Step.SUPERVISE),
    (Step.CLASSIFY, Step.FEEDBACK),
    (Step.SUPERVISE, Step.FEEDBACK),
}
MOVED = "它的环节刚刚变了，没有一并办理，请打开看看。"


def members_of(lead, user):
    """Matters that are handled together with `lead` now, as far as `user` sees them."""
    joined = Joining.objects.open().filter(lead=lead).values("suggestion")
    rows = Suggestion.objects.visible_to(user).filter(pk__in=joined)
    return rows.select_related("home", "village", "representative").order_by("pk")


def companions(lead, to, user):
    """Members that stand where `lead` stands and may take the step `to` on the same grounds."""
    if (lead.step, to) not in SHARED:
        return Suggestion.objects.none()
    rows = members_of(lead, user).filter(step=lead.step)
    if to == Step.DELIVER:
        return rows.exclude(disposal__in=ANSWERED_AT_ONCE)
    if to == Step.SUPERVISE:
        return rows.filter(Exists(_with_unit_of(lead)))
    if to == Step.FEEDBACK:
        return rows.filter(Q(disposal__in=ANSWERED_AT_ONCE) | Exists(_published()))
    return rows


def _with_unit_of(lead):
    here = lead.main_assignment()
    rows = Assignment.objects.filter(suggestion=OuterRef("pk"), role="main", returned_on=None)
    return rows.filter(round_no=OuterRef("round_no"), unit=here.unit_id if here else None)


def _published():
    rows = Reply.objects.filter(suggestion=OuterRef("pk"), state=ReplyState.PUBLISHED)
    return rows.filter(assignment__role="main", assignment__round_no=F("suggestion__round_no"))


def offer(form, lead, to, user):
    """Put the companions into a step's form, to be ticked; without any the form stays as it is."""
    present = list(companions(lead, to, user)) if (lead.step, to) in SHARED else []
    ticked = form.data.getlist("together") if form.is_bound else []
    if not (present or ticked):
        return
    field = RowsField(
        label="并案的各件一并办理",
        # All that are joined: one that moved on meanwhile is named, it does not stop the others.
        queryset=members_of(lead, user),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_help(to),
    )
    field.choices = [
        (row.pk, f"{row.number}　{row.village.name}　{row.heading}") for row in present
    ]
    form.fields["together"] = field
    if to != Step.FEEDBACK:  # each voter must really have been told
        form.initial.setdefault("together", [row.pk for row in present])
    names = [name for name in form.fields if name not in ("together", "note")]
    form.order_fields([*names, "together", "note"])


def _help(to):
    if to == Step.FEEDBACK:
        return "同一天用同样的方式告知了的才打勾。评价要各问各的，这里不一并登记"
    if to == Step.CLASSIFY:
        return "打勾的用同样的分类，每件各有一条记录；答复里的编号、村名换成它自己的"
    return "打勾的照同样的内容办，每件各有一条记录。不打勾的另外再办"


def follow(lead, before, to, members, *, by, note="", proposes=False, facts):
    """Take the step `to` for each of `members` as `lead` did from `before`.

    Returns (numbers that took it, sentences that name the others and say why).
    """
    done, left = [], []
    for member in members:
        try:
            _take(lead, before, to, member, by, note, proposes, facts)
            done.append(member.number)
        except StepRefused as error:
            left.append(f"{member.number}：{error}")
    return done, left


def _take(lead, before, to, member, by, note, proposes, facts):
    if member.step != before:
        raise StepRefused(MOVED)
    own = own_facts(lead, member, to, facts)
    if proposes:
        member.propose_classification(by=by, **own)
    else:
        said = f"随{lead.number}一并办理。{note}"
        member.advance(to, by=by, note=said, **own)


def own_facts(lead, member, to, facts):
    """The facts of the lead's step as they are true of `member`."""
    own = dict(facts)
    if to == Step.CLASSIFY:
        own["explanation"] = worded(own.get("explanation", ""), lead, member)
        if own["disposal"] != Disposal.PROPOSAL and member.representative_id:
            own["representative"] = member.representative
    if to == Step.FEEDBACK:
        own |= {"satisfaction": "", "satisfaction_reason": ""}
    return own


def worded(text, lead, member):
    """`text` about `lead` with the number, title and village of `member`."""
    for mine, theirs in (
        (lead.number, member.number),
        (lead.title, member.title),
        (lead.village.name, member.village.name),
    ):
        if mine and theirs:
            text = text.replace(mine, theirs)
    return text
