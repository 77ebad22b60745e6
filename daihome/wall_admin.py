"""Staff's page of the walls: what hangs where, what is out of date, printing in one press."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.board_setting import PRESETS
from daihome.tools.paper import MissingGlyphs, pdf_response
from daihome.views.orders import place
from daihome.walls import Wall, mark_printed, pdf_of, site_of
from representatives.models import Home, Venue, WallBoard

AT_ONCE = 3  # boards in one PDF while the person waits; more are ordered
OWN_SIZE = "自定（填下面的宽和高）"
LIST = "admin:representatives_wallboard_changelist"


class WallBoardForm(ScopedForm):
    """What hangs as one choice, its size by name or in mm."""

    what = forms.ChoiceField(label="版面")
    preset = forms.ChoiceField(
        label="常用尺寸",
        required=False,
        choices=[("", OWN_SIZE), *((name, f"{name}（{size}）") for name, size in PRESETS.items())],
    )
    homes = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"width", "height"} & set(self.fields):
            self.fields[name].required = False
        today = timezone.localdate()
        homes = [self.instance.home] if self.instance.home_id else list(self.homes)
        self.offered = {home.pk: dict(Wall(home, today).choices()) for home in homes}
        if "what" in self.fields:
            self._fill(homes)

    def _fill(self, homes):
        groups = [(home.name, list(self.offered[home.pk].items())) for home in homes]
        choices = groups[0][1] if len(groups) == 1 else groups
        row = self.instance
        now = f"{row.board}:{row.subject}"
        if row.pk and not any(now in offered for offered in self.offered.values()):
            choices = [(now, "（内容已经没有了）"), *choices]
        self.fields["what"].choices = choices
        if row.pk:
            self.initial["what"] = now
        elif not self.initial.get("preset"):
            self.initial["preset"] = "A2 竖版"

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("preset"):
            size = PRESETS[data["preset"]]
            data["width"], data["height"] = size.width, size.height
        for name in ("width", "height"):
            if name not in self.errors and not data.get(name):
                self.add_error(name, "请选一种常用尺寸，或者把宽和高都填上（毫米）。")
        home = data.get("home")
        if home and data.get("what") not in self.offered.get(home.pk, ()):
            self.add_error("what", "这个版面不属于所选的代表之家，请重新选择。")
        return data

    def _post_clean(self):
        board, _, subject = self.cleaned_data.get("what", ":").partition(":")
        self.instance.board, self.instance.subject = board, subject
        super()._post_clean()


@admin.register(WallBoard)
class WallBoardAdmin(ScopedAdmin):
    form = WallBoardForm
    fieldsets = (
        (None, {"fields": ("home", "what", "venue", "place")}),
        (
            "尺寸",
            {
                "fields": ("preset", "width", "height", "bleed"),
                "description": "字号按版面大小自动取，尽量让全部内容在一张上；放不下的印成“1/2、2/2”。",
            },
        ),
        ("上墙和撤下", {"fields": ("up_on", "down_on")}),
    )

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.homes = Home.objects.visible_to(request.user)
        return form

    def get_fieldsets(self, request, obj=None):
        """Readers see the stored size and nothing to choose from."""
        if self.may_save(request, obj):
            return super().get_fieldsets(request, obj)
        return (
            (None, {"fields": ("venue", "place", "width", "height", "bleed", "up_on", "down_on")}),
        )

    def get_changeform_initial_data(self, request):
        """`?what=rules:3` of the list of what can be hung."""
        return {"what": request.GET.get("what", ""), "up_on": timezone.localdate()}

    def get_urls(self):
        view, name = self.admin_site.admin_view, "representatives_wallboard_{}".format
        own = [
            path("<int:pk>/preview.pdf", view(self.preview), name=name("preview")),
            path("<int:pk>/print/", view(self.print_one), name=name("print")),
            path("<int:pk>/up/", view(self.put_up), name=name("up")),
            path("<int:pk>/down/", view(self.take_down), name=name("down")),
            path("venues/<int:pk>/reprint/", view(self.reprint), name=name("reprint")),
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        """The walls of one Home, venue by venue."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        homes = list(Home.objects.visible_to(request.user))
        asked = [one for one in homes if one.slug == request.GET.get("home")] or homes[:1]
        if not asked:
            raise Http404
        wall = Wall(asked[0], timezone.localdate())
        venues = [
            (venue, rows, sum(one.is_wanted for one in rows)) for venue, rows in wall.venues()
        ]
        hung = {
            f"{one.row.board}:{one.row.subject}" for one in wall.hangings if one.state != "down"
        }
        context = self.admin_site.each_context(request) | {
            "title": "上墙版面",
            "opts": self.opts,
            "chosen": asked[0],
            "homes": homes,
            "venues": venues,
            "offered": [pair for pair in wall.choices() if pair[0] not in hung],
            "may_change": self.has_change_permission(request),
            "at_once": AT_ONCE,
        }
        return render(request, "admin/representatives/wallboard/wall.html", context)

    def preview(self, request, pk):
        """Exactly what would be printed, to look at; changes nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.find(request, pk)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._pdf(request, self._hangings(row.home, lambda one: one.row.pk == row.pk))

    def print_one(self, request, pk):
        row = self._changed_row(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self._pdf(
            request, self._hangings(row.home, lambda one: one.row.pk == row.pk), printed=True
        )

    def reprint(self, request, pk):
        """All that is out of date or was never printed at one venue, as one PDF.

        Few come at once; more are made outside the request and marked when the file is there.
        """
        if not self.has_change_permission(request):
            raise PermissionDenied
        venue = Venue.objects.visible_to(request.user).filter(pk=pk).select_related("home").first()
        if venue is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        wanted = self._hangings(
            venue.home, lambda one: one.row.venue_id == venue.pk and one.is_wanted
        )
        if len(wanted) <= AT_ONCE:
            return self._pdf(request, wanted, printed=True)
        keys = sorted(one.row.pk for one in wanted)
        title = f"{venue}上墙版面"
        return place(request, venue.home, "boards", title, boards=keys, site=site_of(request))

    def _hangings(self, home, chosen):
        return [one for one in Wall(home, timezone.localdate()).hangings if chosen(one)]

    def _pdf(self, request, hangings, printed=False):
        """The boards in one PDF; a sentence and the list when there is none or a character is missing."""
        hangings = [one for one in hangings if one.facts is not None]
        if not hangings:
            self.message_user(
                request, "没有可以打印的版面：内容已经没有了，或者都是最新的。", messages.WARNING
            )
            return redirect(LIST)
        try:
            content = pdf_of(hangings, site_of(request))
        except MissingGlyphs as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect(LIST)
        if printed:
            mark_printed(hangings, request.user)
        label = hangings[0].label if len(hangings) == 1 else f"{hangings[0].row.venue}上墙版面"
        return pdf_response(content, f"{label.replace('：', '-')}.pdf")

    def put_up(self, request, pk):
        """It hangs from today on."""
        return self._move(
            request, pk, "已经记为今天上墙。", up_on=timezone.localdate(), down_on=None
        )

    def take_down(self, request, pk):
        return self._move(request, pk, "已经记为今天撤下。", down_on=timezone.localdate())

    def _move(self, request, pk, words, **days):
        row = self._changed_row(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if row.up_on and "up_on" not in days and days["down_on"] < row.up_on:
            days["up_on"] = None
            days["down_on"] = None
        for name, value in days.items():
            setattr(row, name, value)
        row.save(update_fields=list(days))
        self.message_user(request, words, messages.SUCCESS)
        return redirect(f"{reverse(LIST)}?home={row.home.slug}")

    def _changed_row(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self.find(request, pk)

    def response_post_save_add(self, request, obj):
        return redirect(f"{reverse(LIST)}?home={obj.home.slug}")

    response_post_save_change = response_post_save_add
