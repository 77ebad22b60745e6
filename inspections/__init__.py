"""Inspections and the presidium: channels that feed matters into `suggestions`."""
