"""The staff's page on the clocks of a matter: what runs or ran, and why each ends on its day."""

from suggestions import clock_story
from suggestions.admin_pages import case_page, page


@case_page("view_suggestion")
def clocks(request, suggestion):
    """Every due date of the matter, explained day by day."""
    found = clock_story.stories(suggestion)
    return page(
        request, "clocks", title=f"期限是怎么算的：{suggestion.number}", suggestion=suggestion,
        running=[story for story in found if story.due.stopped_on is None],
        stopped=[story for story in found if story.due.stopped_on],
        pauses=list(suggestion.pauses.all()),
    )  # fmt: skip
