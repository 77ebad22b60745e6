"""Names of files in a package: sorted by their numbers, safe on every system, nobody's but ours."""

import re

from daihome.tools.text import remove_invisible

LONGEST = 120  # characters of folder and name; Windows stops at 260 with the folders around it
FOLDER_MAX = 50
# What Windows forbids in names, and what would lead out of the folder or out of the line.
FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f\ud800-\udfff]+')
LIKE = str.maketrans({":": "：", "?": "？", "<": "〈", ">": "〉", '"': "”"})


def safe(text: str, longest: int = FOLDER_MAX) -> str:
    """`text` as a name of a file or folder, one line without signs that a system forbids."""
    text = FORBIDDEN.sub(" ", remove_invisible(text).translate(LIKE)).strip(" .")
    return text[:longest].rstrip(" .") or "未命名"


def numbered(place: int, total: int, text: str, longest: int = FOLDER_MAX) -> str:
    """“03 接待选民记录簿”: with as many digits as the last of `total` needs, at least two."""
    digits = max(2, len(str(total)))
    return f"{place:0{digits}d} {safe(text, longest)}"


def path_of(folder: str, place: int, total: int, name: str, suffix: str) -> str:
    """“03 接待选民记录簿/01 第1册.pdf”, never longer than LONGEST."""
    left = LONGEST - len(folder) - len(suffix) - 1 - max(3, len(str(total)) + 1)
    return f"{folder}/{numbered(place, total, name, left)}{suffix}"
