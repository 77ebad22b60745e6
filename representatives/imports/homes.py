"""Makes a Home for each township of a county's list, so that a county can start from one file."""

from bisect import bisect

from daihome.tools.sheets import match_columns, read_rows
from representatives.imports.cells import compact
from representatives.imports.villages import TOWN_LEVEL, VillageImport
from representatives.models import Home

# GB 2312 orders its common characters by pinyin; each letter starts at this code.
LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
STARTS = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC,
    0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9,
    0xD4D1,
)  # fmt: skip
LAST = 0xD7F9


def initials(text):
    """The first letters of the pinyin of common characters: 天义 → TY; others are left out."""
    letters = ""
    for char in text:
        code = int.from_bytes(char.encode("gb2312", "ignore"))
        if STARTS[0] <= code <= LAST:
            letters += LETTERS[bisect(STARTS, code) - 1]
    return letters


def make_homes(file, name):
    """Create a Home for each township of the list that has none; the Homes made, in file order."""
    known = [title for titles in VillageImport.synonyms.values() for title in titles]
    table = read_rows(file, name, known)
    columns = match_columns(table.header, VillageImport.synonyms, ("name",))
    existing = set(Home.objects.values_list("town", flat=True))
    made = []
    for row in table.rows:
        cells = row.pick(columns)
        town = compact(cells.get("name" if cells.get("level") == TOWN_LEVEL else "town", ""))
        if town and town not in existing:
            existing.add(town)
            made.append(_make(town, compact(cells.get("county", ""))))
    return made


def _make(town, county):
    prefix = _free_prefix(initials(town[:-1]))
    return Home.objects.create(
        name=f"{town}人大代表之家",
        slug=prefix.lower(),
        number_prefix=prefix,
        county=county,
        town=town,
        congress_name=f"{town}人民代表大会主席团",
    )


def _free_prefix(letters):
    """`letters` (2 to 4 of them), with further letters behind where they are taken."""
    letters = (letters + "XZ")[: max(2, min(len(letters), 4))]
    taken = set(Home.objects.values_list("number_prefix", flat=True))
    taken |= {slug.upper() for slug in Home.objects.values_list("slug", flat=True)}
    endings = ["", *(a for a in LETTERS), *(a + b for a in LETTERS for b in LETTERS)]
    return next(letters + ending for ending in endings if letters + ending not in taken)
