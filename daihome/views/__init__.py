"""Pages that join apps, and what the house itself shows."""
