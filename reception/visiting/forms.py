"""One visit as it is typed: by the representative on a telephone, by staff from a sheet of paper.

A form is made for one kind (contact, talk, aid) and has only that kind's fields.
"""

import secrets

from django import forms
from django.db import transaction
from django.db.models import Q

from daihome.tools import parking
from daihome.tools.kept_files import KeepsFiles
from reception.models import AidPairing, RaisedMatter, Visit, VisitKind, Way
from reception.visiting.aid_fields import AidFields
from reception.visiting.visit_fields import VisitFields
from representatives.models import GridCell, Representative, Village
from suggestions.models import Category, IdentityMode

# Which fields only one kind has; on a talk nobody but the representative is met.
ONLY = {
    VisitKind.CONTACT: {"way"},
    VisitKind.TALK: {"talked_with"},
    VisitKind.AID: {"occasion", "beneficiary", "pairing"},
}
OF_VOTERS = {"people", "person", "forget_person", "identity_mode", "phone"}
OF_MATTERS = {"matter", "identity_mode", "phone"}
ORDER = (
    "key", "kind", "seen", "on", "talked_with", "village", "way", "pairing", "beneficiary",
    "occasion", "people", "person", "forget_person", "content", "answer", "matter",
    "identity_mode", "phone",
)  # fmt: skip
WORDS = {
    VisitKind.CONTACT: "反映的内容",
    VisitKind.TALK: "谈话内容（看法、困难、建议）",
    VisitKind.AID: "了解到的情况、反映的内容",
}


