"""代表建议 counts as a duty of its lead and of those who signed, and of nobody else."""

import pytest

from representatives.models import DutyRecord
from suggestions.models import Suggestion
from suggestions.pipeline import Step
from tests import factories
from tests.suggestions.cases import make_case, make_proposal

pytestmark = pytest.mark.django_db


def people_of(proposal):
    rows = DutyRecord.objects.filter(key=f"proposal:{proposal.pk}").order_by("pk")
    return [row.representative.name for row in rows]


def test_proposal_is_the_duty_of_its_lead_and_of_those_who_sign(home):
    proposal = make_proposal(home, unsigned=["李建国"])
    signer = proposal.cosigners.get().representative
    before = people_of(proposal)

    first = proposal.cosign(signer, factories.moment(2026, 3, 3))
    again = proposal.cosign(signer, factories.moment(2026, 3, 4))
    stranger = proposal.cosign(factories.make_representative(home), factories.moment(2026, 3, 4))

    assert (first, again, stranger) == (True, False, False)
    assert (before, people_of(proposal)) == (["王伟芳"], ["王伟芳", "李建国"])
    record = DutyRecord.objects.filter(key=f"proposal:{proposal.pk}").first()
    assert (record.category.source, record.on, record.state) == (
        "proposal", proposal.received_on, "confirmed",
    )  # fmt: skip
    assert record.content == f"提出代表建议{proposal.number}：{proposal.title}"


def test_voters_opinion_is_nobodys_proposal(home):
    make_case(home, Step.RECEIVE, representative=factories.make_representative(home))

    assert not DutyRecord.objects.exists()


def test_withdrawn_proposal_counts_no_more(home, clerk):
    proposal = make_proposal(home)
    Suggestion.objects.filter(pk=proposal.pk).update(withdrawal_asked_on="2026-03-05")
    proposal.refresh_from_db()

    proposal.confirm_withdrawal(by=clerk)

    assert people_of(proposal) == []


def test_new_lead_takes_the_duty_over(home, clerk):
    proposal = make_proposal(home)
    other = factories.make_representative(home, name="孙镕")
    proposal.advance(Step.SORT, by=clerk, summary="护栏")

    proposal.advance(
        Step.CLASSIFY, by=clerk, disposal="proposal", category=factories.make_category(home),
        owner_level="township", representative=other,
    )  # fmt: skip

    assert people_of(proposal) == ["孙镕"]
