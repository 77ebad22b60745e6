"""Makes the whole demonstration township in one transaction."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from daihome.demo import (
    documents,
    facilities,
    gatherings,
    inspecting,
    letter_box,
    matters_daily,
    matters_farming,
    matters_loop,
    matters_people,
    matters_roads,
    matters_year,
    offices,
    people,
    places,
    presidium,
    receptions,
    timeline,
    visiting,
    walls,
)
from daihome.demo.township import Township
from daihome.presets import load_presets
from inspections import reminding as inspections
from suggestions.clocks.reminding import Run

MATTERS = [
    *matters_roads.MATTERS,
    *matters_farming.MATTERS,
    *matters_people.MATTERS,
    *matters_daily.MATTERS,
    *matters_loop.MATTERS,
    *matters_year.MATTERS,
]


def build(rng, today, say):
    """Make everything; `say` gets a sentence after each part. Returns the accounts' slips."""
    town = Township.new(rng, today)
    with transaction.atomic():
        _make_places(town)
        say(f"{len(town.villages)} 个村（社区）、选区、网格和场所已建好。")
        _make_people(town)
        walls.make_walls(town)
        say(f"{len(town.people)} 名代表、{len(town.groups)} 个代表小组和召集人已建好。")
        offices.make_units(town)
        slips = offices.make_accounts(town)
        say(f"{len(town.units)} 个承办单位、{len(slips)} 个演示账号已建好。")
        receptions.make_receptions(town)
        gatherings.make_gatherings(town)
        presidium.make_presidium_year(town)
        documents.make_documents(town)
        visiting.make_visits(town)
        letter_box.make_letter_boxes(town)
        facilities.make_facilities(town)
        say("一年的接待日、活动、走访和信箱登记已记好。")
        timeline.tell_all(town, MATTERS, lambda done, total: _count(say, done, total))
        inspecting.make_inspections(town)
        say("一年的视察检查、环保督查件和专项报告已登记。")
        remind(town)
        say("到期和逾期的提醒已发到各人的消息里。")
        # Inside the transaction: accounts whose passwords were not kept do not come into being.
        path = offices.write_accounts(slips)
    return slips, path


def remind(town):
    """What a morning's `manage.py remind` would have put into the inboxes."""
    morning = timezone.make_aware(datetime.combine(town.today, time(7)))
    for run in (Run(morning), inspections.Run(morning)):
        run.remind()


def _make_places(town):
    town.home = places.make_home()
    load_presets(town.home)
    places.import_villages(town)
    places.make_grids(town)
    places.make_terms(town)
    places.make_districts(town)
    places.make_venues(town)
    places.make_groups(town)


def _make_people(town):
    people.make_people(town)
    people.fill_groups(town)
    people.make_conveners(town)


def _count(say, done, total):
    if done % 24 == 0 or done == total:
        say(f"意见建议 {done}/{total} 件已走到各自的环节。")
