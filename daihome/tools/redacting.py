"""Pictures for everybody: black boxes burnt into a copy, so that nothing lies under them.

A box is (left, top, width, height) in whole percent of the picture, from its upper left corner.
"""

import hashlib
import math
import re
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from daihome.tools.text import half_width
from daihome.tools.uploads import CONTENT_TYPES, Upload

BOXES_MAX = 20
# JPEG keeps squares of 8 pixels: a box that ends inside one would leave a grey rim, and a trace
# of what was there.
SQUARE = 8
QUALITY = 88

Box = tuple[int, int, int, int]


def clean_boxes(text: str) -> list[Box]:
    """One box a line, four whole percents; ValidationError names the line that is wrong."""
    lines = [line for line in half_width(text).splitlines() if line.strip()]
    if len(lines) > BOXES_MAX:
        raise ValidationError(f"最多遮盖 {BOXES_MAX} 处，请合并几处再提交。")
    return [_box(place, line) for place, line in enumerate(lines, start=1)]


def _box(place: int, line: str) -> Box:
    numbers = re.split(r"[\s,、;%]+", line.strip(" \t,、;%"))
    if len(numbers) != 4 or not all(re.fullmatch("[0-9]{1,3}", one) for one in numbers):
        raise ValidationError(
            f"第 {place} 行不对：每行写四个整数，依次是左、上、宽、高各占百分之几，例如 10 20 30 15。"
        )
    left, top, width, height = map(int, numbers)
    if not (width and height) or left + width > 100 or top + height > 100:
        raise ValidationError(
            f"第 {place} 行超出了照片：左加宽、上加高都不能超过 100，宽和高至少 1。"
        )
    return left, top, width, height


def blacken(file, name: str, boxes: list[Box]) -> Upload:
    """A JPEG of the stored picture `file` with the boxes burnt in and nothing else in it."""
    with Image.open(file, formats=["JPEG", "PNG"]) as picture:
        plain = _plain(picture)
    ink = ImageDraw.Draw(plain)
    for box in boxes:
        ink.rectangle(_pixels(box, plain.size), fill=(0, 0, 0))
    out = BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, subsampling=0)
    data = out.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    return Upload(name, "picture", CONTENT_TYPES[".jpg"], ContentFile(data, name), digest)


def _plain(picture) -> Image.Image:
    """Only its pixels, on white: no comment, no profile, no second picture behind a mask."""
    whole = picture.convert("RGBA")
    plain = Image.new("RGB", whole.size, "white")
    plain.paste(whole, mask=whole.getchannel("A"))
    return plain


def _pixels(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The corners, both inside, moved outwards to whole squares."""
    left, top, width, height = box
    return (
        math.floor(left * size[0] / 100 / SQUARE) * SQUARE,
        math.floor(top * size[1] / 100 / SQUARE) * SQUARE,
        math.ceil((left + width) * size[0] / 100 / SQUARE) * SQUARE - 1,
        math.ceil((top + height) * size[1] / 100 / SQUARE) * SQUARE - 1,
    )
