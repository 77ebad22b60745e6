"""Inspections from the plan to what came of them: pages for staff and papers."""
