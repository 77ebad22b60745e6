"""The boards of the house: every module of this package that has BOARDS adds its own."""

from importlib import import_module
from pkgutil import iter_modules

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
BOARDS = tuple(
    sorted(
        (board for module in _MODULES for board in getattr(module, "BOARDS", ())),
        key=lambda board: (board.order, board.slug),
    )
)
BY_SLUG = {board.slug: board for board in BOARDS}
