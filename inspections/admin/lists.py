"""What the lists of this room share."""

from django.contrib.admin.views.main import ChangeList

from inspections.pages import back, link_of


class PageList(ChangeList):
    """A list whose rows lead to our page of the row, not to the form that changes it."""

    def url_for_result(self, result):
        return link_of(result)


class HasPage:
    """For the admin of rows with a page of their own: lists lead there, and saving goes back."""

    def get_changelist(self, request, **kwargs):
        return PageList

    def response_add(self, request, obj, post_url_continue=None):
        answer = super().response_add(request, obj, post_url_continue)  # says that it was saved
        return answer if _goes_on(request) else back(obj)

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        return answer if _goes_on(request) else back(obj)


def _goes_on(request):
    """Whether another button than the plain one was pressed."""
    return "_continue" in request.POST or "_addanother" in request.POST
