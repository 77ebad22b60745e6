"""The lists that a voter chooses from: villages, and representatives in office.

Read as plain values and drawn without a template per line: the public form is opened far more
often than anything else, and on slow telephones.
"""

from functools import lru_cache
from itertools import groupby

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from daihome.tools import prepared
from daihome.tools.pinyin import Pinyin
from representatives.models import Home, Representative, Village


class PlaceSelect(forms.Select):
    """A select whose lines are (group, value, label); groups are drawn when there are several."""

    def __init__(self, blank_label="请选择", **kwargs):
        super().__init__(**kwargs)
        self.rows, self.blank_label = (), blank_label

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


def open_village(pk):
    """The one with this primary key, with its Home, or None."""
    found = prepared.objects(Village, _village_statement(), pk)
    if not found:
        return None
    found[0].home = Home.objects.by_key(found[0].home_id)
    return found[0]


@lru_cache(maxsize=1)
def _village_statement():
    return prepared.statement(open_villages().filter(pk=prepared.KEY).order_by())


def open_representatives(today):
    """Representatives whom a voter may choose: public and in office on `today`."""
    return Representative.objects.public().in_office(today)


def rows_of(home_id, today):
    """Lines for `PlaceSelect` of villages and of representatives, by Home and pinyin.

    `home_id` None stands for all open Homes. Always fresh: two queries.
    """
    villages, people = map(prepared.fetch, _statements(home_id, today))
    return villages, tuple(
        (home, pk, f"{name}（{village}）" if village else name)
        for home, pk, name, village in people
    )


# Building these two statements takes longer than running them, and they change once a day.
@lru_cache(maxsize=64)
def _statements(home_id, today):
    villages, people = open_villages(), open_representatives(today)
    if home_id:
        villages, people = villages.filter(home=home_id), people.filter(home=home_id)
    order = ("home_id", Pinyin("name"), "pk")
    queries = (
        villages.order_by(*order).values_list("home__name", "pk", "name"),
        people.order_by(*order).values_list("home__name", "pk", "name", "village__name"),
    )
    return tuple(prepared.statement(rows) for rows in queries)
