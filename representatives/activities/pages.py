"""What the pages of an activity share: finding it, who may keep it, drawing, being too late."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from daihome.errors import conflict
from representatives.documents.drafting import kinds_for
from representatives.models import Activity

FOLDER = "admin/representatives/activity"
UNREADABLE = 422
JOINED = ("home", "kind", "group", "venue", "recorded_by")
ON_ITS_PAGE = "接待日的名单、通知和登记在接待日的页面上办，这里不能改。"


class Taken(Exception):
    """The activity is no longer as the page showed it; the text is a sentence for the person."""


def find(request, pk):
    """The activity as the signed-in person may see it; else 404, without the right to look 403."""
    rows = Activity.objects.visible_to(request.user).select_related(*JOINED)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not request.user.has_perm("representatives.view_activity"):
        raise PermissionDenied
    return found


def activity_page(view):
    """A page that only shows; others than those who see the activity get 404."""

    @wraps(view)
    def checked(request, pk, **kwargs):
        return view(request, find(request, pk), **kwargs)

    return checked


def keeping_page(view):
    """A page that changes one activity: only for those who keep it (403), else as above.

    What somebody else changed first, and what belongs to the pages of reception days, is 409.
    """

    @wraps(view)
    def checked(request, pk, **kwargs):
        activity = find(request, pk)
        if not activity.may_be_kept_by(request.user):
            raise PermissionDenied
        try:
            if activity.is_reception:
                raise Taken(ON_ITS_PAGE)
            return view(request, activity, **kwargs)
        except Taken as late:
            return conflict(request, str(late), people_link(activity))

    return checked


def page(request, name, activity, *, status=200, **facts):
    """One of our templates inside the staff's site."""
    facts |= {"activity": activity, "may_keep": activity.may_be_kept_by(request.user)}
    if request.user.has_perm("representatives.add_officialdocument"):
        facts["letters"] = kinds_for(activity)
    return plain_page(request, name, status=status, **facts)


def plain_page(request, name, *, status=200, **facts):
    """A page that is not about one activity."""
    context = admin.site.each_context(request) | {"opts": Activity._meta} | facts
    return render(request, f"{FOLDER}/{name}.html", context, status=status)


def people_link(activity):
    """The address of the list of people, which shows how the activity stands."""
    return reverse("admin:representatives_activity_people", args=[activity.pk])


def back(activity, name="people"):
    """To one of its pages."""
    return redirect(f"admin:representatives_activity_{name}", activity.pk)


def note(request, activity, sentence):
    """Keep in the site's history what somebody did to it."""
    admin.site.get_model_admin(Activity).log_change(request, activity, sentence)
