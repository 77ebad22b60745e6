"""The demonstration township: the real list of villages, invented people and matters."""
