"""PDFs that others attached, made safe to print: judged in a process of its own that may fail.

`python -m daihome.tools.foreign_pdf` reads a PDF and writes its pages only, as they look on paper:
filled-in fields and notes are drawn, scripts, links and enclosed files stay behind. A PDF of ten
megabytes can unfold to many gigabytes or keep a reader busy for ever; the child may neither.
"""

import resource
import subprocess
import sys
from io import BytesIO

PAGES_MAX = 60
OUTPUT_MAX = 40 * 1024 * 1024
MEMORY_MAX = 800 * 1024 * 1024
SECONDS = 20
DAMAGED = "文件已损坏，不能打印"
# What the child's exit says, for people.
REASONS = {
    3: "文件加了密码，不能打印",
    4: f"文件超过{PAGES_MAX}页，没有装订",
    5: "文件太大，没有装订",
}


class Unprintable(Exception):
    """A PDF that is not printed; its text says why, for people."""


def pages_only(data: bytes) -> bytes:
    """The pages of a foreign PDF as a harmless one. Raises `Unprintable`."""
    command = [sys.executable, "-m", "daihome.tools.foreign_pdf"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing of the file in the command
            command, input=data, capture_output=True, timeout=SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unprintable(DAMAGED) from error
    if done.returncode != 0:
        raise Unprintable(REASONS.get(done.returncode, DAMAGED))
    return done.stdout


def copy_pages(data: bytes) -> tuple[int, bytes]:
    """(exit, pages) in the child."""
    import pikepdf

    try:
        source = pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError:
        return 3, b""
    for count, _page in enumerate(source.pages, start=1):
        if count > PAGES_MAX:
            return 4, b""
    source.generate_appearance_streams()
    source.flatten_annotations("print")
    copy = pikepdf.new()
    copy.pages.extend(source.pages)
    for page in copy.pages:
        for name in ("/Annots", "/AA", "/B", "/Metadata"):
            if name in page:
                del page[name]
    out = BytesIO()
    # Nothing is left to unfold for whoever opens the copy.
    copy.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return (5, b"") if out.tell() > OUTPUT_MAX else (0, out.getvalue())


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    code, content = copy_pages(sys.stdin.buffer.read())
    sys.stdout.buffer.write(content)
    return code


if __name__ == "__main__":
    sys.exit(main())
