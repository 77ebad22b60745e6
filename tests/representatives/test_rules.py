"""Revising a rule: the old version stays, the new one replaces it from its day on."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from representatives.models import HomeRule
from tests.representatives.test_walls import make_rule

NEW = {"text": "新的正文。", "adopted_by": "镇人大主席团", "adopted_on": "2026-05-20"}


def _revise(rule):
    return reverse("admin:representatives_homerule_revise", args=[rule.pk])


def test_revision_copies_and_ends_the_old_version(home, clerk, sign_in):
    rule = make_rule(home, order=30)

    answer = sign_in(clerk).post(_revise(rule), NEW | {"effective_on": "2026-6-1"})

    new = HomeRule.objects.get(version=2)
    rule.refresh_from_db()
    assert answer.url == reverse("admin:representatives_homerule_change", args=[new.pk])
    assert (new.title, new.kind, new.order, new.text) == (rule.title, rule.kind, 30, "新的正文。")
    assert (rule.superseded_on, new.effective_on) == (date(2026, 6, 1), date(2026, 6, 1))
    assert new.issued == "（2026年5月20日镇人大主席团通过，2026年6月1日起施行）"


def test_revision_form_keeps_what_was_typed_and_changes_nothing(home, clerk, sign_in):
    rule = make_rule(home)

    answer = sign_in(clerk).post(_revise(rule), NEW | {"effective_on": "2025-12-31"})

    assert answer.status_code == 422
    assert "新版的施行日期要晚于现在这一版的施行日期。" in answer.content.decode()
    assert "新的正文。" in answer.content.decode()
    rule.refresh_from_db()
    assert (HomeRule.objects.count(), rule.superseded_on) == (1, None)


def test_old_version_is_not_revised_again(home, clerk, sign_in):
    rule = make_rule(home)
    rule.revise(text="第二版", effective_on=date(2026, 3, 1))

    answer = sign_in(clerk).post(_revise(rule), NEW | {"effective_on": "2026-6-1"}, follow=True)

    assert "不能再修订" in answer.content.decode()
    with pytest.raises(ValidationError):
        rule.revise(text="又一版", effective_on=date(2026, 9, 1))
    assert HomeRule.objects.count() == 2


def test_page_of_a_rule_leads_to_its_revision(home, clerk, auditor, sign_in):
    rule = make_rule(home)
    page = reverse("admin:representatives_homerule_change", args=[rule.pk])

    assert _revise(rule) in sign_in(clerk).get(page).content.decode()
    assert _revise(rule) not in sign_in(auditor).get(page).content.decode()


def test_readers_and_strangers_revise_nothing(home, auditor, convener, other_clerk, sign_in):
    rule = make_rule(home)

    codes = [
        sign_in(user).post(_revise(rule), NEW | {"effective_on": "2026-6-1"}).status_code
        for user in (auditor, convener, other_clerk)
    ]

    assert codes == [403, 403, 404]
    assert HomeRule.objects.count() == 1


def test_filter_shows_what_is_in_force(home, clerk, sign_in):
    make_rule(home, title="旧制度", superseded_on=date(2026, 2, 1))
    make_rule(home, title="新制度", effective_on=date(2026, 2, 1))
    page = reverse("admin:representatives_homerule_changelist")

    words = sign_in(clerk).get(page, {"force": "now"}).content.decode()

    assert "新制度" in words
    assert "旧制度" not in words
