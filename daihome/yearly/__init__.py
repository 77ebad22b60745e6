"""The yearly report: every figure counted from a list that can be opened, never typed."""
