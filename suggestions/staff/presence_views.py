"""Who else has a matter open, so that two clerks do not write the same answer twice."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from suggestions.models import Presence
from suggestions.staff.admin_pages import case_page


@require_POST
@case_page("view_suggestion")
def presence(request, suggestion):
    """Keep that the person has the matter open, and answer who else has."""
    now = timezone.now()
    Presence.objects.seen(suggestion, request.user, now)
    return JsonResponse({"sentence": Presence.objects.sentence(suggestion, request.user, now)})
