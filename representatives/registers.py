"""The books of people and their activities (columns: DOMAIN.md section 3)."""

from representatives.activities.registers import ACTIVITY_BOOKS
from representatives.documents.registers import REGISTERS as DOCUMENTS
from representatives.duties.registers import REGISTERS as DUTIES
from representatives.facilities.registers import REGISTERS as FACILITIES
from representatives.people_register import REPRESENTATIVES
from representatives.reports.registers import REGISTERS as REPORTS

REGISTERS = (REPRESENTATIVES, *ACTIVITY_BOOKS, *DUTIES, *REPORTS, *FACILITIES, *DOCUMENTS)
