"""Importing a list on the staff's site: choose a file, look at the preview, confirm.

`ImportPages` is mixed into the ModelAdmin of villages and of representatives. Nothing is saved
before the confirmation, and then all rows or none.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from daihome.tools.sheets import write_xlsx
from representatives.imports import pending
from representatives.imports.job import MAX_ERRORS
from representatives.imports.people import RepresentativeImport
from representatives.imports.villages import VillageImport
from representatives.models import Home

GONE = "这次预览已经过期，或者已经导入过了。请重新选择文件。"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(forms.Form):
    """The file, and the Home where the user works in several."""

    home = forms.ModelChoiceField(
        Home.objects.none(),
        label="代表之家",
        error_messages={
            "required": "请选择代表之家。",
            "invalid_choice": "请从列表里选择代表之家。",
        },
    )
    file = forms.FileField(
        label="表格文件",
        allow_empty_file=True,
        help_text="Excel 工作簿（.xlsx）或 CSV 文件，不超过 5 MB",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "请选择要导入的表格文件。",
            "invalid": "请选择要导入的表格文件。",
        },
    )

    def __init__(self, *args, homes, all_homes, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["home"]
        field.queryset = homes
        if len(homes) == 1:
            del self.fields["home"]
        elif all_homes:
            field.required = False
            field.empty_label = "按表里的“乡镇”列分到各个代表之家"


class ImportPages:
    """Adds import/, import/confirm/ and import/template.xlsx to the pages of a ModelAdmin.

    The class says which import it is by `import_kind`; the list page gets its button through the
    template's `has_import_permission`.
    """

    import_kind = None
    import_title = ""
    import_hints = ()
    import_takes_all_homes = False
    # What is the same for every Home is imported once, and no Home is asked for.
    import_is_national = False

    def get_urls(self):
        view, name = self.admin_site.admin_view, self._import_name
        own = [
            path("import/", view(self.import_page), name=name("import")),
            path("import/confirm/", view(self.confirm_import), name=name("import_confirm")),
            path("import/template.xlsx", view(self.import_template), name=name("import_template")),
        ]
        return own + super().get_urls()

    def _import_name(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def has_import_permission(self, request):
        """Importing both adds and changes."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        allowed = {"has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, {**allowed, **(extra_context or {})})

    def import_page(self, request):
        """GET: the form. POST: the preview, or the form with everything that is wrong."""
        homes = self._import_homes(request)
        if not homes and not self.import_is_national:
            messages.error(request, "还没有代表之家。请先增加一个，再导入。")
            return redirect("admin:representatives_home_changelist")
        files = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
        form = self._import_form(homes, **files)
        if request.method != "POST" or not form.is_valid():
            return self._show_form(request, form)
        home = form.cleaned_data.get("home")
        uploaded = form.cleaned_data["file"]
        outcome = self._job(request, homes, home).run(uploaded, uploaded.name, commit=False)
        if outcome.errors:
            return self._show_form(request, form, outcome)
        uploaded.seek(0)
        key = pending.keep(uploaded.read())
        request.session[self._import_name("import")] = {"key": key, "home": home and home.pk}
        return self._show_preview(request, outcome, key)

    def _import_form(self, homes, **files):
        form = ImportForm(homes=homes, all_homes=self.import_takes_all_homes, **files)
        if self.import_is_national:
            form.fields.pop("home", None)
        return form

    def _import_homes(self, request):
        if not self.has_import_permission(request):
            raise PermissionDenied
        return Home.objects.visible_to(request.user)

    def _job(self, request, homes, home):
        options = {"today": timezone.localdate(), "user": request.user}
        return self.import_job(request, homes, home, **options)

    def import_job(self, request, homes, home, **options):
        """The `ListImport` to run; `home` is the chosen one, or None."""
        if self.import_takes_all_homes:
            return VillageImport([home] if home else homes, **options)
        return RepresentativeImport(home or homes[0], **options)

    @method_decorator(require_POST)
    def confirm_import(self, request):
        """Import what the preview showed, checked once more."""
        homes = self._import_homes(request)
        kept = request.session.pop(self._import_name("import"), {})
        wanted = kept and kept.get("key") == request.POST.get("key")
        data = pending.take(kept.get("key")) if wanted else None
        home = homes.filter(pk=kept["home"]).first() if kept.get("home") else None
        if data is None or (kept.get("home") and home is None):
            return self._show_form(request, self._empty_form(homes, GONE), status=409)
        outcome = self._job(request, homes, home).run(data, "", commit=True)
        if outcome.errors:
            return self._show_form(request, self._empty_form(homes), outcome)
        messages.success(request, f"已导入：{outcome.summary}。{outcome.effect}")
        return redirect(reverse(f"admin:{self._import_name('changelist')}"))

    def _empty_form(self, homes, problem=""):
        form = self._import_form(homes)
        form.problem = problem
        return form

    def import_template(self, request):
        """An empty xlsx with the right column titles."""
        self._import_homes(request)
        file = write_xlsx(self.import_title, self.import_kind.headers, ())
        name = f"{self.import_title}模板.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)

    def _show_form(self, request, form, outcome=None, status=200):
        kind = self.import_kind
        context = {
            "form": form,
            "outcome": outcome,
            "more_errors": outcome and len(outcome.errors) >= MAX_ERRORS,
            "columns": list(zip(kind.headers, kind.sample[0], strict=True)),
            "required": [kind.synonyms[name][0] for name in kind.required],
            "hints": self.import_hints,
            "import_url": reverse(f"admin:{self._import_name('import')}"),
            "template_url": reverse(f"admin:{self._import_name('import_template')}"),
        }
        return self._import_render(request, "form.html", context, status)

    def _show_preview(self, request, outcome, key):
        context = {
            "outcome": outcome,
            "key": key,
            "confirm_url": reverse(f"admin:{self._import_name('import_confirm')}"),
            "again_url": reverse(f"admin:{self._import_name('import')}"),
        }
        return self._import_render(request, "preview.html", context)

    def _import_render(self, request, template, context, status=200):
        shared = {
            **self.admin_site.each_context(request),
            "title": f"导入{self.import_title}",
            "opts": self.opts,
            "list_url": reverse(f"admin:{self._import_name('changelist')}"),
        }
        return render(request, f"admin/import/{template}", {**shared, **context}, status=status)


class VillageImportPages(ImportPages):
    import_kind = VillageImport
    import_title = "村（社区）名单"
    import_takes_all_homes = True
    import_hints = (
        "统计局的区划名单可以原样导入：一个乡镇的、全县的都行，全县的只读取本乡镇的行。",
        "“某某村民委员会”“某某社区居委会”这样的全称，会自动变成村名、社区名和类别。",
        "按名称识别，不按代码：已经有的村只更新代码、户数、人口，名称不改。",
    )


class RepresentativeImportPages(ImportPages):
    import_kind = RepresentativeImport
    import_title = "代表名册"
    import_hints = (
        "同名的按出生年月区分；出生年月不同、代表证号和电话也不同的，当作两个人。",
        "同时是县级和镇级代表的，写成两行，每行一级。",
        "第一次导入时，表里的届次、选区和代表小组会一并建好；以后只认已经有的。",
        "身份证号不收集，表里有这一列也不会读取。",
    )
