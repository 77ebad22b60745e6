"""The lists that a voter chooses from: villages, and representatives in office.

Read as plain values and drawn without a template per line: the public form is opened far more
often than anything else, and on slow telephones.
"""

from itertools import groupby

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from daihome.tools.pinyin import Pinyin
from representatives.models import Representative, Village


class PlaceSelect(forms.Select):
    """A select whose lines are (group, value, label); groups are drawn when there are several."""

    def __init__(self, rows=(), **kwargs):
        super().__init__(**kwargs)
        self.rows = rows
        self.blank_label = "请选择"

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.rows = self.rows
        return copied

    def render(self, name, value, attrs=None, renderer=None):
        groups = [(label, list(lines)) for label, lines in groupby(self.rows, lambda row: row[0])]
        options = [_options(lines, str(value or "")) for _label, lines in groups]
        if len(groups) > 1:
            labels = (label for label, _lines in groups)
            options = [
                format_html('<optgroup label="{}">{}</optgroup>', label, lines)
                for label, lines in zip(labels, options, strict=True)
            ]
        return format_html(
            '<select name="{}"{}><option value="">{}</option>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            self.blank_label,
            format_html_join("", "{}", ((lines,) for lines in options)),
        )


def _options(lines, chosen):
    plain, selected = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'
    drawn = (
        (format_html(selected if str(value) == chosen else plain, value, label),)
        for _group, value, label in lines
    )
    return format_html_join("", "{}", drawn)


def open_villages():
    """Villages that a voter may choose, in the Homes that are open."""
    return Village.objects.active().filter(home__is_open=True)


def open_representatives(today):
    """Representatives whom a voter may choose: public and in office on `today`."""
    return Representative.objects.public().in_office(today)


def village_rows(villages):
    """Lines for `PlaceSelect`, by Home and pinyin."""
    rows = villages.order_by("home_id", Pinyin("name"), "pk")
    return rows.values_list("home__name", "pk", "name")


def representative_rows(representatives):
    """Lines for `PlaceSelect`, by Home and pinyin, with what tells two people apart."""
    rows = representatives.order_by("home_id", Pinyin("name"), "pk")
    rows = rows.values_list("home__name", "pk", "name", "village__name")
    return (
        (home, pk, f"{name}（{village}）" if village else name) for home, pk, name, village in rows
    )
