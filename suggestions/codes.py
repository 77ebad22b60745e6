"""Numbers and query codes that people read off paper and type with a thumb."""

import re
import secrets
import unicodedata

# 31 symbols without 0 O 1 I L; 15 of them are 74 bits, the sixteenth checks the others.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 15
NUMBER = re.compile(r"[A-Z]{2,6}[0-9]{4}-?[0-9]{4,9}")


def new_code():
    """A fresh query code, 16 symbols without dashes."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return body + _check_symbol(body)


def grouped(code):
    """`code` as it is printed: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def tidy(typed):
    """What was typed, with width, case, spaces and dashes evened out; never longer than 40."""
    folded = unicodedata.normalize("NFKC", typed[:80]).upper()
    return re.sub(r"[\s\-_.·\u2010-\u2015\u2212]", "", folded)[:40]


def is_well_formed(code):
    """Whether a tidied code has the right length, symbols and check symbol."""
    if len(code) != LENGTH + 1 or any(symbol not in ALPHABET for symbol in code):
        return False
    return code[-1] == _check_symbol(code[:-1])


def tidy_number(typed):
    """A typed number as it is stored (XZ2026-0012), or "" when it cannot be one."""
    bare = tidy(typed)
    if not NUMBER.fullmatch(bare):
        return ""
    digits_at = re.search(r"[0-9]", bare).start()
    return f"{bare[: digits_at + 4]}-{bare[digits_at + 4 :]}"


def _check_symbol(body):
    total = sum(place * ALPHABET.index(symbol) for place, symbol in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]
