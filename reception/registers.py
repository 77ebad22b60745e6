"""The books of reception, visits and the letter box (columns: DOMAIN.md section 3)."""

from reception.letters.registers import LETTER_BOX
from reception.record_register import RECORDS
from reception.visiting.registers import REGISTERS as VISITS

REGISTERS = (RECORDS, *VISITS, LETTER_BOX)
