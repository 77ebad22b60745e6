"""Papers that take long, made by a process of their own (`manage.py make_papers`)."""


class Unmakeable(Exception):
    """The paper cannot be made as things are; the text says what to do, for people."""
