"""A form that does not write over what somebody else saved since its page was drawn."""

from django import forms

SAVED_MEANWHILE = (
    "{what}刚刚有别人改过，您的修改还没有保存。您写的都还在：请先在另一个窗口打开核对，确认以后再按"
    "一次“保存”，就以您写的为准。"
)


class WatchesRow:
    """For a form that changes a row with a history: late, it is refused once.

    Everything typed stays; pressed again, it is saved. Call `watch` when the form is made and
    `refuse_late` in `clean`.
    """

    watched_as = "这一项"

    def watch(self, row):
        """`row` may be new: then it must be so still."""
        self.watched = row
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial["seen"] = self._newest()

    def _newest(self):
        if self.watched.pk is None:
            return ""
        return str(self.watched.history.order_by("-history_id").values_list("pk", flat=True)[0])

    def refuse_late(self):
        newest = self._newest()
        if self.cleaned_data.get("seen") != newest:
            self.data = self.data.copy()
            self.data["seen"] = newest
            self.add_error(None, SAVED_MEANWHILE.format(what=self.watched_as))
