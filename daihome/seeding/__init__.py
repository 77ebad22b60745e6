"""Synthetic matters for measuring (`manage.py seed_load`)."""
