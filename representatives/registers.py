"""The books of people and their activities (columns: DOMAIN.md section 3)."""

from representatives.duties.registers import REGISTERS as DUTIES
from representatives.reports.registers import REGISTERS as REPORTS

REGISTERS = (*DUTIES, *REPORTS)
