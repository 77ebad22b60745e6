"""Files from outside: judged by content, pictures drawn anew, kept private, served with care.

Only pictures and PDFs come in. A picture is decoded and encoded again, so that neither position
nor a hidden script survives; a PDF stays as it is and is never shown inside a page of ours.
"""

import hashlib
import re
import threading
import uuid
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, Http404
from django.utils import timezone
from PIL import Image, ImageFile, ImageOps

from daihome.tools.text import mask_personal_data, remove_invisible

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_WEBP_PIXELS = 12_500_000  # its decoder holds the picture three times
WHOLE_PIXELS = 12_000_000  # from here a second copy in another mode would cost too much memory
PICTURE_SIDE, PHOTO_SIDE = 2560, 1200  # pixels; enough for half a page of A4 at 300 dpi
NAME_LENGTH = 100
CONTENT_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".pdf": "application/pdf"}
PICTURES = {".jpg", ".png"}

# Pillow only warns between one and two times its limit; for the whole process that is an error.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
# A picture of 40 megapixels takes up to 200 MB while it is drawn: one at a time in each process.
_DRAWING = threading.Lock()

_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CLOCK\$|(?:COM|LPT)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_HEIC = re.compile(rb"(?s).{4}ftyp.{0,40}?(?:hei[cfmsx]|hev[cmsx]|mif1|msf1|avif|avis)")
_NAMED_REFUSALS = [
    (
        _HEIC,
        "这是手机的 HEIC 或 AVIF 格式照片，这里打不开。请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，或者上传这张照片的截屏。",
    ),
    (
        re.compile(rb"PK|\xd0\xcf\x11\xe0|\{\\rtf"),
        "这里不收 Word、Excel 或压缩文件。请另存为 PDF，或者拍成照片上传。",
    ),
    (
        re.compile(rb"(?si)(?:\xef\xbb\xbf)?\s*<"),
        "这里不收网页或矢量图文件。请上传 JPG、PNG 图片或 PDF。",
    ),
    (
        re.compile(rb"(?s).{4}ftyp|RIFF.{4}AVI |\x1a\x45\xdf\xa3"),
        "这里不收视频。请上传照片或 PDF。",
    ),
]
_PICTURE_HEAD = re.compile(rb"(?s)\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP")
_PDF_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,8}%PDF-")


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: its name for people, what it is, and its bytes."""

    name: str
    kind: str  # "picture" or "pdf"
    content_type: str
    content: ContentFile
    sha256: str


def clean_upload(uploaded) -> Upload:
    """A picture (drawn anew, at most 2560 px) or a PDF; ValidationError says what to do else.

    Of a moving picture the first frame is kept.
    """
    data = _read(uploaded)
    if _PDF_HEAD.match(data):
        return _upload(uploaded.name, "pdf", ".pdf", data)
    return _picture(uploaded.name, data, PICTURE_SIDE)


def clean_photo(uploaded) -> Upload:
    """A portrait or a view, drawn anew, at most 1200 px; PDFs are refused."""
    data = _read(uploaded)
    if _PDF_HEAD.match(data):
        raise ValidationError("这里要的是照片，不是 PDF。请上传 JPG 或 PNG 图片。")
    return _picture(uploaded.name, data, PHOTO_SIDE)


def _read(uploaded) -> bytes:
    uploaded.seek(0)
    data = uploaded.read(MAX_BYTES + 1)
    if not data:
        raise ValidationError("这个文件是空的。请重新选择文件。")
    if len(data) > MAX_BYTES:
        raise ValidationError("文件超过 10 MB。请压缩图片或拆分 PDF 后再上传。")
    return data


def _picture(name: str, data: bytes, side: int) -> Upload:
    if not _PICTURE_HEAD.match(data):
        reasons = (sentence for head, sentence in _NAMED_REFUSALS if head.match(data))
        raise ValidationError(next(reasons, "这种文件打不开。请上传 JPG、PNG 图片或 PDF。"))
    extension, drawn = _draw_anew(data, side)
    return _upload(name, "picture", extension, drawn)


def _draw_anew(data: bytes, side: int) -> tuple[str, bytes]:
    try:
        # WeasyPrint switches this on for the whole process; half a picture is not the voter's picture.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        with _DRAWING, Image.open(BytesIO(data), formats=["JPEG", "PNG", "GIF", "WEBP"]) as picture:
            _refuse_too_many_pixels(picture)
            lossless = picture.format in {"PNG", "GIF"}
            return _encode(_shrink(picture, side), lossless)
    except ValidationError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_many_pixels(MAX_PIXELS) from error
    # Decoders fail on broken files in every way there is; none of them may become a fault of ours.
    except Exception as error:
        raise ValidationError("这张图片不完整或已损坏。请重新拍照或另选一张。") from error


def _refuse_too_many_pixels(picture) -> None:
    limit = MAX_WEBP_PIXELS if picture.format == "WEBP" else MAX_PIXELS
    if picture.width * picture.height > limit:
        raise _too_many_pixels(limit)


def _too_many_pixels(limit: int) -> ValidationError:
    return ValidationError(f"图片超过 {limit // 10_000} 万像素。请缩小尺寸，或者上传它的截屏。")


def _shrink(picture, side: int):
    """The picture upright and within `side` pixels, in one of the modes L, RGB, RGBA."""
    picture.draft("RGB", (side, side))  # JPEG decodes at a smaller scale: a fraction of the memory
    is_plain = picture.mode in {"L", "RGB"} and "transparency" not in picture.info
    is_photo = is_plain and picture.format in {"JPEG", "MPO"}
    if picture.width * picture.height > WHOLE_PIXELS and not is_photo:
        picture = _reduce_in_bands(picture, side)
    elif not is_plain:
        picture = _plain_mode(picture)
    picture.thumbnail((side, side), reducing_gap=2.0)
    return ImageOps.exif_transpose(picture)


def _plain_mode(picture):
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")


def _reduce_in_bands(picture, side: int):
    """`picture` smaller by a whole factor, converted bit by bit: never twice in memory."""
    factor = -(-max(picture.size) // side)
    size = tuple(-(-length // factor) for length in picture.size)
    small = Image.new("RGBA" if picture.has_transparency_data else "RGB", size)
    step = 64 * factor
    for top in range(0, picture.height, step):
        band = picture.crop((0, top, picture.width, min(top + step, picture.height)))
        small.paste(_plain_mode(band).reduce(factor), (0, top // factor))
    small.info = picture.info  # says how to turn it upright
    return small


def _encode(picture, lossless: bool) -> tuple[str, bytes]:
    picture.info.clear()  # comments and colour profiles would be written along
    out = BytesIO()
    if lossless or picture.mode == "RGBA":
        picture.save(out, "PNG")
        return ".png", out.getvalue()
    picture.save(out, "JPEG", quality=85, optimize=True)
    return ".jpg", out.getvalue()


def _upload(name: str, kind: str, extension: str, data: bytes) -> Upload:
    name = clean_file_name(name, extension)
    digest = hashlib.sha256(data).hexdigest()
    return Upload(name, kind, CONTENT_TYPES[extension], ContentFile(data, name), digest)


def clean_file_name(name: str | None, extension: str) -> str:
    """A name for people and downloads: no path, controls, device names or numbers of persons."""
    stem = re.split(r"[/\\]", remove_invisible(name or ""))[-1]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    stem = re.sub(r'[<>:"|?*\n\t\ufffd\ud800-\udfff]', "_", mask_personal_data(stem)).strip(" .")
    if _DEVICE.match(stem):
        stem = f"_{stem}"
    stem = stem[: NAME_LENGTH - len(extension)].rstrip(" .")
    return f"{stem or '附件'}{extension}"


class PrivateStorage(FileSystemStorage):
    """Files below MEDIA_ROOT that have no address: only a view that checks scope serves them."""

    base_url = None


private_storage = PrivateStorage()


def upload_path(instance, filename: str) -> str:
    """Where a file lies: <app>/<year>/<random>.<extension>; nothing of the person's name for it."""
    extension = PurePath(filename).suffix.lower()
    if extension not in CONTENT_TYPES:
        raise ValueError("Only what clean_upload returned may be stored.")
    year = timezone.localdate().year
    return f"{instance._meta.app_label}/{year}/{uuid.uuid4()}{extension}"


def serve(file_field, name: str, inline: bool = False) -> FileResponse:
    """The stored file as a download; with `inline`, a picture is shown in the page. 404 if lost."""
    extension = PurePath(file_field.name).suffix.lower()
    try:
        content = file_field.open("rb")
    except FileNotFoundError as error:
        raise Http404("文件不在了，请联系工作人员。") from error
    response = FileResponse(
        content,
        as_attachment=not (inline and extension in PICTURES),
        filename=name,
        content_type=CONTENT_TYPES.get(extension, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
