"""A whole book, however many volumes or persons: laid out volume by volume, bound into one PDF."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from daihome.books import BY_SLUG
from daihome.orders import Unmakeable
from daihome.orders.end_to_end import bind
from daihome.tools import books
from daihome.tools.registers import CHOICES, Period, chosen_words
from representatives.models import RepGroup, Representative, Village

CHOSEN_FROM = {"group": RepGroup, "village": Village, "representative": Representative}


@dataclass(frozen=True)
class Asked:
    """A register of a Home in a period, narrowed to `chosen`, as far as `user` may see it."""

    register: Any
    home: Any
    period: Period
    user: Any
    chosen: dict[str, Any]

    @classmethod
    def of(cls, order) -> "Asked":
        """What an order's parameters say: register, start, end (ISO), label, keys of choices."""
        said = order.parameters
        days = date.fromisoformat(said["start"]), date.fromisoformat(said["end"])
        chosen = {
            name: CHOSEN_FROM[name].objects.get(home=order.home, pk=said[name])
            for name in CHOICES
            if name in said
        }
        period = Period(*days, said["label"])
        return cls(BY_SLUG[said["register"]], order.home, period, order.user, chosen)

    @property
    def parameters(self) -> dict[str, Any]:
        """The reverse of `of`: plain values."""
        keys = {name: row.pk for name, row in self.chosen.items()}
        days = {"start": str(self.period.start), "end": str(self.period.end)}
        return {"register": self.register.slug, **days, "label": self.period.label, **keys}

    def rows(self):
        return self.register.of(self.home, self.period, self.user, self.chosen)


@dataclass(frozen=True)
class Volume:
    """One volume of a book: `number` of `total`."""

    asked: Asked
    number: int
    total: int

    @property
    def title(self) -> str:
        words = chosen_words(self.asked.chosen) or self.asked.register.title
        return f"{words} 第{self.number}册" if self.total > 1 else words

    def pdf(self) -> bytes:
        """Raises MissingGlyphs."""
        return self.printed().content

    def printed(self, today: date | None = None) -> books.Printed:
        """The same with the number of rows on its pages."""
        asked = self.asked
        return books.print_volume(
            asked.register, asked.home, asked.period, asked.user,
            volume=self.number, chosen=asked.chosen, today=today,
        )  # fmt: skip


def volumes(asked: Asked) -> list[Volume]:
    """All volumes; of a book that everybody has of their own those of everybody with a row."""
    return [volume for one in single_books(asked) for volume in volumes_of(one)]


def volumes_of(asked: Asked) -> list[Volume]:
    """The volumes of one book."""
    total = books.volumes_for(asked.rows().count())
    return [Volume(asked, number, total) for number in range(1, total + 1)]


def single_books(asked: Asked) -> list[Asked]:
    """The book itself, or those of everybody with a row where everybody has their own."""
    each = asked.register.each
    if not each or each in asked.chosen:
        return [asked]
    path = asked.register.choices[each]
    there = asked.rows().order_by().values(path)
    people = CHOSEN_FROM[each].objects.filter(home=asked.home, pk__in=there).by_pinyin()
    return [
        Asked(asked.register, asked.home, asked.period, asked.user, {**asked.chosen, each: one})
        for one in people
    ]


def whole_book(order, file, tell):
    """One volume is in memory at a time; they lie end to end, each with a bookmark."""
    found = volumes(Asked.of(order))
    if not found:
        raise Unmakeable("这段时间还没有登记，没有可以打印的。")
    bind([(volume.title, volume.pdf) for volume in found], file, tell, order.title)
