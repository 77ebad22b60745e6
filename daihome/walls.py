"""What hangs on the walls of a Home: what each board would say today, and what is out of date."""

from functools import cached_property

from django.conf import settings
from django.utils import timezone

from daihome.boards import BOARDS, BY_SLUG
from daihome.tools.board_setting import PRESETS, Size
from daihome.tools.boards import board_pdf
from representatives.models import WallBoard

# state: (what the list says, whether a fresh print is wanted)
STATES = {
    "fresh": ("最新", False),
    "stale": ("内容变了，要重印", True),
    "unprinted": ("还没有打印", True),
    "gone": ("内容已经没有了，请撤下", False),
    "down": ("没有上墙", False),
}


class Wall:
    """The boards of one Home on `today`. Each subject is looked at once, however often it hangs."""

    def __init__(self, home, today):
        self.home, self.today = home, today
        self._facts, self._names = {}, {}

    @cached_property
    def hangings(self):
        rows = WallBoard.objects.of(self.home).select_related("venue", "printed_by")
        return [Hanging(self, row) for row in rows]

    def venues(self):
        """(venue, its boards) of every venue where boards hang or hung, those that are up first."""
        found = {}
        for one in self.hangings:
            found.setdefault(one.row.venue, []).append(one)
        return [
            (venue, sorted(boards, key=lambda one: one.state == "down"))
            for venue, boards in found.items()
        ]

    def facts(self, board, subject):
        key = board.slug, subject
        if key not in self._facts:
            self._facts[key] = board.facts(self.home, self.today, subject)
        return self._facts[key]

    def names(self, board):
        """Subject → name of what the board may be about."""
        if board.slug not in self._names:
            self._names[board.slug] = dict(board.subjects(self.home, self.today))
        return self._names[board.slug]

    def choices(self):
        """(“board:subject”, name) of all that may be hung."""
        return [
            (f"{board.slug}:{subject}", label_of(board, name))
            for board in BOARDS
            for subject, name in self.names(board).items()
        ]


def label_of(board, name):
    return f"{board.name}：{name}" if name else board.name


class Hanging:
    """One board at its place."""

    def __init__(self, wall, row):
        self.wall, self.row = wall, row
        self.board = BY_SLUG.get(row.board)

    @property
    def label(self):
        if self.board is None:
            return self.row.board
        return label_of(self.board, self.wall.names(self.board).get(self.row.subject, ""))

    @property
    def size(self):
        return Size(self.row.width, self.row.height, self.row.bleed)

    @property
    def size_words(self):
        """“A2 竖版” where it is one of the usual ones, else the millimetres."""
        plain = Size(self.row.width, self.row.height)
        return next((name for name, size in PRESETS.items() if size == plain), str(plain))

    @cached_property
    def facts(self):
        return self.wall.facts(self.board, self.row.subject) if self.board else None

    @cached_property
    def digest(self):
        return self.board.digest(self.wall.home, self.facts) if self.facts else ""

    @cached_property
    def state(self):
        """One of STATES."""
        row, today = self.row, self.wall.today
        if row.up_on is None or row.up_on > today or (row.down_on and row.down_on <= today):
            return "down"
        if not self.digest:
            return "gone"
        if not row.printed_digest:
            return "unprinted"
        return "fresh" if row.printed_digest == self.digest else "stale"

    @property
    def state_words(self):
        return STATES[self.state][0]

    @property
    def is_wanted(self):
        return STATES[self.state][1]

    def sheet(self, site):
        return self.board.sheet(self.wall.home, self.facts, self.size, site, self.foot)

    @property
    def foot(self):
        days = []
        if self.board.is_shown:
            days = [("公示日期", self.row.up_on), ("撤下日期", self.row.down_on)]
        days.append(("打印日期", self.wall.today))
        return "　　".join(f"{what} {day}" for what, day in days if day)


def pdf_of(hangings, site):
    """One PDF of these boards, none of them gone. Raises MissingGlyphs."""
    return board_pdf([(one.sheet(site), one.size) for one in hangings])


def mark_printed(hangings, user):
    """Remember what these boards say, now that they are printed."""
    for one in hangings:
        one.row.printed_at, one.row.printed_by = timezone.now(), user
        one.row.printed_digest = one.digest
        one.row.save(update_fields=["printed_at", "printed_by", "printed_digest"])


def site_of(request):
    """The address that QR codes lead to: the site's own where it is set."""
    return (
        f"{settings.SITE_URL.rstrip('/')}/"
        if settings.SITE_URL
        else request.build_absolute_uri("/")
    )


def public_subjects(home, today):
    """{(board slug, subject): name} of what everybody may read: what hangs, and all rules in force."""
    wall = Wall(home, today)
    rules = BY_SLUG["rules"]
    found = {(rules.slug, key): name for key, name in wall.names(rules).items()}
    for row in WallBoard.objects.of(home).hanging(today):
        board = BY_SLUG.get(row.board)
        if board is not None and board is not rules:
            found[board.slug, row.subject] = label_of(board, wall.names(board).get(row.subject, ""))
    return found
