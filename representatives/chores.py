"""What waits for staff in this room (see `daihome/tools/chores.py`)."""

from representatives.duties.chores import CHORES as DUTIES

CHORES = (*DUTIES,)
