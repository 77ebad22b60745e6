"""The part of the case page that follows from its clocks: questions, extensions, pressing."""

from django.utils.functional import cached_property

from suggestions.models import ExtensionRequest, Press


class ClockFile:
    """Part of `CaseFile`. Every list is loaded once."""

    @cached_property
    def pauses(self):
        return list(self.suggestion.pauses.select_related("asked_by"))

    @property
    def open_pause(self):
        """The question that the clocks wait for, or None."""
        return next((row for row in self.pauses if row.ended_on is None), None)

    @cached_property
    def extensions(self):
        rows = ExtensionRequest.objects.filter(assignment__suggestion=self.suggestion)
        return list(rows.select_related("assignment__unit", "decided_by"))

    @cached_property
    def presses(self):
        rows = Press.objects.filter(assignment__suggestion=self.suggestion)
        return list(rows.select_related("assignment__unit", "by"))

    def has_asked(self, assignment):
        """Whether a request for more time of `assignment` waits or was granted: there is only one."""
        refused = ExtensionRequest.State.REFUSED
        return any(
            row.assignment_id == assignment.pk and row.state != refused for row in self.extensions
        )
