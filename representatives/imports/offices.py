"""What a list says of mandates and groups: terms, districts, states, membership with dates."""

from dataclasses import dataclass
from datetime import date

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from daihome.tools.text import clean_line
from representatives.imports import cells as read
from representatives.models import (
    ElectoralDistrict,
    GroupMembership,
    Level,
    Mandate,
    MandateState,
    RepGroup,
    Term,
)
from representatives.resources import BATCH, KEEP


@dataclass
class Office:
    """The mandate and the group that one row names. Terms, districts and groups by their keys."""

    row: int
    level: str
    term: tuple | None  # (level, number)
    district: tuple | None  # (term, number, name)
    group: str
    credential_no: str
    started_on: date | None
    state: dict  # attributes of Mandate; empty when the row does not say

    @property
    def key(self):
        return self.term or self.level


class Offices:
    """Reads the columns of mandates and groups; makes terms, districts and groups on first use.

    `owner` is the import that these belong to: it takes the errors and notes.
    """

    def __init__(self, owner):
        self.owner, self.home = owner, owner.home
        self.terms = {(t.level, t.number): t for t in Term.objects.filter(home=self.home)}
        self.groups = {g.name: g for g in RepGroup.objects.filter(home=self.home)}
        self.districts = {}
        for one in ElectoralDistrict.objects.filter(home=self.home).select_related("term"):
            self.districts.setdefault((one.term.level, one.term.number), []).append(one)
        self.new_terms, self.new_districts, self.new_groups = {}, {}, {}
        self.without_term = 0

    # --- reading ------------------------------------------------------------------------------

    def read(self, number, cells):
        """The Office of one row; what is wrong is refused at the owner."""
        owner = self.owner
        level = owner.clean(read.level, number, cells, "level", Level.TOWNSHIP)
        start, end = owner.clean(read.span, number, cells, "span", (None, None))
        elected = owner.clean(read.day_or_month, number, cells, "elected_on")
        term = self._term(number, cells, level, start, end)
        return Office(
            row=number,
            level=level,
            term=term,
            district=self._district(number, cells, term),
            group=self._group(number, cells),
            credential_no=owner.clean(clean_line, number, cells, "credential_no", ""),
            started_on=elected or start,
            state=self._state(number, cells, end),
        )

    def _term(self, number, cells, level, start, end):
        text = cells.get("term", "")
        if not text:
            known = [key for key in (*self.terms, *self.new_terms) if key[0] == level]
            self.without_term += not known
            return max(known, default=None)
        term = read.number_in(text)
        if not term:
            self.owner.refuse("看不出是第几届。请写成“第十九届”的样子。", number, "term")
            return None
        key = (level, term)
        if key not in self.terms and key not in self.new_terms:
            self._new_term(number, key, start or cells.get("span"), end)
        return key

    def _new_term(self, number, key, start, end):
        if any(level == key[0] for level, _ in self.terms):
            reason = "系统里没有这一届。请核对；确实是新的一届，请先在“届次”里新建，再导入。"
            self.owner.refuse(reason, number, "term")
        elif not start:
            reason = "系统里还没有这一届。请先在“届次”里新建，或者在“任期起止”列写明起止年月。"
            self.owner.refuse(reason, number, "term")
        else:
            self.new_terms[key] = (start, end)

    def _district(self, number, cells, term):
        name = self.owner.clean(clean_line, number, cells, "district", "")
        if not name or not term:
            return None
        known = self.districts.get(term, [])
        wanted = read.number_in(name)
        for one in known:
            if one.name == name or (wanted and one.number == wanted):
                return term, one.number, one.name
        if known:
            reason = "这一届没有这个选区。请核对；确实是新的选区，请先在“选区”里新建，再导入。"
            self.owner.refuse(reason, number, "district")
            return None
        return self._new_district(term, wanted, name)

    def _new_district(self, term, wanted, name):
        made = self.new_districts.setdefault(term, {})
        same = [key for key in made.values() if key[2] == name or (wanted and key[1] == wanted)]
        if same:
            return same[0]
        number = wanted or max(made, default=0) + 1
        made[number] = (
            term,
            number,
            f"第{read.chinese_number(number)}选区" if name.isdecimal() else name,
        )
        return made[number]

    def _group(self, number, cells):
        name = self.owner.clean(clean_line, number, cells, "group", "")
        if name and name not in self.groups:
            if self.groups:
                names = "、".join(list(self.groups)[:10])
                reason = f"没有这个代表小组。现有：{names}。请核对；确实是新的，请先新建再导入。"
                self.owner.refuse(reason, number, "group")
            else:
                self.new_groups[name] = None
        return name

    def _state(self, number, cells, end):
        """{attribute: value} of Mandate for the state the row names."""
        owner = self.owner
        state = owner.clean(read.state, number, cells, "state", "")
        if not state:
            return {}
        blank = {"suspended_on": None, "suspension_reason": "", "ended_on": None, "end_reason": ""}
        if state == MandateState.ACTIVE:
            return {"state": state, **blank}
        changed = owner.clean(read.day_or_month, number, cells, "changed_on")
        if state == MandateState.SUSPENDED:
            reason = owner.clean(read.suspension_reason, number, cells, "reason", "")
            own = {"suspended_on": changed, "suspension_reason": reason}
        else:
            changed = changed or end
            reason = owner.clean(read.end_reason, number, cells, "reason", "")
            own = {"ended_on": changed, "end_reason": reason}
        if not changed or not reason:
            sentence = "状态是“暂停”或“终止”的，还要填“终止（暂停）日期”和“终止（暂停）原因”两列。"
            owner.refuse(sentence, number, "state")
        return {"state": state, **blank, **own}

    def note_what_is_new(self):
        """Say in the preview what will be made besides the representatives."""
        names = [self._term_name(key) for key in self.new_terms]
        names += [key[2] for made in self.new_districts.values() for key in made.values()]
        names += self.new_groups
        if names:
            shown = "、".join(names[:30])
            more = f"等 {len(names)} 项" if len(names) > 30 else ""
            self.owner.outcome.notes.append(f"将一并新建：{shown}{more}。")
        if self.without_term:
            self.owner.outcome.notes.append(
                f"有 {self.without_term} 行没有届次，系统里也还没有届次：只导入基本信息。"
                "请在“届次”里新建以后，把同一个文件再导入一次。"
            )

    def _term_name(self, key):
        place = self.home.county if key[0] == Level.COUNTY else self.home.town
        return f"{place}第{read.chinese_number(key[1])}届人民代表大会"

    # --- writing ------------------------------------------------------------------------------

    def make_missing(self):
        """Create the terms, districts and groups that the list names first."""
        for key, (start, end) in self.new_terms.items():
            self.terms[key] = Term.objects.create(
                home=self.home,
                level=key[0],
                number=key[1],
                name=self._term_name(key),
                starts_on=start,
                ends_on=end,
            )
        for term, made in self.new_districts.items():
            self.districts[term] = [
                ElectoralDistrict.objects.create(
                    home=self.home, term=self.terms[term], number=number, name=name
                )
                for _, number, name in made.values()
            ]
        for order, name in enumerate(self.new_groups, 1):
            self.groups[name] = RepGroup.objects.create(home=self.home, name=name, order=order * 10)

    def mandate_rows(self, people):
        """Rows for MandateResource, one for each office of each person in a known term."""
        stored = {
            (mandate.representative_id, mandate.term_id): mandate
            for mandate in Mandate.objects.filter(representative__home=self.home)
        }
        return [
            self._mandate_row(person, office, stored)
            for person in people
            for office in person.offices
            if office.term
        ]

    def _mandate_row(self, person, office, stored):
        term = self.terms[office.term]
        known = stored.get((person.instance.pk, term.pk))
        started = office.started_on or (KEEP if known else term.starts_on)
        if known and started is not KEEP and started == known.started_on.replace(day=1):
            started = KEEP  # the stored day is more exact than the month of the list
        fixed = {"representative_id": person.instance.pk, "term_id": term.pk, "level": office.level}
        states = ("state", "suspended_on", "suspension_reason", "ended_on", "end_reason")
        return {
            "row": office.row,
            "person": person,
            "instance": known,
            "fixed": fixed,
            "district_id": self._district_id(office),
            "credential_no": office.credential_no or KEEP,
            "started_on": started,
            **{name: office.state.get(name, KEEP) for name in states},
        }

    def district_name(self, pk):
        """The name of one of the Home's districts."""
        return next(one.name for known in self.districts.values() for one in known if one.pk == pk)

    def _district_id(self, office):
        if not office.district:
            return KEEP
        term, number, _ = office.district
        return next(one.pk for one in self.districts[term] if one.number == number)


def close_memberships(owner):
    """Put each person into the group of the list; yields (person, label, (old, new)) of changes.

    A membership in another group ends today and a new one starts, so that the past stays true.
    """
    present = GroupMembership.objects.filter(
        representative__home=owner.home, ended_on=None
    ).select_related("group")
    present = {membership.representative_id: membership for membership in present}
    ended, made, changes = [], [], []
    for person in owner.order:
        office = next((o for o in reversed(person.offices) if o.group), None)
        if not office:
            continue
        old = present.get(person.instance.pk)
        if old and old.group.name == office.group:
            continue
        start = owner.today if old else office.started_on or owner.today
        if old:
            old.ended_on = owner.today
            ended.append(old)
        group = owner.offices.groups[office.group]
        made.append(GroupMembership(group=group, representative=person.instance, started_on=start))
        changes.append((person, "代表小组", (old.group.name if old else "", group.name)))
    options = {"batch_size": BATCH, "default_user": owner.user}
    bulk_update_with_history(ended, GroupMembership, ["ended_on"], **options)
    bulk_create_with_history(made, GroupMembership, **options)
    return changes
