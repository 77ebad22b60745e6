"""`seed_load`: consistent rows, never among real people's matters by accident."""

import io

import pytest
from django.core.management import CommandError, call_command

from representatives.models import Home, User
from suggestions.models import IdentityMode, NumberCounter, StepRecord, Suggestion, VoterIdentity
from suggestions.pipeline import Step
from tests.factories import (
    make_category,
    make_reply_class,
    make_representative,
    make_suggestion,
    make_unit,
    make_user,
    make_village,
    make_volume,
)


@pytest.fixture
def ready_home(home):
    for _ in range(3):
        make_village(home)
        make_unit(home)
        make_category(home)
    make_reply_class(home)
    make_representative(home)
    make_user(home=home)
    make_user("chair", home=home)
    return home


def run(*args, **options):
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_loaded_matters_are_sound(ready_home, django_assert_max_num_queries):
    with django_assert_max_num_queries(400):
        run("seed_load", 1200)

    assert Suggestion.objects.count() == 1200
    assert set(Suggestion.objects.values_list("step", flat=True)) == set(Step)
    assert sum(NumberCounter.objects.values_list("last", flat=True)) == 1200
    named = Suggestion.objects.exclude(identity_mode=IdentityMode.ANONYMOUS)
    assert VoterIdentity.objects.count() == named.count()
    assert "没有发现问题" in run("check_data")


def test_loaded_matters_go_on_by_the_real_moves(ready_home):
    run("seed_load", 400)
    matter = Suggestion.objects.filter(step=Step.FEEDBACK).first()
    before = matter.records.count()

    matter.advance(Step.ARCHIVE, by=User.objects.first(), volume=make_volume(ready_home))

    assert StepRecord.objects.filter(suggestion=matter).count() == before + 1
    assert "没有发现问题" in run("check_data")


def test_load_comes_on_top_of_itself_and_of_numbers(ready_home):
    run("seed_load", 20)
    make_suggestion(ready_home)
    run("seed_load", 20)

    assert Suggestion.objects.count() == 41
    assert "没有发现问题" in run("check_data")


def test_load_refuses_real_matters(ready_home):
    make_suggestion(ready_home)

    with pytest.raises(CommandError, match="真实的意见"):
        run("seed_load", 5)
    assert Suggestion.objects.count() == 1

    run("seed_load", 5, yes=True)
    assert Suggestion.objects.count() == 6


def test_load_asks_for_the_home_and_its_tables(home, other_home):
    with pytest.raises(CommandError, match="--home"):
        run("seed_load", 5)
    with pytest.raises(CommandError, match="还没有村（社区）、承办单位"):
        run("seed_load", 5, home=home.slug)
    assert not Suggestion.objects.exists()


def test_load_into_an_empty_database_makes_the_demonstration_first(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path

    run("seed_load", 10)

    assert Home.objects.get().slug == "xizi"
    assert Suggestion.objects.filter(key__startswith="load-").count() == 10
