"""The books of people and their activities (columns: DOMAIN.md section 3)."""

from representatives.duties.registers import REGISTERS as DUTIES

REGISTERS = (*DUTIES,)
