"""Seed the working-day table with the years whose official arrangement is published."""

from chinese_calendar.constants import holidays, workdays
from django.db import migrations

FIRST_YEAR = 2020
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def seed(apps, schema_editor):
    SpecialDay = apps.get_model("suggestions", "SpecialDay")
    days_off = [
        SpecialDay(date=day, is_workday=False, name=NAMES.get(name, name))
        for day, name in holidays.items()
        if day.year >= FIRST_YEAR
    ]
    made_up = [
        SpecialDay(date=day, is_workday=True, name=f"{NAMES.get(name, name)}调休上班")
        for day, name in workdays.items()
        if day.year >= FIRST_YEAR
    ]
    SpecialDay.objects.bulk_create([*days_off, *made_up], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0001_foundation")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
