"""The staff's site: Django's own admin with our first page, signed in through our own page."""

from functools import wraps

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from daihome.books import REGISTERS
from daihome.cards import CARDS
from daihome.chores import CHORES
from daihome.rooms import OVERVIEWS, REPORTS, links
from daihome.setup import site_warnings
from daihome.tools import chores
from suggestions import worklist
from suggestions.staff import paper_links

# The tables that staff keep, grouped by what one wants to do, in the order of the page.
UPKEEP = {
    "意见建议": ("Suggestion", "ArchiveVolume"),
    "交办和答复": (
        "HandlingUnit",
        "Category",
        "ReplyClass",
        "AnswerTemplate",
        "DeadlinePolicy",
        "SpecialDay",
    ),
    "接待日": ("ReceptionDay", "ReceptionPattern", "ReceptionRecord", "RosterSwap", "BlankForm"),
    "走访和帮扶": ("Visit", "AidPairing", "Donation"),
    "代表信箱": ("MailboxOpening", "MailItem", "Mailbox"),
    "活动": ("Activity", "StudyMaterial", "ActivityKind", "Target"),
    "履职": ("DutyRecord", "DutyReport", "PerformanceFile", "DutyCategory", "Leave"),
    "视察和整改": ("Inspection", "Rectification", "SpecialReport", "InspectionKind"),
    "主席团和大会": (
        "PresidiumMeeting",
        "Decision",
        "PresidiumRequest",
        "PresidiumMember",
        "PresidiumRule",
        "CongressSession",
    ),
    "建设标准和家底": ("SelfCheck", "FacilityStandard", "Equipment", "FundEntry"),
    "上墙和公文": ("WallBoard", "HomeRule", "OfficialDocument"),
    "代表": ("Representative", "RepGroup", "Convener", "Term"),
    "村和场所": ("Village", "GridCell", "ElectoralDistrict", "Venue", "VenueKind", "Home"),
    "提醒和通知": ("MessageChannel", "Delivery"),
    "账号": ("User",),
}


class DaihomeAdminSite(admin.AdminSite):
    site_title = "代表之家"
    site_header = "人大代表之家"
    index_title = "今天要办的事"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        """Somebody signed in who is not staff gets 403 at once, not a second sign-in page."""
        checked = super().admin_view(view, cacheable)

        @wraps(checked)
        def staff_only(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return checked(request, *args, **kwargs)

        return staff_only

    def login(self, request, extra_context=None):
        """Everybody signs in on one page; somebody signed in without the right gets 403."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request, extra_context=None):
        """One page for everybody, with the rules of the house."""
        return redirect("accounts:password")

    def each_context(self, request):
        warnings = []
        if self.has_permission(request):
            warnings = list(site_warnings(request.user, timezone.localdate()))
        return super().each_context(request) | {"site_warnings": warnings}

    def index(self, request, extra_context=None):
        """What waits for the person, and below it the tables to keep."""
        today = timezone.localdate()
        work, books = [], []
        if request.user.has_perm("suggestions.view_suggestion"):
            work, books = worklist.work_of(request.user, today), REGISTERS
        facts = {"work": work, "today": today, "upkeep": self.upkeep(request), "books": books}
        facts["chores"] = chores.waiting(CHORES, request.user, today)
        if request.user.has_perm("representatives.view_representative"):
            facts["cards"] = CARDS
        facts["blanks"] = paper_links.blank_links() if books else []
        facts["reports"] = links(REPORTS, request.user)
        return super().index(request, facts | (extra_context or {}))

    def upkeep(self, request):
        """Heading, overviews (pairs of title and address) and tables that the person may open."""
        apps = self.get_app_list(request)
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = {
            heading: [models.pop(name) for name in names if name in models]
            for heading, names in UPKEEP.items()
        }
        groups["其他"] = list(models.values())
        return [
            (heading, links(OVERVIEWS.get(heading, ()), request.user), rows)
            for heading, rows in groups.items()
            if rows
        ]
