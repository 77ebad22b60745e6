"""The case: one matter, its seven steps, units, replies, the voter's identity, the archive."""
