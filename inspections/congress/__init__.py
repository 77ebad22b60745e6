"""Sessions of the township congress: who is called, who came, leaves, absences, reports."""
