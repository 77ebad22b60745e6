"""Official letters (公文): drafting, setting in official layout, issuing, the register."""