class VisitForm(AidFields, KeepsFiles, VisitFields):
    """Log a visit, or correct the one given as `visit`; `save` writes it.

    `home` decides the choices, `me` is the representative who fills it in (None: staff, who name
    the representatives), `kind` one of `VisitKind`; what was posted decides when the form is bound.
    Pictures are in `attachments` and `parked` (`KeepsFiles`): call `park_files` before the form is
    shown again.
    """

    def __init__(
        self, data=None, files=None, *, home, today, me=None, kind="", visit=None, **kwargs
    ):
        super().__init__(data, files, **kwargs)
        self.home, self.today, self.me, self.visit = home, today, me, visit
        self.kind = self._kind(data, kind)
        self.fields["content"].label = WORDS[self.kind]
        self._drop_fields()
        self._offer_choices()
        self.start_aid()
        self._set_initial()
        # Staff say first whose visit it is; a representative, last who came along.
        self.order_fields(ORDER if me else ("key", "kind", "seen", "on", "representatives", *ORDER))

    def _kind(self, data, kind):
        asked = data.get("kind", "") if data is not None else kind
        asked = asked or (self.visit.kind if self.visit else "")
        return VisitKind(asked) if asked in VisitKind else VisitKind.CONTACT

    def _drop_fields(self):
        unneeded = set().union(*(names for kind, names in ONLY.items() if kind != self.kind))
        if self.kind == VisitKind.TALK:
            unneeded |= OF_VOTERS
        if self.visit is None:
            unneeded |= {"seen", "forget_person"}
        else:
            unneeded |= OF_MATTERS
        for name in unneeded:
            self.fields.pop(name, None)

    def _offer_choices(self):
        people = self._people()
        given = {
            "village": self._open(Village, "village", is_active=True).by_pinyin(),
            "grid": self._open(GridCell, "grid").select_related("village"),
            "topic": self._open(Category, "topic", is_active=True).select_related("parent"),
            "pairing": self._open(AidPairing, "pairing", ended_on=None).select_related(
                "representative", "village"
            ),
            "talked_with": people,
            "representatives": people.exclude(pk=self.me.pk) if self.me else people,
        }
        for name, rows in given.items():
            if name in self.fields:
                self.fields[name].queryset = rows
        if self.me:
            self.fields["representatives"].label = "同去的代表"
            self.fields["representatives"].required = False

    def _open(self, model, name, **usable):
        """Rows of the Home that may be chosen, and the one that the visit has."""
        chosen = Q(pk=getattr(self.visit, f"{name}_id", None))
        return model.objects.of(self.home).filter(Q(**usable) | chosen)

    def _people(self):
        """Those in office, and those whom the visit names already."""
        rows = Representative.objects.of(self.home)
        chosen = Q(pk__in=rows.in_office(self.today).values("pk"))
        if self.visit:
            chosen |= Q(pk__in=self.visit.representatives.values("pk"))
            chosen |= Q(pk=self.visit.talked_with_id)
        return rows.filter(chosen).by_pinyin()

    def _set_initial(self):
        given = {"key": secrets.token_urlsafe(16), "kind": self.kind, "on": self.today}
        if self.visit:
            given |= {name: getattr(self.visit, name) for name in self.columns()}
            given |= {"representatives": self.visit.representatives.all(), "person": ""}
            given |= {"seen": self._newest(), "kind": self.kind}
            self._hide_person()
        self.initial = given | self.initial

    def _hide_person(self):
        """A form shows the name masked, like every other page: empty means as it is."""
        if "person" in self.fields:
            shown = self.visit.person_shown
            if not self.visit.person:
                del self.fields["forget_person"]
            self.fields["person"].help_text = (
                f"现在登记的是“{shown}”，不改就空着" if shown else "现在没有登记姓名"
            )

    @property
    def visit_kind(self):
        """`kind` for templates, where that name is the field's."""
        return self.kind

    def plain_fields(self):
        """The fields above the lines of aid (`aid_rows`), and those below."""
        aid = {field.name for row in self.aid_rows() for field in row}
        fields = [field for field in self if field.name not in aid]
        at = next((place for place, one in enumerate(fields) if one.name == "people"), 0)
        return fields[:at], fields[at:]

    def columns(self):
        """Names of the fields that are columns of `Visit`, for this kind."""
        columns = {field.name for field in Visit._meta.concrete_fields} - {"key"}
        return [name for name in self.fields if name in columns]

    def _newest(self):
        return self.visit.history.order_by("-history_id").values_list("history_id", flat=True)[0]

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("日期不能晚于今天，请改正。")
        return day

    def clean(self):
        cleaned = super().clean()
        self.gather_files(cleaned)
        self._check_places(cleaned)
        self._check_people(cleaned)
        self.clean_aid(cleaned)
        if cleaned.get("matter"):
            self._check_matter(cleaned)
        if self.visit and cleaned.get("seen") != self._newest():
            self._say_changed()
        if not self.errors:
            self._read_files()
        return cleaned

    def _check_places(self, cleaned):
        grid, village = cleaned.get("grid"), cleaned.get("village")
        if grid and village and grid.village_id != village.pk:
            self.add_error("grid", "这个网格不在所选的村，请重新选择。")
        if cleaned.get("is_hot") and not cleaned.get("topic"):
            self.add_error("topic", "是大家都在说的事，请选择话题，才能汇总到一起。")

    def _check_people(self, cleaned):
        if cleaned.get("talked_with") in self.people():
            self.add_error("talked_with", "谈话的代表不能是走访的代表自己，请改正。")
        if self.kind == VisitKind.TALK and not (
            cleaned.get("content") or self.has_error("content")
        ):
            self.add_error("content", "请写谈话的内容。")

    def _check_matter(self, cleaned):
        if not (cleaned.get("content") or self.has_error("content")):
            self.add_error("content", "要转成意见，请写清反映的内容。")
        is_named = cleaned.get("identity_mode") not in ("", None, IdentityMode.ANONYMOUS)
        if is_named and not (cleaned.get("person") or self.has_error("person")):
            self.add_error("person", "要转姓名，请填写姓名；不愿留的，选“不转姓名”。")

    def _say_changed(self):
        self.data = self.data.copy()
        self.data["seen"] = self._newest()
        self.add_error(
            None,
            "这条记录刚刚被别人改过，您的修改还没有保存，填写的内容都还在下面。"
            "请先在另一个窗口打开核对，确认后再按一次保存，就以您填写的为准。",
        )

    def _read_files(self):
        try:
            self.files_to_keep = self.uploads()
        except FileNotFoundError:
            self.parked = []
            self.add_error("attachments", "以前选的文件保存已超过一天，请重新选择。")

    def people(self):
        """The representatives whose visit it is, whoever filled it in first."""
        chosen = list(self.cleaned_data.get("representatives") or ())
        return [self.me, *chosen] if self.me else chosen

    def facts(self):
        """The columns of `Visit`; those that another kind has are emptied."""
        facts = {"kind": self.kind, "way": Way.VISIT, "talked_with": None, "people": 1}
        facts |= {"occasion": "", "beneficiary": "", "pairing": None}
        facts |= {name: self.cleaned_data[name] for name in self.columns()}
        if self.visit:
            facts["person"] = self._corrected_person(facts.get("person", ""))
        return facts

    def _corrected_person(self, typed):
        is_kept = not self.cleaned_data.get("forget_person") and self.kind != VisitKind.TALK
        return typed or (self.visit.person if is_kept else "")

    def save(self, by, **fields):
        """Write the visit, and the matter that was asked for: `(visit, created)`.

        `by` is the signed-in user, `fields` further columns (the sheet it was written on). Raises
        FormUsed.
        """
        if self.visit:
            self.visit.correct(by=by, **self._parts(), **self.facts())
            visit, created = self.visit, False
        else:
            with transaction.atomic():
                visit, created = Visit.objects.log(
                    home=self.home, key=f"{by.pk}:{self.cleaned_data['key']}", by=by,
                    **self._parts(), **self.facts(), **fields,
                )  # fmt: skip
                # Other words under a used key are another visit: of the first no matter is made.
                if self.cleaned_data["matter"] and visit.content == self.cleaned_data["content"]:
                    self._raise_matter(visit, by)
        parking.discard(self.parked)
        return visit, created

    def _parts(self):
        return {
            "representatives": self.people(),
            "items": self.items(),
            "uploads": self.files_to_keep,
            "is_telling": self.cleaned_data.get("shows_identity", False),
        }

    def _raise_matter(self, visit, by):
        mode = self.cleaned_data.get("identity_mode") or IdentityMode.ANONYMOUS
        identity = None
        if mode != IdentityMode.ANONYMOUS:
            identity = {"name": visit.person, "phone": self.cleaned_data["phone"]}
        people = self.people()
        RaisedMatter.objects.raise_matter(
            visit, key=f"visit:{visit.key}"[:64], by=by, identity=identity, identity_mode=mode,
            content=visit.content, village=visit.village, representative=people[0],
        )  # fmt: skip
