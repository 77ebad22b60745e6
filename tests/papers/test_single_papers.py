"""Every paper that is not a book, with awkward texts in all its fields."""

import time

import pytest

from tests.browser.pages import NOT_PAGES
from tests.daihome.tools.papers import fonts_of
from tests.papers.words import crossing, off_page, words_on

pytestmark = pytest.mark.django_db
# Nothing of these kinds is among the rows.
NOT_HERE = {"press", "admin:representatives_selfcheck_papers_paper"}
# Boards are counted apart: they are set several times to fill their page.
BOARDS = ("wallboard", "walls", "board")


def first_pdf(client, addresses):
    """The first that is a PDF, and how many CPU seconds it took; empty bytes for none."""
    for address in addresses:
        started = time.process_time()
        response = client.get(address)
        content = b"".join(response)
        if response.headers.get("Content-Type") == "application/pdf":
            return content, time.process_time() - started
    return b"", 0


def faults_of(pdf, complaints):
    """What is wrong with a paper as it lies there."""
    words = words_on(pdf)
    fonts = [name for name, how in fonts_of(pdf).items() if how != ("yes", "yes")]
    heavy = [f"{len(pdf)} bytes"] if len(pdf) > 800_000 else []
    return [*complaints, *fonts, *heavy, *off_page(words), *crossing(words)]


def test_single_papers_hold_awkward_words(full, sign_in, complaints):
    client, faults, slow, not_here = sign_in(full.clerk), {}, {}, []

    for name, addresses in full.addresses.items():
        pdf, spent = first_pdf(client, addresses)
        if pdf and (found := faults_of(pdf, complaints)):
            faults[name] = found
        if spent > 1 and not any(word in name for word in BOARDS):
            # A machine that does much else at the moment counts its own work too.
            again = first_pdf(client, addresses)[1]
            slow |= {name: again} if again > 1 else {}
        if not pdf and name not in NOT_PAGES:
            not_here.append(name)
        complaints.clear()

    assert faults == {}
    assert slow == {}
    assert set(not_here) - NOT_HERE == set()
