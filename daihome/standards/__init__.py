"""Standards of construction (八有 …) across the house: what proves an item, what is missing."""
