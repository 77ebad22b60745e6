"""All the books of the house in the order in which an inspector asks for them."""

from inspections.registers import REGISTERS as INSPECTIONS
from reception.registers import REGISTERS as RECEPTION
from representatives.registers import REGISTERS as REPRESENTATIVES
from suggestions.closing_registers import CLOSING
from suggestions.registers import REGISTERS as SUGGESTIONS

REGISTERS = (*SUGGESTIONS, *CLOSING, *REPRESENTATIVES, *RECEPTION, *INSPECTIONS)
BY_SLUG = {register.slug: register for register in REGISTERS}
