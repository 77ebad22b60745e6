"""Staff's pages of visits that belong to no table of the admin, under /admin/."""

from django.contrib import admin
from django.urls import path

from reception.visiting import progress_views, raise_views, topic_views

VIEWS = {
    "raise/<slug:source>/<int:pk>/": ("raise_matter", raise_views.raise_matter),
    "contacts/progress/": ("contact_progress", progress_views.contact_progress),
    "topics/": ("topics", topic_views.overview),
    "topics/list/": ("topic_list", topic_views.listing),
}
urlpatterns = [
    path(route, admin.site.admin_view(view), name=name) for route, (name, view) in VIEWS.items()
]
