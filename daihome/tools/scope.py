"""Who sees which rows: every list and every single object starts from `.visible_to(user)`.

A stranger gets nothing (404 at the view), a reader who may not act gets 403 there. The path from
a row to its Home is declared once per model in `home_path`.
"""

from django.db import models


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a Home, directly or through a parent."""

    home_path = "home"

    def of(self, home):
        """Rows of one Home."""
        return self.filter(**{self.home_path: home})

    def visible_to(self, user):
        """Rows of the Homes that `user` works in; nothing for strangers.

        Members of staff see their own Home, auditors the Homes they are given, an
        administrator without a Home all of them.
        """
        if not (user.is_active and user.is_authenticated):
            return self.none()
        if user.sees_all_homes:
            return self.all()
        return self.filter(**{f"{self.home_path}__in": user.home_ids})


def scoped_through(path):
    """A queryset class whose Home is reached by the lookup `path`, e.g. `suggestion__home`."""
    return type("ScopedThroughQuerySet", (ScopedQuerySet,), {"home_path": path})
