"""What waits for staff in this room (see `daihome/tools/chores.py`)."""

CHORES = ()
