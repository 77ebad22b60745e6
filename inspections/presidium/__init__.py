"""The presidium at work: members, requests, meetings, decisions, minutes, papers and books."""
