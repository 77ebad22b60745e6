"""述职: votes that fit, a duty that follows, who still owes one, papers and book."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from daihome.tools.registers import Period
from representatives.models import DutyRecord, DutyReport, Measure, Target
from representatives.reports.due import due_of, in_turn
from representatives.reports.registers import REPORTS
from tests import factories
from tests.daihome.tools.papers import page_count, page_mm, words_of
from tests.representatives.admin_rows import page_of
from tests.representatives.test_activity_admin import picture

pytestmark = pytest.mark.django_db
ADD = "/admin/representatives/dutyreport/add/"
DUE = "/admin/representatives/dutyreport/due/"


def typed(person, **fields):
    given = {
        "representative": person.pk, "on": "2026-06-10", "place": "北山咀村部", "present": "60",
        "satisfied": "50", "basic": "6", "unsatisfied": "2", "void": "1", "host": "李明",
        "files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0",
    }  # fmt: skip
    return given | fields


def paper(report, name):
    return reverse("admin:representatives_report_paper", args=[report.pk, name])


def test_saved_report_is_the_representatives_duty(sign_in, clerk, representative):
    client = sign_in(clerk)

    client.post(ADD, typed(representative))
    report = DutyReport.objects.get()
    record = DutyRecord.objects.get()
    page = client.get(reverse("admin:representatives_dutyrecord_change", args=[record.pk]))
    client.post(reverse("admin:representatives_dutyreport_delete", args=[report.pk]), {"post": "y"})

    assert (record.key, record.representative, record.on, record.content) == (
        f"report:{report.pk}", representative, date(2026, 6, 10), "向选民述职，到会选民60人",
    )  # fmt: skip
    assert f"/admin/representatives/dutyreport/{report.pk}/change/" in page.content.decode()
    assert (DutyReport.objects.count(), DutyRecord.objects.count()) == (0, 0)


def test_more_votes_than_voters_are_refused_with_a_sentence(sign_in, clerk, representative):
    answer = sign_in(clerk).post(ADD, typed(representative, satisfied="58"))

    assert "各种票加起来超过了到会选民数" in answer.content.decode()
    assert not DutyReport.objects.exists()


def test_files_are_for_staff_and_the_own_representative_and_go_with_the_report(
    sign_in, home, clerk, other_clerk, unit_user, representative, django_capture_on_commit_callbacks
):
    stranger = factories.make_representative(home, with_account=True)
    line = {"files-TOTAL_FORMS": "1", "files-0-file": picture("测评汇总表.png")}
    sign_in(clerk).post(ADD, typed(representative, **line))
    report = DutyReport.objects.get()
    row = report.files.get()
    assert row.by == clerk
    address, stored = f"/files/reports/{row.pk}/", row.file.name

    def status(user):
        answer = sign_in(user).get(address)
        return answer.status_code, b"".join(answer)[1:4] == b"PNG"

    assert (row.name, row.kind) == ("测评汇总表.png", "picture")
    assert address in sign_in(clerk).get(page_of(report)).content.decode()
    assert [status(user) for user in (clerk, representative.user)] == [(200, True)] * 2
    outside = (other_clerk, unit_user, stranger.user)
    assert [status(user) for user in outside] == [(404, False)] * 3
    delete = page_of(report).replace("/change/", "/delete/")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(clerk).post(delete, {"post": "y"})
    assert (DutyReport.objects.count(), default_storage.exists(stored)) == (0, False)


def test_planned_report_is_nobodys_duty_yet(home, representative):
    report = factories.make_report(home, representative, present=0, satisfied=0, basic=0,
                                   unsatisfied=0)  # fmt: skip

    assert not DutyRecord.objects.exists()
    assert not report.is_held


def test_who_owes_a_report(sign_in, home, clerk, other_home):
    did, owes, planned = (factories.make_representative(home) for _ in range(3))
    factories.make_representative(home, in_office=False)
    factories.make_representative(other_home, name="别处代表")
    factories.make_report(home, did)
    factories.make_report(home, owes, on=date(2020, 1, 1))
    factories.make_report(home, planned, present=0, satisfied=0, basic=0, unsatisfied=0)
    today = date(2026, 11, 25)
    due = due_of(home, today)

    owing, done = in_turn(home, due, today)
    page = sign_in(clerk).get(DUE).content.decode()

    assert (due.number, due.start) == (1, date(2021, 10, 20))
    assert (set(owing), done) == ({owes, planned}, [did])
    assert "还没有述够的 2 人" in page
    assert "别处代表" not in page
    Target.objects.create(home=home, measure=Measure.VOTER_REPORTS, number=1, span="year")
    assert due_of(home, today).start == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("name", "said", "pages"),
    [("notice", "述职内容", 1), ("ballot", "请在一个框里打“√”", 1), ("tally", "监票人：", 1)],
)
def test_papers(sign_in, home, clerk, other_clerk, name, said, pages):
    report = factories.make_report(home, opinions="路灯\ue123要修。")

    answer = sign_in(clerk).get(paper(report, name))

    assert said in words_of(answer.content)
    assert str(report.representative) in words_of(answer.content)
    assert (page_count(answer.content), page_mm(answer.content)) == (pages, (210, 297))
    assert sign_in(other_clerk).get(paper(report, name)).status_code == 404
    assert sign_in(clerk).get(paper(report, "x")).status_code in (403, 404)


def test_line_of_the_book(home, clerk):
    report = factories.make_report(home, void=1, place="村部", opinions="路灯要修。", result="已修")

    row = REPORTS.of(home, Period.of_year(2026), clerk).get()

    assert REPORTS.cells(row) == [
        "2026-06-10", report.representative.name, "", "村部", "60", "50", "6", "2", "1",
        "路灯要修。", "已修", "李明",
    ]  # fmt: skip
    assert REPORTS.signatures == ("主持人", "监票人", "计票人")
