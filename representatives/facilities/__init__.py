"""The room of what a Home must have: self-checks of its venues, equipment, special funds."""
