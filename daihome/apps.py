"""App configurations of the wiring: checks, database functions, roles, the admin site."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class DaihomeConfig(AppConfig):
    name = "daihome"
    verbose_name = "代表之家"

    def ready(self):
        from daihome import checks, roles  # noqa: F401 - importing registers the checks
        from daihome.tools import pinyin

        connection_created.connect(pinyin.register_functions)
        # Drawn from all rooms; the admin site is there since its own `ready`.
        from daihome import wall_admin  # noqa: F401 - importing registers the page
        from daihome.standards import admin  # noqa: F401 - importing registers the pages

        # Sent once for each app with models, in order: after the last one all permissions exist.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(roles.sync_roles, sender=last)


class DaihomeAdminConfig(AdminConfig):
    default_site = "daihome.admin.DaihomeAdminSite"
