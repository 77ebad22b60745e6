"""The performance file (实绩档案) of a representative: drawn from what was written once elsewhere."""
