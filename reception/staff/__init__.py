"""What staff do about reception days: rules, the roster, one day."""
