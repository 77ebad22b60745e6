"""The books of reception, visits and the letter box (columns: DOMAIN.md section 3)."""

REGISTERS = ()
