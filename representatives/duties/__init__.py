"""Duties: what representatives enter by hand, who confirms it, and what a year adds up to."""
