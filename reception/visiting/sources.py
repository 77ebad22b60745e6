"""The pages of what a matter can come from."""

from django.urls import NoReverseMatch, reverse

from reception.models import MailItem, ReceptionRecord, Visit
from representatives.models import Activity

# What people call it, by the column of `RaisedMatter`.
LABELS = {"visit": "走访", "record": "接待选民记录", "letter": "来信", "activity": "活动"}
PAGES = {
    Visit: "admin:reception_visit_change",
    ReceptionRecord: "admin:reception_receptionrecord_change",
    MailItem: "admin:reception_mailitem_change",
    Activity: "admin:representatives_activity_change",
}


def page_of(source):
    """The staff's page of `source`; the first page where it has none of its own."""
    try:
        return reverse(PAGES[type(source)], args=[source.pk])
    except NoReverseMatch:
        return reverse("admin:index")
