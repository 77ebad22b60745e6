"""The papers of this room: facts as dataclasses, drawn by templates/print/inspections/."""
