"""Black boxes that are really black, and nothing else in the copy."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, PngImagePlugin

from daihome.tools.redacting import BOXES_MAX, blacken, clean_boxes


def picture(mode="RGB", kind="JPEG", size=(403, 301), **options):
    """A picture without one black pixel: a steep pattern, the worst case for a JPEG."""
    drawn = Image.new("RGB", size)
    drawn.putdata([(255, 40 + (x * 37) % 200, 40 + (y * 53) % 200)
                   for y in range(size[1]) for x in range(size[0])])  # fmt: skip
    out = BytesIO()
    drawn.convert(mode).save(out, kind, **options)
    out.seek(0)
    return out


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("L", "PNG")])
def test_every_pixel_of_a_box_is_black(mode, kind):
    copy = blacken(picture(mode, kind), "公开照片.jpg", [(10, 20, 30, 15), (90, 90, 10, 10)])

    drawn = Image.open(copy.content)
    wide, high = drawn.size
    assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "RGB", (403, 301))
    for left, top, width, height in [(10, 20, 30, 15), (90, 90, 10, 10)]:
        box = (left * wide // 100, top * high // 100,
               -(-(left + width) * wide // 100), -(-(top + height) * high // 100))  # fmt: skip
        assert drawn.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), (0, 0, 0))]
    assert drawn.getpixel((200, 200)) != (0, 0, 0)


def test_nothing_but_pixels_is_left():
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "13800138000")
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    for source in (
        picture(kind="PNG", pnginfo=said),
        picture(comment=b"secret", exif=exif.tobytes()),
    ):
        data = blacken(source, "公开照片.jpg", [(0, 0, 100, 100)]).content.read()
        assert all(trace not in data for trace in (b"secret", b"13800138000", b"Exif"))
        assert Image.open(BytesIO(data)).getcolors() == [(403 * 301, (0, 0, 0))]


def test_hidden_colours_under_transparency_do_not_come_out():
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    out = BytesIO()
    clear.save(out, "PNG")
    out.seek(0)

    drawn = Image.open(blacken(out, "a.jpg", []).content)

    assert drawn.getpixel((30, 30)) == (255, 255, 255)


def test_boxes_as_people_type_them():
    assert clean_boxes("10 20 30 15\n\n０，０，１００，１００\n5%、5%、1%、1%") == [
        (10, 20, 30, 15), (0, 0, 100, 100), (5, 5, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["10 20 30", "1 2 3 4 5", "左 上 宽 高", "-1 0 10 10", "0 0 0 10", "95 0 10 10", "0 0 10 101",
     "1.5 2 3 4", "٣ 1 1 1", "0 0 1e1 1"],
)  # fmt: skip
def test_wrong_line_is_named(typed):
    with pytest.raises(ValidationError, match="第 2 行"):
        clean_boxes(f"1 1 1 1\n{typed}")


def test_too_many_boxes_are_refused():
    with pytest.raises(ValidationError, match=str(BOXES_MAX)):
        clean_boxes("1 1 1 1\n" * (BOXES_MAX + 1))
