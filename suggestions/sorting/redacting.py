"""What everybody may read of published matters beside the result: the versions made for it."""

from suggestions.models import Disclosure, RedactedPicture, Redaction


def attach(rows):
    """Give each of the published `rows` its `redacted` text and `redacted_pictures` (two queries).

    Nothing of a matter that is not published redacted, never an original.
    """
    for row in rows:
        row.redacted, row.redacted_pictures = None, []
    shown = {row.pk: row for row in rows if row.disclosure == Disclosure.REDACTED}
    if not shown:
        return
    for text in Redaction.objects.open().filter(suggestion__in=shown):
        shown[text.suggestion_id].redacted = text
    pictures = RedactedPicture.objects.public().filter(attachment__suggestion__in=shown)
    for picture in pictures.select_related("attachment"):
        shown[picture.attachment.suggestion_id].redacted_pictures.append(picture)
