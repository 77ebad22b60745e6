"""Small tables of sums: one declaration for the page, the paper and the workbook."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.http.response import FileResponse
from django.utils import timezone

from daihome.tools import sheets
from daihome.tools.paper import pdf_response, render_pdf
from daihome.tools.registers import display

TOTAL = "合计"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Table:
    """`columns` are (label, width in characters), `parts` (heading, rows of as many values)."""

    title: str
    columns: tuple[tuple[str, int], ...]
    parts: list[tuple[str, list[tuple[Any, ...]]]]

    @property
    def labels(self):
        return [label for label, _width in self.columns]

    def shown(self):
        """(heading, rows of pairs of label and text), as page and paper write them."""
        return [
            (heading, [list(zip(self.labels, map(_text, row), strict=True)) for row in rows])
            for heading, rows in self.parts
        ]


def _text(value):
    # SQLite adds money up without its decimals.
    return f"{value:.2f}" if isinstance(value, Decimal) else display(value)


def download(table, home, period, form):
    """The table as `form`, “xlsx” or “pdf”; `period` is said in its title, as “2026年度”."""
    name = f"{table.title}-{period}.{form}"
    if form == "xlsx":
        rows = [(heading, *row) for heading, rows in table.parts for row in rows]
        columns = [("分类", 24), *table.columns]
        book = sheets.write_xlsx(f"{table.title} {period}", columns, rows)
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
    if form == "pdf":
        facts = {"table": table, "home": home, "period": period, "today": timezone.localdate()}
        return pdf_response(render_pdf("print/sums.html", facts), name)
    raise Http404
