"""The page of a row's changes: who, when, what, in words; nothing is turned back from there."""

from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

YES_NO = {True: "是", False: "否"}


class ReadableChanges(HistoricalRecordContextHelper):
    """Choices, yes and no as the forms show them, not as they are stored."""

    def prepare_delta_change_value(self, change, value):
        value = super().prepare_delta_change_value(change, value)
        if value is None or value == "":
            return "空"
        if isinstance(value, bool):
            return YES_NO[value]
        choices = dict(getattr(self.model._meta.get_field(change.field), "flatchoices", ()))
        return choices.get(value, value)


class HistoryPages(SimpleHistoryAdmin):
    """Shows the history, limited to rows that the user may see (`find` of the admin)."""

    object_history_list_template = "admin/history_rows.html"

    def get_urls(self):
        """Without the page that reverts to an old version: it would skip scope and cleaning."""
        return [
            url for url in super().get_urls() if not (url.name or "").endswith("_simple_history")
        ]

    def revert_disabled(self, request, obj=None):
        return True

    def history_view(self, request, object_id, extra_context=None):
        """The changes of a row that the user may see; a deleted row's are gone from view."""
        self.find(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def get_historical_record_context_helper(self, request, historical_record):
        return ReadableChanges(self.model, historical_record)
