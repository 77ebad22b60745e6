"""My matters in the portal: whom I must tell, my own proposals."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from daihome import errors
from daihome.tools.pages import Page
from daihome.views.portal_base import representative_required, show
from suggestions.models import (
    Assignment,
    Attachment,
    Channel,
    IdentityMode,
    Kind,
    Reply,
    ReplyState,
    Suggestion,
    UnmaskRecord,
)
from suggestions.models.feedback import Party, VerdictSource
from suggestions.pipeline import ANSWERED_AT_ONCE, Step, StepRefused, StepTaken
from suggestions.voters.portal_forms import FeedbackForm, ProposalForm, is_fresh
from suggestions.voters.voter_forms import VoteForm

PAGE_ROWS = 30
TOO_LATE = "现在不能评价：已经评价过了，或者这一轮已经结束。请看最新情况。"


def mine(request):
    rows = Suggestion.objects.of(request.me.home).concerning(request.me)
    return rows.select_related("village", "home")


def _mine_or_404(request, number):
    found = mine(request).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def to_tell(request):
    """Matters that this representative leads whose answer the voter has not been told yet."""
    published = Reply.objects.filter(suggestion=OuterRef("pk"), state=ReplyState.PUBLISHED)
    answered = Q(Exists(published), step=Step.SUPERVISE)
    explained = Q(step=Step.CLASSIFY, disposal__in=ANSWERED_AT_ONCE)
    # Not narrowed to the Home as well: SQLite would then go through all that the Home handles.
    led = Suggestion.objects.filter(representative=request.me)
    led = led.filter(Q(is_restricted=False) | Q(kind=Kind.PROPOSAL))
    return led.filter(answered | explained).select_related("village", "home")


def unsigned(request):
    invited = request.me.cosigned.filter(confirmed_at=None).values("suggestion")
    return mine(request).filter(pk__in=invited, step__lt=Step.ARCHIVE)


@representative_required
def matters(request):
    """All my matters, newest first."""
    page = Page(mine(request), request.GET.get("before", ""), PAGE_ROWS)
    return show(request, "my/matters.html", tab="matters", page=page, day=timezone.localdate())


@representative_required
def matter(request, number):
    """One of my matters: what was said, where it stands, what was answered."""
    suggestion = _mine_or_404(request, number)
    replies = Reply.objects.filter(state=ReplyState.PUBLISHED).select_related("reply_class")
    assignments = Assignment.objects.select_related("unit").prefetch_related(
        Prefetch("replies", replies, to_attr="published")
    )
    return show(
        request,
        "my/matter.html",
        suggestion=suggestion,
        records=suggestion.records.all(),
        assignments=assignments.filter(suggestion=suggestion),
        cosigners=suggestion.cosigners.select_related("representative"),
        attachments=_attachments(suggestion),
        supplements=suggestion.supplements.all(),
        may_tell=_may_tell(request, suggestion),
        may_see_contact=_may_see_contact(request, suggestion),
        may_sign=unsigned(request).filter(pk=suggestion.pk).exists(),
        may_judge=may_judge(request, suggestion),
        verdicts=suggestion.satisfactions.all(),
        day=timezone.localdate(),
    )


def _attachments(suggestion):
    """What came with the matter, and with the letter that it was split from."""
    shown = Attachment.objects.kept().filter(shows_identity=False)
    rows = shown.filter(suggestion=suggestion.pk)
    if suggestion.split_from_id and not suggestion.split_from.is_restricted:
        rows = rows | shown.filter(suggestion=suggestion.split_from_id, reply=None)
    return rows.order_by("pk")


def _may_tell(request, suggestion):
    return to_tell(request).filter(pk=suggestion.pk).exists()


def _may_see_contact(request, suggestion):
    """Only of those who did not ask for confidence, and only when there is something to tell."""
    named = suggestion.identity_mode == IdentityMode.NAMED and hasattr(suggestion, "identity")
    return named and not suggestion.identity.purged_at and _may_tell(request, suggestion)


def may_judge(request, suggestion):
    """Only the lead, and only their own verdict: the voter's is told by the voter."""
    led = suggestion.representative_id == request.me.pk
    return led and Party.REPRESENTATIVE in suggestion.parties_to_judge


