from datetime import UTC, date, datetime

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from daihome.tools import fields
from daihome.tools.figures import clean_day
from suggestions.models import DeadlinePolicy, SpecialDay


@pytest.mark.parametrize("typed", ["-2147483649", "2147483648", "99999999999999999999"])
def test_whole_number_fits_both_databases(typed):
    with pytest.raises(ValidationError):
        fields.WholeNumberField().clean(typed)


def test_whole_number_keeps_its_own_limits():
    field = fields.WholeNumberField(min_value=1, max_value=9)

    assert field.clean("９") == 9
    with pytest.raises(ValidationError):
        field.clean("10")
    with pytest.raises(ValidationError):
        field.clean("0")


@pytest.mark.parametrize("empty", ["", None, "  "])
def test_empty_values_are_empty(empty):
    assert fields.WholeNumberField(required=False).clean(empty) is None
    assert fields.DayField(required=False).clean(empty) is None
    assert fields.LineField(required=False).clean(empty) == ""
    assert fields.LineField(required=False, empty_value=None).clean(empty) is None


def test_day_takes_dates_and_refuses_other_centuries():
    field = fields.DayField()

    assert field.clean(date(1949, 1, 1)) == date(1949, 1, 1)
    assert field.clean(datetime(2100, 12, 31, 9, tzinfo=UTC)) == date(2100, 12, 31)
    for strange in (date(1948, 12, 31), date(2101, 1, 1), "9999-12-31"):
        with pytest.raises(ValidationError):
            field.clean(strange)


def test_day_number_of_a_spreadsheet_is_for_imports_only():
    assert (
        clean_day("45331", from_sheet=True)
        == clean_day("45331.0", from_sheet=True)
        == date(2024, 2, 9)
    )
    with pytest.raises(ValidationError):
        clean_day("45331")


@pytest.mark.parametrize(
    "typed", ["2026-03-01 00:00", "2026年3月1日 0时00分", "2026-03-01T00:00", "2026.3.1　０：００"]
)
def test_moment_is_on_the_clock_of_the_site(typed):
    assert fields.MomentField().clean(typed) == datetime(2026, 2, 28, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-01 24:00",
        "2026-03-01",
        "09:30",
        "9999-12-31 23:59",
        "2026-03-01 9:60",
        "0001-01-01 00:00",
    ],
)
def test_moment_refuses_what_no_clock_shows(typed):
    with pytest.raises(ValidationError) as error:
        fields.MomentField().clean(typed)

    assert error.value.messages[0].endswith("。")


def test_overrides_clean_the_admin_and_keep_the_limits_of_the_model(rf, db):
    class SpecialDayAdmin(admin.ModelAdmin):
        formfield_overrides = fields.FORMFIELD_OVERRIDES

    form_class = SpecialDayAdmin(SpecialDay, admin.site).get_form(rf.get("/"))
    form = form_class({"date": "2031年2月9日", "name": "国\u200b庆\n节"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["date"] == date(2031, 2, 9)
    assert form.cleaned_data["name"] == "国庆 节"
    assert "name" in form_class({"date": "2031-2-9", "name": "长" * 31}).errors


def test_overrides_cover_small_numbers():
    class PolicyAdmin(admin.ModelAdmin):
        formfield_overrides = fields.FORMFIELD_OVERRIDES

    number = DeadlinePolicy._meta.get_field("number")
    field = PolicyAdmin(DeadlinePolicy, admin.site).formfield_for_dbfield(number, None)

    assert field.clean("１２") == 12
    assert isinstance(field.widget, forms.TextInput)
    assert not isinstance(field.widget, forms.NumberInput)
    with pytest.raises(ValidationError):
        field.clean("-1")


def test_birth_may_lie_before_1949_but_no_other_day():
    assert fields.BirthField().clean("1946年5月1日") == date(1946, 5, 1)
    with pytest.raises(ValidationError):
        fields.BirthField().clean("1846-5-1")
    with pytest.raises(ValidationError):
        fields.DayField().clean("1946-5-1")
