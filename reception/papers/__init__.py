"""The papers of reception, one module for each family."""