@representative_required
def evaluate(request, number):
    """The lead's own verdict on the answer to a 代表建议 (征询意见表), once a round."""
    suggestion = _mine_or_404(request, number)
    if suggestion.representative_id != request.me.pk:
        raise PermissionDenied
    there = reverse("my:matter", args=[number])
    if not may_judge(request, suggestion):
        return errors.conflict(request, TOO_LATE, there)
    form = VoteForm(request.POST if request.method == "POST" else None, home=request.home)
    if form.is_valid():
        try:
            suggestion.judge(
                by=request.user, given_on=timezone.localdate(), party=Party.REPRESENTATIVE,
                source=VerdictSource.PAGE, **form.cleaned_data,
            )  # fmt: skip
        except StepRefused:
            return errors.conflict(request, TOO_LATE, there)
        messages.success(request, "您的评价已经登记。")
        return redirect(there)
    return show(request, "my/evaluate.html", suggestion=suggestion, form=form)


@representative_required
@require_POST
def contact(request, number):
    """Show the voter's name and telephone to the one who must tell them; the look is recorded."""
    suggestion = _mine_or_404(request, number)
    if not _may_see_contact(request, suggestion):
        raise PermissionDenied
    UnmaskRecord.objects.create(
        identity=suggestion.identity, by=request.user, reason="代表告知选民办理结果"
    )
    return show(request, "my/contact.html", suggestion=suggestion, identity=suggestion.identity)


@representative_required
def told(request, number):
    """Record that the voter was told: the step 反馈."""
    suggestion = _mine_or_404(request, number)
    if suggestion.representative_id != request.me.pk:
        raise PermissionDenied
    first = {"from_step": suggestion.step, "told_on": timezone.localdate()}
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial=first)
    form.fit(suggestion)
    if form.is_valid():
        try:
            return _take_feedback(request, suggestion, form)
        except StepTaken as late:
            return errors.conflict(request, str(late), reverse("my:matter", args=[number]))
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return show(request, "my/told.html", suggestion=suggestion, form=form)


def _take_feedback(request, suggestion, form):
    if not is_fresh(form, suggestion):
        raise StepTaken("这件意见刚刚被别人处理过了，请看最新情况。")
    suggestion.advance(Step.FEEDBACK, by=request.user, **form.facts())
    messages.success(request, f"已经登记：{suggestion.number} 的办理情况告知了选民。")
    return redirect("my:matter", suggestion.number)


@representative_required
@require_POST
def cosign(request, number):
    """Confirm with one's own sign-in that one signs this proposal."""
    suggestion = _mine_or_404(request, number)
    if suggestion.cosign(request.me, timezone.now()):
        messages.success(request, f"您已确认附议 {suggestion.number}。")
    return redirect("my:matter", number)


@representative_required
def propose(request):
    """Write a suggestion of one's own; the same form sent twice is one.

    What may keep it from being accepted is said once, after the first press; it blocks nothing.
    """
    day = timezone.localdate()
    if not request.me.mandates.in_office(day).exists():
        raise PermissionDenied
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        lead=request.me,
        today=day,
        initial={"key": secrets.token_urlsafe(24), "village": request.me.village_id},
    )
    warnings = form.warnings() if form.is_valid() else []
    if form.is_valid() and not warnings:
        suggestion = _receive_proposal(request, form.cleaned_data)
        messages.success(request, f"已经提交，编号 {suggestion.number}。")
        return redirect("my:matter", suggestion.number)
    return show(request, "my/propose.html", tab="matters", form=form, warnings=warnings)


def _receive_proposal(request, typed):
    suggestion, _created = Suggestion.objects.receive(
        home=request.home,
        key=f"{request.user.pk}:{typed['key']}"[:64],
        kind=Kind.PROPOSAL,
        channel=Channel.REPRESENTATIVE,
        identity_mode=IdentityMode.NAMED,
        representative=request.me,
        title=typed["title"],
        content=typed["content"],
        village=typed["village"],
        cosigners=typed["cosigners"],
        by=request.user,
        by_name=request.me.name,
    )
    return suggestion
