"""One button of the case page; the modules that offer some share it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """What it does, a hint beneath it, its address; the first one stands out."""

    label: str
    hint: str
    link: str
    is_main: bool = False
