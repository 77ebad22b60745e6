"""The end of a term as far as people, groups and files go; what they leave is joined in daihome."""
