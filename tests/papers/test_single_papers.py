"""Every paper that is not a book, with awkward texts in all its fields."""

import pytest

from tests.browser.pages import NOT_PAGES
from tests.daihome.tools.papers import fonts_of
from tests.papers.words import crossing, off_page, words_on

pytestmark = pytest.mark.django_db
# Nothing of these kinds is among the rows, or so much that it is ordered.
NOT_HERE = {
    "press",
    "admin:representatives_selfcheck_papers_paper",
    "admin:representatives_activity_book_paper",
}


def first_pdf(client, addresses):
    """The first that is a PDF; empty bytes for none."""
    for address in addresses:
        response = client.get(address)
        content = b"".join(response)
        if response.headers.get("Content-Type") == "application/pdf":
            return content
    return b""


def faults_of(pdf, complaints):
    """What is wrong with a paper as it lies there."""
    words = words_on(pdf)
    fonts = [name for name, how in fonts_of(pdf).items() if how != ("yes", "yes")]
    heavy = [f"{len(pdf)} bytes"] if len(pdf) > 800_000 else []
    return [*complaints, *fonts, *heavy, *off_page(words), *crossing(words)]


def test_single_papers_hold_awkward_words(full, sign_in, complaints):
    client, faults, not_here = sign_in(full.clerk), {}, []

    for name, addresses in full.addresses.items():
        pdf = first_pdf(client, addresses)
        if pdf and (found := faults_of(pdf, complaints)):
            faults[name] = found
        if not pdf and name not in NOT_PAGES:
            not_here.append(name)
        complaints.clear()

    assert faults == {}
    assert set(not_here) - NOT_HERE == set()
