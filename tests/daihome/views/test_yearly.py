"""The pages of the yearly report: drafts, lists and papers, for whom they are."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from daihome.views.yearly import DOCX
from representatives.models import OfficialDocument
from tests import factories

HOSTILE = "<script>alert(1)</script>=1+1&{{ x }}"


def _download(client, home, form, kind="work", year=2026):
    return client.get(f"/admin/yearly/{home.slug}/{year}/{kind}/{form}")


@pytest.mark.parametrize("kind", ["work", "proposals"])
def test_the_draft_links_each_figure_to_its_list(client, home, clerk, kind):
    factories.make_suggestion(home, kind="proposal")
    client.force_login(clerk)

    page = client.get("/admin/yearly/", {"report": kind, "year": "2026"})

    links = {
        link for _h, parts in page.context["sections"] for words in parts for _t, link in words
    }
    for link in filter(None, links):
        assert client.get(link).status_code == 200


def test_the_draft_of_a_coming_year_is_refused_kindly(client, clerk):
    client.force_login(clerk)

    page = client.get("/admin/yearly/", {"year": "2099"})

    assert (page.status_code, "2099年还没有到" in page.content.decode()) == (200, True)
    assert client.get("/admin/yearly/", {"year": "abc"}).status_code == 200
    assert _download(client, clerk.home, "report.pdf", year=2099).status_code == 404


def test_papers_of_a_year(client, home, clerk):
    client.force_login(clerk)

    pdf = _download(client, home, "report.pdf")
    docx = _download(client, home, "report.docx")

    assert pdf.content[:5] == b"%PDF-"
    assert docx["Content-Type"] == DOCX
    words = zipfile.ZipFile(BytesIO(b"".join(docx.streaming_content))).read("word/document.xml")
    assert "一、基本情况" in words.decode()
    assert _download(client, home, "report.exe").status_code == 404
    assert _download(client, home, "report.pdf", kind="other").status_code == 404


def test_what_people_wrote_stays_text(client, home, clerk):
    home.town, home.congress_name = HOSTILE[:60], HOSTILE
    home.save()
    client.force_login(clerk)

    assert "<script>alert" not in client.get("/admin/yearly/").content.decode()
    docx = b"".join(_download(client, home, "report.docx").streaming_content)
    words = zipfile.ZipFile(BytesIO(docx)).read("word/document.xml").decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words


def test_a_convener_sees_only_the_own_groups_and_so_no_year(client, convener):
    client.force_login(convener)

    assert client.get("/admin/yearly/").status_code == 403


def test_an_auditor_reads_a_watched_home_and_no_other(client, home, other_home, auditor):
    client.force_login(auditor)

    assert _download(client, home, "report.xlsx").status_code == 200
    assert _download(client, other_home, "report.xlsx").status_code == 404
    listing = reverse("yearly_listing", args=[other_home.slug, 2026, "people"])
    assert client.get(listing).status_code == 404


def test_posting_changes_nothing(client, clerk):
    client.force_login(clerk)

    assert client.post("/admin/yearly/").status_code == 405


def test_the_report_on_suggestions_becomes_a_public_letter(client, home, clerk):
    home.document_code = "汐人大"
    home.save()
    client.force_login(clerk)
    address = f"/admin/yearly/{home.slug}/2026/proposals/letter/"

    first, again = client.post(address), client.post(address)

    letter = OfficialDocument.objects.get()
    assert first.url == again.url
    assert (letter.kind, letter.is_public, letter.to) == (
        "report",
        True,
        f"{home.town}人民代表大会",
    )
    assert letter.body.startswith("一、基本情况\n2026年度没有收到代表建议。")
    public = f"/homes/{home.slug}/notices/issued/report-2026-1/"
    assert client.get(public).status_code == 404
    letter.issue(factories.moment(2026, 12, 31), date(2026, 12, 31))
    assert letter.number == "汐人大报告〔2026〕1号"
    client.logout()
    assert "代表建议办理情况的报告" in client.get(public).content.decode()


def test_nobody_without_letters_begins_one(client, home, auditor, other_clerk):
    address = f"/admin/yearly/{home.slug}/2026/work/letter/"
    for user, code in ((auditor, 403), (other_clerk, 404)):
        client.force_login(user)
        assert client.post(address).status_code == code
    assert OfficialDocument.objects.count() == 0
