"""PDFs that others attached: what stays of them, and what is refused and why."""

import io
import zlib

import pikepdf
import pytest

from daihome.tools import foreign_pdf
from daihome.tools.foreign_pdf import Unprintable, pages_only
from tests.daihome.tools.papers import opened, page_count, text_of


def saved(document, **options):
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def make_pdf(pages=1, size=(595, 842), words="SEALED LETTER", **page_entries):
    """Pages with a line of text in a standard font."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
    font.BaseFont = pikepdf.Name.Helvetica
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=size)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        drawn = f"BT /F1 24 Tf 72 {size[1] - 100} Td ({words} {number}) Tj ET"
        page.Contents = document.make_stream(drawn.encode())
        for name, value in page_entries.items():
            page[f"/{name}"] = value
    return document


def test_pages_stay_as_they_look():
    found = pages_only(saved(make_pdf(3)))

    assert page_count(found) == 3
    assert "SEALED LETTER 3" in text_of(found, 3)


def test_scripts_links_and_enclosed_files_stay_behind():
    document = make_pdf()
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )
    document.attachments["virus.exe"] = b"MZ"
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 100, 100],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://evil.example/")),
    )  # fmt: skip
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([link]))

    found = pages_only(saved(document))

    for bad in (b"JavaScript", b"virus", b"evil"):
        assert bad not in found
    with opened(found) as copy:
        assert "/Annots" not in copy.pages[0]
        assert set(copy.Root.keys()) == {"/Pages", "/Type"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.4 not really", "文件已损坏，不能打印"),
        (b"", "文件已损坏，不能打印"),
        (
            saved(make_pdf(), encryption=pikepdf.Encryption(owner="a", user="b")),
            "文件加了密码，不能打印",
        ),
        (saved(make_pdf(foreign_pdf.PAGES_MAX + 1)), "文件超过60页，没有装订"),
    ],
    ids=["damaged", "empty", "locked", "long"],
)
def test_what_cannot_be_printed_is_named(content, why):
    with pytest.raises(Unprintable) as caught:
        pages_only(content)

    assert str(caught.value) == why


def bomb():
    """An object stream that unfolds to two gigabytes."""
    packer = zlib.compressobj(9)
    piece = packer.compress(b"1 0 ") + b"".join(packer.compress(b" " * 2**24) for _ in range(128))
    body = piece + packer.flush()
    head = b"%PDF-1.5\n"
    stream = (
        b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + str(len(body)).encode() + b">>stream\n" + body + b"\nendstream endobj\n"
    )  # fmt: skip
    return head + stream + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"


def test_file_that_unfolds_to_gigabytes_is_refused_without_harm():
    with pytest.raises(Unprintable):
        pages_only(bomb())
