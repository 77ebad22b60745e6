"""Staff's pages of visits that belong to no table of the admin, under /admin/."""

from django.contrib import admin
from django.urls import path

from reception.visiting import aid_views, progress_views, raise_views, topic_views

VIEWS = {
    "raise/<slug:source>/<int:pk>/": ("raise_matter", raise_views.raise_matter),
    "contacts/progress/": ("contact_progress", progress_views.contact_progress),
    "contacts/progress.<slug:form>": ("contact_progress_file", progress_views.progress_file),
    "aid/sums/": ("aid_sums", aid_views.aid_sums),
    "aid/sums.<slug:form>": ("aid_sums_file", aid_views.aid_sums_file),
    "topics/": ("topics", topic_views.overview),
    "topics/list/": ("topic_list", topic_views.listing),
}
urlpatterns = [
    path(route, admin.site.admin_view(view), name=name) for route, (name, view) in VIEWS.items()
]
