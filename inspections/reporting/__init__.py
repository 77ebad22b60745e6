"""Special reports heard: their page, opinions, answers."""
