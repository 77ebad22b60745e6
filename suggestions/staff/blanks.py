"""Named blanks in wordings that staff keep: replaced from an allow-list, never run as a template."""

import re

# A blank stands alone: {{编号}} and {0.__class__} are words like any others.
_BLANK = re.compile(r"(?<!\{)\{([^{}\n]{1,12})\}(?!\})")


def fill(text: str, facts: dict[str, str]) -> str:
    """`text` with each known blank that has a fact replaced; everything else stays as it stands.

    What is put in is not looked through again.
    """
    return _BLANK.sub(lambda blank: facts.get(blank[1]) or blank[0], text)
