"""Papers end to end in one file: one of them in memory at a time, each with a bookmark."""

from collections.abc import Callable, Sequence
from io import BytesIO


def bind(parts: Sequence[tuple[str, Callable[[], bytes]]], file, tell, title: str) -> None:
    """Make each of (bookmark, how its PDF is made) and write one PDF of all into `file`.

    `tell(done, total)` is called after each part. Raises what the parts raise.
    """
    import pikepdf

    with pikepdf.new() as whole:
        whole.Root.Lang = pikepdf.String("zh-CN")
        whole.docinfo["/Title"] = title
        for done, (words, make) in enumerate(parts, start=1):
            add(whole, words, make())
            tell(done, len(parts))
        whole.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def add(whole, words: str, content: bytes) -> None:
    """Append the pages of the PDF `content` under a bookmark."""
    import pikepdf

    place = len(whole.pages)
    with pikepdf.open(BytesIO(content)) as part:
        _forget_links(part)
        whole.pages.extend(part.pages)
    with whole.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(words, place))


def _forget_links(part) -> None:
    """Links within a paper (its contents) name places that a bound book does not have."""
    if "/Names" in part.Root:
        del part.Root.Names
    for page in part.pages:
        if "/Annots" in page:
            del page.Annots
