"""The letter box: opened by two people, every letter numbered, scanned and decided."""
