"""The staff's site: Django's own admin with our first page, signed in through our own page."""

from django.contrib import admin


class DaihomeAdminSite(admin.AdminSite):
    site_title = "代表之家"
    site_header = "人大代表之家"
    index_title = "今天要办的事"
    enable_nav_sidebar = False
