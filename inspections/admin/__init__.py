"""The staff's pages of inspections, what is to be put right, and special reports."""
