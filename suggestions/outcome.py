"""What a move hands back, and the few things that every move needs."""

from dataclasses import dataclass, field

from django.apps import apps


@dataclass(frozen=True)
class Outcome:
    """What a move left behind: changed columns, the voter's sentence, facts for the record."""

    changed: list = field(default_factory=list)
    public_text: str = ""
    facts: dict = field(default_factory=dict)
    by_name: str = ""


def deadline(suggestion, clock, start):
    """The `Deadline` of the Home's policy for `clock` (of `Clock`), from `start`."""
    policy = model("DeadlinePolicy").objects.for_clock(suggestion.home, clock)
    return policy.deadline(start)


def model(name):
    """A model of this app by name."""
    # The models import this module; it reaches them through the registry.
    return apps.get_model("suggestions", name)


def yes(value):
    """For a record that people read."""
    return "是" if value else "否"


def long_day(day):
    """2026年3月9日."""
    return f"{day.year}年{day.month}月{day.day}日"
