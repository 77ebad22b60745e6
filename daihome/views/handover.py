"""The hand-over at the end of a term: looking at it, doing it once, its list on paper."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from daihome import errors
from daihome.handover import hand_over, leavers
from daihome.tools.pages import primary_key
from daihome.tools.paper import pdf_response, render_pdf
from representatives.handover.closing import DONE, HandedOver
from representatives.handover.people import (
    NO_NEXT,
    NOBODY_NEW,
    followers_of,
    sides_of,
    terms_to_end,
)
from representatives.models import TermHandover

PERMISSION = "suggestions.supervise_suggestion"
UNREADABLE = 422
STAYS = "0"


class HandoverForm(forms.Form):
    """One select for each who leaves something, and the confirmation."""

    use_required_attribute = False

    def __init__(self, *args, rows, sides, **kwargs):
        super().__init__(*args, auto_id="handover_%s", label_suffix="", **kwargs)
        people = [(str(one.pk), _said(one)) for one in sides.elected]
        self.rows = [one for one in rows if one.has_something]
        for row in self.rows:
            self.fields[f"to_{row.person.pk}"] = forms.ChoiceField(
                label=f"{row.person}的事项交给",
                choices=[(STAYS, "不交，留在代表之家"), *people],
                initial=str(row.follower.pk) if row.follower else STAYS,
                error_messages={
                    "required": "请选择接收人，或者选“不交，留在代表之家”。",
                    "invalid_choice": "选的人不在新一届代表里，请重新选择。",
                },
            )
        self.fields["sure"] = forms.BooleanField(
            label="清单已经核对，确认交接",
            error_messages={"required": "请核对清单，再选中这一项。"},
        )

    def chosen(self, sides):
        """The successor (or None) of each who leaves something."""
        people = {str(one.pk): one for one in sides.elected}
        return {
            row.person.pk: people.get(self.cleaned_data[f"to_{row.person.pk}"]) for row in self.rows
        }


def _said(person):
    return f"{person.name}（{person.village}）" if person.village_id else person.name


@dataclass
class Asked:
    """The two terms somebody asked for, and what else there is to choose."""

    terms: list
    ending: object = None
    nexts: list = field(default_factory=list)
    following: object = None
    done: TermHandover | None = None

    @property
    def address(self):
        return f"{reverse('handover')}?{self.query}"

    @property
    def query(self):
        follows = f"&following={self.following.pk}" if self.following else ""
        return f"ending={self.ending.pk}{follows}" if self.ending else ""


def _asked(request):
    """Without the permission 403; a term of another Home 404; nothing asked: the present one."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    terms = list(terms_to_end(request.user))
    ending = _one_of(terms, request.GET.get("ending")) or _present(terms)
    if ending is None:
        return Asked(terms)
    done = TermHandover.objects.filter(ending=ending).select_related("following").first()
    nexts = list(followers_of(ending))
    following = _one_of(nexts, request.GET.get("following")) or (nexts[0] if nexts else None)
    return Asked(terms, ending, nexts, done.following if done else following, done)


def _one_of(rows, typed):
    """The row that the address names; None without one, 404 for what is not there."""
    key = primary_key(typed or "")
    if key is None:
        return None
    found = next((row for row in rows if row.pk == key), None)
    if found is None:
        raise Http404
    return found


def _present(terms):
    """The term that is to end now: the last one before the newest, else the newest."""
    if len(terms) > 1 and terms[1].home_id == terms[0].home_id:
        return terms[1]
    return terms[0] if terms else None


@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    """What there is to hand over; a POST does all of it in one transaction."""
    asked, today = _asked(request), timezone.localdate()
    if asked.done:
        return _late(request, asked, DONE) if request.method == "POST" else _result(request, asked)
    if asked.following is None:
        return _draw(request, asked, {"problem": NO_NEXT})
    sides = sides_of(asked.ending, asked.following, today)
    if not sides.elected:
        return _draw(request, asked, {"problem": NOBODY_NEW})
    rows = leavers(sides)
    form = HandoverForm(request.POST or None, rows=rows, sides=sides)
    if request.method == "POST" and form.is_valid():
        return _do(request, asked, sides, form)
    facts = {"sides": sides, "form": form, "may_do": today >= sides.day} | _counts(rows)
    facts["rows"] = [
        (row, form[f"to_{row.person.pk}"] if row.has_something else None)
        for row in rows
        if row.has_something or row.seats
    ]
    facts["expected"] = [row for row in rows if row.expected]
    facts["nothing"] = [row.person for row in rows if not (row.has_something or row.seats)]
    status = UNREADABLE if request.method == "POST" else 200
    return _draw(request, asked, facts, status)


def _counts(rows):
    return {
        "matters": sum(len(row.matters) for row in rows),
        "pairings": sum(len(row.pairings) for row in rows),
        "items": sum(len(row.items) for row in rows),
    }


def _do(request, asked, sides, form):
    now = timezone.now()
    try:
        hand_over(sides, form.chosen(sides), by=request.user, at=now, today=timezone.localdate(now))
    except HandedOver as refusal:
        return _late(request, asked, str(refusal))
    messages.success(request, "交接办完了。请打印交接清单，三方签字存档。")
    return redirect(asked.address)


def _late(request, asked, sentence):
    return errors.conflict(request, sentence, asked.address)


def _result(request, asked):
    return _draw(request, asked, {"done": asked.done, "people": given(asked.done)})


def given(handover):
    """(who gave, their lines) of what was handed on, in the order of the list."""
    found = {}
    for line in handover.lines.select_related("giver", "taker").order_by("pk"):
        found.setdefault(line.giver, []).append(line)
    return list(found.items())


def _draw(request, asked, facts, status=200):
    context = admin.site.each_context(request) | {"title": "换届交接", "asked": asked} | facts
    return render(request, "admin/handover/page.html", context, status=status)


@require_safe
def paper(request):
    """换届交接清单, before the hand-over with the proposed successors, after it with the real."""
    asked = _asked(request)
    if asked.following is None:
        raise Http404
    sides = sides_of(asked.ending, asked.following, timezone.localdate())
    facts = {
        "home": asked.ending.home,
        "asked": asked,
        "sides": sides,
        "sheets": _given_sheets(asked.done) if asked.done else _open_sheets(sides),
        "printed_on": timezone.localdate(),
    }
    return pdf_response(render_pdf("print/handover.html", facts), "换届交接清单.pdf")


def _given_sheets(handover):
    return [
        (person, [(line.get_kind_display(), line.what, _whom(line)) for line in lines])
        for person, lines in given(handover)
    ]


def _whom(line):
    if line.taker:
        return line.taker.name
    return "" if line.kind == "seat" else "代表之家"


def _open_sheets(sides):
    return [(one.person, list(_open_lines(one))) for one in leavers(sides) if list(one.lines())]


def _open_lines(one):
    for kind, row, what in one.lines():
        stays = kind == "seat" or getattr(row, "is_restricted", False)
        yield (
            kind.label,
            what,
            "" if stays or one.follower is None else f"拟交：{one.follower.name}",
        )
