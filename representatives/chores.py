"""What waits for staff in this room (see `daihome/tools/chores.py`)."""

from representatives.activities.chores import CHORES as ACTIVITIES
from representatives.duties.chores import CHORES as DUTIES
from representatives.facilities.chores import CHORES as FACILITIES

CHORES = (*ACTIVITIES, *DUTIES, *FACILITIES)
