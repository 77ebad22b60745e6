"""The books of people and their activities (columns: DOMAIN.md section 3)."""

REGISTERS = ()
