"""What waits for staff besides matters, from all rooms, in the order of the page."""

from inspections.chores import CHORES as INSPECTIONS
from reception.chores import CHORES as RECEPTION
from representatives.chores import CHORES as REPRESENTATIVES

CHORES = (*RECEPTION, *REPRESENTATIVES, *INSPECTIONS)
