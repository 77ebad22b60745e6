"""Counters of this room for the minimum counts of the year (see `representatives/progress.py`)."""

from reception.visiting.quotas import contacts_by_person
from representatives.models import Measure

COUNTERS = {Measure.CONTACTS: contacts_by_person}
