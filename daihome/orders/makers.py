"""Which long papers there are, and how each is made, piece by piece.

A maker gets its `PaperOrder`, an open binary file and a function that it calls with (done, total)
after each piece. It reads only what `order.user` may see. Raises `Unmakeable` with a Chinese
sentence when the person must do something first.
"""

from collections.abc import Callable
from dataclasses import dataclass


class Unmakeable(Exception):
    """The paper cannot be made as things are; the text says what to do, for people."""


@dataclass(frozen=True)
class Maker:
    """How one kind of paper is made and what its file is called."""

    make: Callable[..., None]
    suffix: str
    content_type: str


MAKERS: dict[str, Maker] = {}


def maker(name: str, suffix: str, content_type: str):
    """Register the decorated function as maker of the paper `name`."""

    def keep(make):
        MAKERS[name] = Maker(make, suffix, content_type)
        return make

    return keep
