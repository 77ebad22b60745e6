import hashlib
import re
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from daihome.tools import uploads
from suggestions.models import Attachment


def make_file(data, name="照片.jpg"):
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def make_picture(kind="JPEG", size=(64, 48), mode="RGB", colour=0, **options):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def make_flat_png(width, height, bits=1):
    """A PNG of any size in little memory."""
    rows = zlib.compressobj(9)
    row = b"\0" * (1 + (width * bits + 7) // 8)
    body = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()

    def chunk(tag, data):
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def opened(upload):
    return Image.open(BytesIO(upload.content.read()))


def refusal(data, name="照片.jpg", clean=uploads.clean_upload):
    with pytest.raises(ValidationError) as error:
        clean(make_file(data, name))
    message = error.value.messages[0]
    assert message.endswith("。")
    return message


def test_picture_is_drawn_anew_upright_and_without_metadata():
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "测试手机", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 30.0, 0.0)})
    data = (
        make_picture(exif=exif, comment=b"secret", icc_profile=b"profile")
        + b"<script>alert(1)</script>"
    )

    upload = uploads.clean_upload(make_file(data, "道路照片（一）.JPEG"))

    stored = upload.content.read()
    picture = Image.open(BytesIO(stored))
    assert (upload.name, upload.kind, upload.content_type) == (
        "道路照片（一）.jpg",
        "picture",
        "image/jpeg",
    )
    assert picture.size == (48, 64)
    assert not picture.getexif()
    assert not {"comment", "icc_profile", "exif"} & picture.info.keys()
    assert all(trace not in stored for trace in (b"script", b"secret", b"Exif"))


@pytest.mark.parametrize(
    ("kind", "mode", "extension"),
    [
        ("PNG", "RGBA", ".png"),
        ("PNG", "P", ".png"),
        ("PNG", "1", ".png"),
        ("PNG", "LA", ".png"),
        ("PNG", "I;16", ".png"),
        ("GIF", "P", ".png"),
        ("WEBP", "RGB", ".jpg"),
        ("WEBP", "RGBA", ".png"),
        ("JPEG", "CMYK", ".jpg"),
        ("JPEG", "L", ".jpg"),
        ("MPO", "RGB", ".jpg"),
    ],
)
def test_each_kind_of_picture_comes_out_plain(kind, mode, extension):
    upload = uploads.clean_upload(make_file(make_picture(kind, mode=mode)))

    assert upload.name == f"照片{extension}"
    assert opened(upload).mode in {"L", "RGB", "RGBA"}


def test_sixteen_bit_greys_keep_their_brightness():
    upload = uploads.clean_upload(make_file(make_picture("PNG", mode="I;16", colour=0x8000)))

    assert opened(upload).getpixel((0, 0)) == 0x80


def test_transparency_survives():
    upload = uploads.clean_upload(make_file(make_picture("PNG", mode="RGBA", colour=(1, 2, 3, 0))))

    assert opened(upload).getpixel((0, 0)) == (1, 2, 3, 0)


@pytest.mark.parametrize(
    ("clean", "side"), [(uploads.clean_upload, 2560), (uploads.clean_photo, 1200)]
)
def test_large_pictures_shrink(clean, side):
    upload = clean(make_file(make_picture(size=(4000, 2000))))

    assert opened(upload).size == (side, side // 2)


def test_strip_and_dot_are_pictures_too():
    assert opened(uploads.clean_upload(make_file(make_flat_png(65000, 1)))).size == (2560, 1)
    assert opened(uploads.clean_upload(make_file(make_flat_png(1, 1)))).size == (1, 1)


@pytest.mark.parametrize(("width", "height"), [(19000, 19000), (11000, 11000), (8001, 5000)])
def test_too_many_pixels_are_refused_before_decoding(width, height):
    header_only = make_flat_png(width, height)[:60]

    assert "4000 万像素" in refusal(header_only)


def test_large_webp_is_refused_earlier():
    assert "1250 万像素" in refusal(make_picture("WEBP", size=(5000, 2501)))


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [
        ("I;16", 0x8000, (128, 128, 128)),
        ("RGBA", (9, 8, 7, 255), (9, 8, 7, 255)),
        ("1", 1, (255, 255, 255)),
    ],
)
def test_large_pictures_of_other_modes_shrink_in_bands(mode, colour, seen):
    exif = Image.Exif()
    exif[0x0112] = 6
    data = make_picture("PNG", size=(5121, 2400), mode=mode, colour=colour, exif=exif)

    picture = opened(uploads.clean_upload(make_file(data)))

    assert picture.size == (800, 1707)
    assert picture.getcolors() == [(800 * 1707, seen)]


