"""Addresses of the pages for sorting well, below the staff's page of a matter."""

from suggestions.sorting import disclosure_views, joining_views, redaction_views, splitting_views
from suggestions.staff import presence_views

SORTING = {
    "<int:pk>/join/": ("join", joining_views.join),
    "<int:pk>/unjoin/<int:joining>/": ("unjoin", joining_views.unjoin),
    "<int:pk>/reply-for-joined/<int:reply>/": ("joined_replies", joining_views.answers),
    "<int:pk>/split/": ("split", splitting_views.split),
    "<int:pk>/disclosure/": ("disclosure", disclosure_views.disclosure),
    "<int:pk>/redact/": ("redact", redaction_views.text),
    "<int:pk>/redact/<int:attachment>/": ("redact_picture", redaction_views.picture),
    "<int:pk>/redacted/<int:picture>/": ("redacted_picture", redaction_views.stored),
    "<int:pk>/presence/": ("presence", presence_views.presence),
}
