"""Which pages there are, and who looks at them: the first of the cast who may."""

from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

from representatives.models import Role
from suggestions.models import Suggestion
from tests.test_addresses import NAMES, TABLE, House

LOOKERS = ("visitor", Role.REPRESENTATIVE, Role.CLERK, Role.CHAIR, Role.ADMINISTRATOR)
NOT_PAGES = {
    "healthz",
    "photo",
    "check_photo",
    "fund_voucher",
    "duty_file",
    "report_file",
    "rectification_file",
    "special_report_file",
    "letter_scan",
    "document_file",
    "admin:representatives_duty_summary_xlsx",
    "attachment",
    "record_file",
    "yearly_download",
    "performance_pdf",
    "performance_scan",
    "my:performance_paper",
    "handover_paper",
    "signed_volume",
    "county_download",
    "opening_scan",
    "door_sheet",
    "admin:reception_notice",
    "contact_progress_file",
    "aid_sums_file",
    "admin:reception_visit_sheet",
    "desk:sheet",
    "desk:day_sheets",
    "desk:pile_pdf",
    "activity_file",
    "material_file",
    "suggestions:unit_file",
    "register_download",
    "cards_pdf",
    "admin:jsi18n",
    "results_picture",
    "visit_picture",
    "my:private_file",
    "my:outbox",
    "activity_picture",
    "my_calendar",
    "reception_feed",
    "reception_day_feed",
    "representative_feed",
    "watch_download",
    "suggestions:unit_form",
    "suggestions:unit_own_form",
    "admin:suggestions_blank",
    "admin:suggestions_archivevolume_contents",
    "admin:suggestions_redacted_picture",
    "admin:representatives_wallboard_preview",
}
KEPT = ("home", "representative", "suggestion", "village", "user")
NOT_PAGES_ENDS = ("_template", "_paper")


@dataclass
class Township(House):
    """A house that is full already: an address is about a row that is there."""

    def __post_init__(self):
        self._own = {name: row for part in self.parts() for name, row in part().items()}

    def kwargs_of(self, name):
        return self._own.get(name)

    def row(self, name):
        app, model, _page = name.removeprefix("admin:").split("_")
        there = None if model in KEPT else apps.get_model(app, model).objects.first()
        return there or super().row(name)


def addresses_by_looker(house):
    """{looker: addresses of the pages that answer 200}; every named address is somebody's."""
    found = {looker: [] for looker in LOOKERS}
    for name in NAMES:
        codes = TABLE.get(name, ({},))[0]
        lookers = [one for one in LOOKERS if codes.get(one) == 200]
        if lookers and name not in NOT_PAGES and not name.endswith(NOT_PAGES_ENDS):
            found[lookers[0]].append(house.address(name))
    return found


def step_pages(home):
    """One case page and its step forms for every step and disposal that the Home has."""
    found, seen = [], set()
    for suggestion in Suggestion.objects.of(home).order_by("-pk"):
        where = (suggestion.step, suggestion.disposal)
        if where in seen:
            continue
        seen.add(where)
        case = reverse("admin:suggestions_suggestion_change", args=[suggestion.pk])
        found += [
            case,
            *(f"{case.removesuffix('change/')}step/{to}/" for to in suggestion.next_steps),
        ]
    return found
