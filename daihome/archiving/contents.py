"""What every package says of itself: 说明.txt, 目录.html and 目录.xlsx; also for who has no system."""

import base64
from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from daihome.tools import sheets

TEXT, PAGE, LIST = "说明.txt", "目录.html", "目录.xlsx"
COLUMNS = (
    ("文件", 70), ("行数", 8), ("页数", 8), ("字节", 12), ("SHA-256", 68), ("说明", 40),
)  # fmt: skip
COUNTED = (("簿册", 30), ("系统里的行数", 14), ("PDF行数", 10), ("表格行数", 10), ("核对", 10))


def documents(packed) -> Iterator[tuple[str, bytes]]:
    """(name, content) of the files that describe the package."""
    yield TEXT, text(packed)
    yield PAGE, page(packed)
    yield LIST, workbook(packed)


def text(packed) -> bytes:
    """Plain words, with the mark and the line ends that the simplest program of Windows wants."""
    cover = packed.cover
    problems = packed.problems or ["没有发现问题。"]
    size = sum(line.size for line in packed.files)
    lines = [
        f"{cover.home} {cover.title}",
        f"编号：{cover.number}",
        f"制作：{timezone.localtime(cover.made_at):%Y-%m-%d %H:%M}，{cover.made_by}",
        f"共 {len(packed.files)} 个文件，{size} 字节。",
        "",
        "怎样看",
        f"先把压缩包全部解开，再双击“{PAGE}”，用浏览器看目录，点文件名打开文件。",
        f"不需要安装本系统，也不需要上网。“{LIST}”是同样的目录，可以筛选和统计。",
        "",
        "怎样知道没有被改动",
        "SHA256SUMS 记着每个文件的指纹。在解开的文件夹里运行 sha256sum -c SHA256SUMS，",
        "每行都显示 OK（成功）就是原样；在装有本系统的机器上运行",
        "manage.py verify_archive 压缩包文件名，还会核对页数、行数和当初的登记。",
        "",
        "要注意的",
        *[f"{place}. {one}" for place, one in enumerate(problems, start=1)],
        "",
        "说明",
        *cover.notes,
    ]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def page(packed) -> bytes:
    """One page that needs nothing beside it; its links lead to the unpacked files."""
    css = (settings.BASE_DIR / "static" / "css" / "package.css").read_bytes()
    facts = {
        "cover": packed.cover,
        "made_at": timezone.localtime(packed.cover.made_at),
        "problems": packed.problems,
        "checks": packed.checks,
        "sections": [_shown(*one) for one in packed.sections],
        "files": len(packed.files),
        "size": sum(line.size for line in packed.files),
        "css": f"data:text/css;base64,{base64.b64encode(css).decode()}",
    }
    return render_to_string("packages/contents.html", facts).encode()


def _shown(folder, section, lines):
    made = [line for line in lines if line.size is not None]
    return {
        "folder": folder,
        "notes": section.notes,
        "files": len(made),
        "pages": sum(line.pages or 0 for line in made),
        "lines": [(line.path.rpartition("/")[2], quote(line.path), line) for line in lines],
    }


def workbook(packed) -> bytes:
    """The list of files, which `verifying` reads again, and the counts of the books."""
    rows = (
        (line.path, line.rows, line.pages, line.size, line.sha256, line.problem)
        for line in packed.lines
    )
    counted = (
        (one.title, one.screen, one.pdf, one.xlsx, "一致" if one.is_right else "不一致")
        for one in packed.checks
    )
    title = f"{packed.cover.home} {packed.cover.title}"
    parts = [("目录", COLUMNS, rows), ("行数核对", COUNTED, counted)]
    return sheets.write_workbook(title, parts).getvalue()
