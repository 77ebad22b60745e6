"""The books of this room (columns: DOMAIN.md section 3)."""

REGISTERS = ()
