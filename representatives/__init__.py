"""People and places: the Home, villages, terms, representatives, groups, accounts and roles."""
