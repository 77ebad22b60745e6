"""The cards, plates and signs of the house: every module of this package that has CARDS adds its own."""

from importlib import import_module
from pkgutil import iter_modules

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
CARDS = tuple(
    sorted(
        (card for module in _MODULES for card in getattr(module, "CARDS", ())),
        key=lambda card: (card.order, card.slug),
    )
)
BY_SLUG = {card.slug: card for card in CARDS}
