"""Forms to be filled in by hand: empty for a Home, or for a unit with the head of its matter."""

from suggestions.papers import evaluations, units

# name in the address -> the empty form of a Home
BLANK = {
    "acknowledgement": units.blank_acknowledgement,
    "return": units.blank_return,
    "extension": units.blank_extension,
    "talk": evaluations.blank_talk,
    "survey": evaluations.blank_survey,
}
# name in the address -> the form of one `Assignment` that a unit may print for itself
FOR_UNIT = {
    "acknowledgement": units.acknowledgement,
    "return": units.return_form,
    "extension": units.open_extension,
}
