"""The least a Django form can be: one table, one form, one page; the measure for bench/submit.py.

Not started by hand. The same database settings as the project, so that a commit costs the same.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": os.path.join(os.environ.get("DATA_DIR", "."), "bare.sqlite3"),
    "CONN_MAX_AGE": 60,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    },
}
settings.configure(
    SECRET_KEY="measuring-only-" + "x" * 50,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bare",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
    # What `startproject` writes, with sessions in a cookie so that one table is enough.
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {
                            "form.html": "<form method=post>{% csrf_token %}{{ form }}<button>ok</button></form>",
                            "row.html": "<h1 id=case-number>{{ row.pk }}</h1><p>{{ row.content }}</p>",
                        },
                    )
                ]
            },
        }
    ],
    DATABASES={"default": SQLITE},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django import forms  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.shortcuts import get_object_or_404, redirect, render  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    content = models.TextField()
    village = models.CharField(max_length=60)

    class Meta:
        app_label = "contenttypes"
        db_table = "bare_row"

    def __str__(self):
        return self.content


class RowForm(forms.ModelForm):
    class Meta:
        model = Row
        fields = ("content", "village")


def new(request):
    form = RowForm(request.POST or None)
    if form.is_valid():
        return redirect("row", form.save().pk)
    return render(request, "form.html", {"form": form})


def row(request, pk):
    return render(request, "row.html", {"row": get_object_or_404(Row, pk=pk)})


urlpatterns = [path("", new), path("<int:pk>/", row, name="row")]


def make_table():
    """Create the one table."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)


application = get_wsgi_application()
if __name__ == "__main__":
    make_table()
