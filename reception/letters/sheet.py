"""开箱登记表: one numbered sheet for one opening, to be written by hand."""

from django.utils import timezone

from daihome.tools.paper import qr_svg, render_pdf

LINES = range(1, 11)


def blank_pdf(forms, address_of) -> bytes:
    """A page for each numbered form, with the QR of the page on which it is entered."""
    sheets = [(form, qr_svg(address_of(form), title=f"录入{form.number}")) for form in forms]
    home = forms[0].home
    facts = {"sheets": sheets, "home": home, "lines": LINES, "today": timezone.localdate()}
    return render_pdf("print/opening_sheet.html", facts)