def test_moving_picture_keeps_its_first_frame():
    frames = [Image.new("P", (2, 2), n % 2) for n in range(500)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], optimize=False)

    picture = opened(uploads.clean_upload(make_file(out.getvalue(), "a.gif")))

    assert (picture.format, getattr(picture, "n_frames", 1)) == ("PNG", 1)


def test_pdf_passes_unchanged_and_is_named_by_its_content():
    data = b"%PDF-1.4\n%\xe2\xe3"

    upload = uploads.clean_upload(make_file(data, "证明.jpg"))

    assert (upload.name, upload.kind, upload.content_type) == ("证明.pdf", "pdf", "application/pdf")
    assert upload.content.read() == data
    assert upload.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0", "HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "HEIC"),
        (b"\0\0\0\x1cftypmp42\0\0\0\0", "视频"),
        (b"PK\x03\x04", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "网页"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html>", "网页"),
        (b"<html>%PDF-1.4", "网页"),
        (b"MZ\x90\0", "打不开"),
        (b"BM\x36\0\0\0", "打不开"),
        (make_picture()[:300], "损坏"),
        (make_picture("PNG")[:60], "损坏"),
        (b"\xff\xd8\xff", "损坏"),
        (b"GIF89a", "损坏"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "损坏"),
    ],
)
def test_refused_files_are_told_what_to_do(data, word):
    assert word in refusal(data)


def test_photo_is_no_pdf():
    assert "照片" in refusal(b"%PDF-1.4\n", clean=uploads.clean_photo)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../x.jpg", "x.jpg"),
        ("..\\..\\x.jpg", "x.jpg"),
        ("C:\\Users\\张三\\道路.png", "道路.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("lpt1", "_lpt1.jpg"),
        ("CONTRACT.jpg", "CONTRACT.jpg"),
        (".jpg", "附件.jpg"),
        ("", "附件.jpg"),
        (None, "附件.jpg"),
        ("道路照片（一）.jpeg", "道路照片（一）.jpg"),
        ("第1.2节", "第1.2节.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("a\0b\r\nc.jpg", "ab_c.jpg"),
        ("\ufffd\ud800.jpg", "__.jpg"),
        ('a"; filename="b.html', "a_; filename=_b.jpg"),
        ("13800138000.jpg", "（手机号码已隐去）.jpg"),
        ("长" * 300 + ".jpg", "长" * 96 + ".jpg"),
    ],
)
def test_file_names_are_fit_for_people_and_disks(name, clean):
    assert uploads.clean_file_name(name, ".jpg") == clean


def test_path_tells_nothing_and_only_known_kinds_are_stored():
    path = uploads.upload_path(Attachment(), "张三.PDF")

    assert re.fullmatch(r"suggestions/20[0-9]{2}/[0-9a-f-]{36}\.pdf", path)
    with pytest.raises(ValueError, match="clean_upload"):
        uploads.upload_path(Attachment(), "a.html")


def test_stored_files_are_private():
    name = uploads.private_storage.save("a/b.pdf", ContentFile(b"%PDF-"))

    path = Path(default_storage.path(name))
    assert path.read_bytes() == b"%PDF-"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ValueError, match="URL"):
        uploads.private_storage.url(name)


def stored(data, name):
    file = Attachment().file
    file.save(name, ContentFile(data), save=False)
    return file


@pytest.mark.parametrize(
    ("name", "inline", "disposition"),
    [("a.pdf", True, "attachment"), ("a.jpg", True, "inline"), ("a.jpg", False, "attachment")],
)
def test_only_pictures_are_shown_in_the_page(db, name, inline, disposition):
    response = uploads.serve(stored(b"data", name), f"道路.{name[2:]}", inline)

    assert b"".join(response) == b"data"
    assert response["Content-Disposition"].startswith(f"{disposition}; filename*=utf-8''%E9%81%93")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    response.close()


def test_lost_file_is_not_found():
    file = stored(b"data", "a.jpg")
    file.storage.delete(file.name)

    with pytest.raises(Http404):
        uploads.serve(file, "a.jpg")
