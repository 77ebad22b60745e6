"""Every address for every role, own Home and other Home, against a table of answers.

An address without a row fails. Answers are status codes to GET in the order of `CAST`; POST-only
addresses answer 405 there and have their own tests.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import get_resolver, reverse
from django.utils import timezone

from daihome.models import SignedVolume
from daihome.performance.file import stored_year
from inspections.models import PresidiumRule
from reception import feeds
from reception.models import AidPairing, Donation, VisitPicture
from representatives.models import (
    Activity,
    ActivityFile,
    Attendance,
    Convener,
    DutyCategory,
    DutyFile,
    DutyRecord,
    ElectoralDistrict,
    Equipment,
    FundEntry,
    GridCell,
    HomeRule,
    MaterialFile,
    PerformanceScan,
    Role,
    StudyMaterial,
    Target,
    WallBoard,
)
from suggestions.models import (
    AnswerTemplate,
    Attachment,
    DeadlinePolicy,
    RedactedPicture,
    Redaction,
    SpecialDay,
    Suggestion,
    UnitLink,
)
from suggestions.pipeline import Step
from suggestions.voters.evaluating import token_of
from tests import factories
from tests.suggestions.units import make_handed, make_promise

CAST = (
    "visitor",
    Role.CLERK,
    Role.CHAIR,
    Role.CONVENER,
    Role.REPRESENTATIVE,
    Role.UNIT,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


def codes(text):
    return dict(zip(CAST, map(int, text.split()), strict=True))


#                     visitor clerk chair conv. repr. unit audit. admin
EVERYBODY = codes("      200   200   200   200   200   200   200   200")
POST_ONLY = codes("      405   405   405   405   405   405   405   405")
SIGNED_IN = codes("      302   200   200   200   200   200   200   200")
LANDING = codes("        302   302   302   302   302   302   302   302")
# The convener of this cast is a representative, as most are.
PORTAL = codes("         302   403   403   200   200   403   403   403")
MY_MATTER = codes("      302   403   403   404   200   403   403   403")
NOT_MY_MATTER = codes("  302   403   403   404   404   403   403   403")
STAFF = codes("          302   200   200   200   403   403   200   200")
STAFF_OTHER = codes("    302   404   404   404   403   403   404   404")
EDITORS = codes("        302   200   200   403   403   403   403   200")
EDITORS_OTHER = codes("  302   404   404   403   403   403   403   404")
NOBODY = codes("         302   403   403   403   403   403   403   403")
ADMINS = codes("         302   403   403   403   403   403   403   200")
ADMINS_OTHER = codes("   302   403   403   403   403   403   403   404")
UNITS = codes("          302   403   403   403   403   200   403   403")
# The house's unit has no account: to another unit it is not there.
NOT_MY_UNIT = codes("    302   403   403   403   403   404   403   403")
FILE = codes("           302   200   200   200   200   404   200   200")
# Only staff of the Home and those who made the visit.
VISIT_FILE = codes("     302   200   200   200   404   404   200   200")
FILE_OTHER = codes("     302   404   404   404   404   404   404   404")

# name: (answers at home, answers for people of another Home)
TABLE = {
    "front": (EVERYBODY, EVERYBODY),
    "home": (EVERYBODY, EVERYBODY),
    "representatives": (EVERYBODY, EVERYBODY),
    "results": (EVERYBODY, EVERYBODY),
    "representative": (EVERYBODY, EVERYBODY),
    "venue": (EVERYBODY, EVERYBODY),
    "healthz": (EVERYBODY, EVERYBODY),
    "door": (EVERYBODY, EVERYBODY),
    "text_size": (POST_ONLY, POST_ONLY),
    "suggestions:new": (EVERYBODY, EVERYBODY),
    "suggestions:track": (EVERYBODY, EVERYBODY),
    "suggestions:supplement": (POST_ONLY, POST_ONLY),
    "suggestions:receipt": (POST_ONLY, POST_ONLY),
    "suggestions:evaluate": (POST_ONLY, POST_ONLY),
    "suggestions:answer": (POST_ONLY, POST_ONLY),
    "suggestions:chase": (POST_ONLY, POST_ONLY),
    "suggestions:withdraw": (POST_ONLY, POST_ONLY),
    "suggestions:anonymise": (POST_ONLY, POST_ONLY),
    "suggestions:evaluate_link": (EVERYBODY, EVERYBODY),
    "suggestions:unit": (EVERYBODY, EVERYBODY),
    "suggestions:unit_answer": (EVERYBODY, EVERYBODY),
    "suggestions:unit_act": (EVERYBODY, EVERYBODY),
    "suggestions:unit_file": (EVERYBODY, EVERYBODY),
    "suggestions:unit_form": (EVERYBODY, EVERYBODY),
    # Nothing was answered yet: back to the page itself.
    "suggestions:unit_receipt": (TO_PAGE := codes("302 302 302 302 302 302 302 302"), TO_PAGE),
    "suggestions:unit_list": (UNITS, UNITS),
    "suggestions:unit_own": (NOT_MY_UNIT, NOT_MY_UNIT),
    "suggestions:unit_own_answer": (NOT_MY_UNIT, NOT_MY_UNIT),
    "suggestions:unit_own_act": (NOT_MY_UNIT, NOT_MY_UNIT),
    "suggestions:unit_own_file": (NOT_MY_UNIT, NOT_MY_UNIT),
    "suggestions:unit_own_form": (NOT_MY_UNIT, NOT_MY_UNIT),
    "suggestions:unit_own_receipt": (NOT_MY_UNIT, NOT_MY_UNIT),
    "accounts:sign_in": (
        codes("200 302 302 302 302 302 302 302"),
        codes("200 302 302 302 302 302 302 302"),
    ),
    "accounts:sign_out": (POST_ONLY, POST_ONLY),
    "accounts:password": (SIGNED_IN, SIGNED_IN),
    "accounts:slip": (EVERYBODY, EVERYBODY),
    "accounts:landing": (LANDING, LANDING),
    "accounts:messages": (SIGNED_IN, SIGNED_IN),
    "accounts:messages_read": (POST_ONLY, POST_ONLY),
    "accounts:message_read": (POST_ONLY, POST_ONLY),
    "accounts:notify": (SIGNED_IN, SIGNED_IN),
    "my:today": (PORTAL, PORTAL),
    "my:matters": (PORTAL, PORTAL),
    "my:propose": (PORTAL, PORTAL),
    "my:calendar_feed": (PORTAL, PORTAL),
    "my_calendar": (EVERYBODY, EVERYBODY),
    "reception": (EVERYBODY, EVERYBODY),
    "reception_feed": (EVERYBODY, EVERYBODY),
    "reception_day_feed": (EVERYBODY, EVERYBODY),
    "representative_feed": (EVERYBODY, EVERYBODY),
    "activity_picture": (EVERYBODY, EVERYBODY),
    "my:matter": (MY_MATTER, NOT_MY_MATTER),
    "my:told": (MY_MATTER, NOT_MY_MATTER),
    **dict.fromkeys(
        (
            "my:visits",
            "my:visit_new",
            "my:outbox",
            "my:activities",
            "my:receptions",
            "my:leaves",
            "my:duties",
            "my:duty_new",
            "my:file",
            "my:card",
            "my:calendar",
        ),
        (PORTAL, PORTAL),
    ),
    **dict.fromkeys(
        (
            "my:visit",
            "my:visit_change",
            "my:activity",
            "my:swap",
            "my:duty",
            "my:private_file",
        ),
        (MY_MATTER, NOT_MY_MATTER),
    ),
    # GET leads to the activity's page, where one asks.
    "my:activity_leave": (codes("302 403 403 404 302 403 403 403"), NOT_MY_MATTER),
    "my:material": (codes("302 403 403 200 200 403 403 403"), NOT_MY_MATTER),
    # No 代表建议: the lead has nothing to judge.
    "my:evaluate": (codes("302 403 403 404 409 403 403 403"), NOT_MY_MATTER),
    "attachment": (FILE, FILE_OTHER),
    "record_file": (FILE, FILE_OTHER),
    "photo": (EVERYBODY, EVERYBODY),
    "register": (STAFF, STAFF),
    "register_download": (STAFF, STAFF),
    "register_order": (POST_BY_STAFF := codes("302 405 405 405 403 403 405 405"), POST_BY_STAFF),
    "cards": (STAFF, STAFF),
    # Without a kind: to the page on which one chooses.
    "cards_pdf": (NO_KIND := codes("302 302 302 302 403 403 302 302"), NO_KIND),
    "cards_order": (POST_BY_STAFF, POST_BY_STAFF),
    "orders": (STAFF, STAFF),
    # Nobody in this cast has ordered anything.
    "order_file": (STAFF_OTHER, STAFF_OTHER),
    "order_remove": (POST_BY_STAFF, POST_BY_STAFF),
    "activity_book_order": (POST_BY_STAFF, POST_BY_STAFF),
    # A group's convener sees a part of the books only.
    "archive": (WHOLE := codes("302 200 200 403 403 403 200 200"), WHOLE),
    "archive_order": (POST_BY_STAFF, POST_BY_STAFF),
    "register_signed": (STAFF, STAFF),
    # A convener reads rows of the own group only, and a volume has all.
    "signed_volume": (codes("302 200 200 404 404 404 200 200"), FILE_OTHER),
    "watch": (STAFF, STAFF),
    "progress": (STAFF, STAFF),
    "watch_villages": (STAFF, STAFF),
    "watch_reception": (STAFF, STAFF),
    "watch_statistics": (STAFF, STAFF),
    "watch_download": (STAFF, STAFF),
    "admin:index": (STAFF, STAFF),
    "admin:login": (
        codes("302 403 403 403 403 403 403 403"),
        codes("302 403 403 403 403 403 403 403"),
    ),
}


def addresses(resolver=None, namespace=""):
    """(name, resolver pattern) of every address, with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        else:
            yield f"{namespace}{entry.name or ''}"


# Models of the admin by who may do what; the standard pages follow from it.
PLACES = [
    "venuekind", "venue", "village", "gridcell", "term", "electoraldistrict", "representative",
    "repgroup", "convener",
]  # fmt: skip
REFERENCE = [
    "category",
    "handlingunit",
    "replyclass",
    "answertemplate",
    "deadlinepolicy",
    "archivevolume",
]


def standard_rows(app, model, read, write, write_other, read_other=STAFF_OTHER):
    page = f"admin:{app}_{model}_"
    return {
        f"{page}changelist": (read, read),
        f"{page}add": (write, write),
        f"{page}change": (read, read_other),
        f"{page}history": (read, read_other),
        f"{page}delete": (write, write_other),
    }


for _model in PLACES:
    TABLE |= standard_rows("representatives", _model, STAFF, EDITORS, EDITORS_OTHER)
for _model in REFERENCE:
    TABLE |= standard_rows("suggestions", _model, STAFF, EDITORS, EDITORS_OTHER)
TABLE |= standard_rows("representatives", "home", STAFF, ADMINS, ADMINS_OTHER)
# The calendar is the nation's: everybody on the staff reads it, administrators keep it.
TABLE |= standard_rows("suggestions", "specialday", STAFF, ADMINS, ADMINS, STAFF)
INVITERS = codes("       302   200   200   403   403   403   403   200")
INVITERS_OTHER = codes(" 302   404   404   403   403   403   403   404")
TABLE |= standard_rows("representatives", "user", INVITERS, ADMINS, ADMINS_OTHER, INVITERS_OTHER)
TABLE["admin:representatives_user_history"] = (INVITERS, STAFF_OTHER)
# What goes out is kept by those who work there; what went out nobody changes or deletes.
for _model in ("messagechannel", "delivery"):
    TABLE |= standard_rows("representatives", _model, INVITERS, NOBODY, NOBODY, INVITERS_OTHER)
TABLE |= {
    "admin:representatives_messagechannel_add": (INVITERS, INVITERS),
    "admin:representatives_messagechannel_test": (
        codes("302 405 405 403 403 403 403 405"),
        codes("302 404 404 403 403 403 403 404"),
    ),
    "admin:representatives_messagechannel_history": (INVITERS, STAFF_OTHER),
    "admin:representatives_delivery_history": (STAFF_OTHER, STAFF_OTHER),
}
# A convener keeps the activities of the own groups (here: of the whole Home).
KEEPERS = codes("        302   200   200   200   403   403   403   200")
for _model in ("activitykind", "target", "studymaterial"):
    TABLE |= standard_rows("representatives", _model, STAFF, EDITORS, EDITORS_OTHER)
TABLE |= standard_rows("representatives", "activity", STAFF, EDITORS, EDITORS_OTHER)
TABLE["admin:representatives_activity_add"] = (KEEPERS, KEEPERS)
NOTHING_HELD = codes("   302   400   400   400   403   403   400   400")
ACTIVITY_POST = codes("  302   405   405   405   403   403   405   405")
TABLE |= {
    "activity_file": (codes("302 200 200 200 404 404 200 200"), FILE_OTHER),
    "material_file": (FILE, FILE_OTHER),
    "admin:representatives_activity_plan": (STAFF, STAFF),
    "admin:representatives_activity_copy": (KEEPERS, KEEPERS),
    "admin:representatives_activity_plan_paper": (STAFF, STAFF),
    "admin:representatives_activity_book_paper": (STAFF, NOTHING_HELD),
    "admin:representatives_activity_people": (STAFF, STAFF_OTHER),
    "admin:representatives_activity_invite": (ACTIVITY_POST, ACTIVITY_POST),
    "admin:representatives_activity_announce": (ACTIVITY_POST, ACTIVITY_POST),
    "admin:representatives_activity_remove": (ACTIVITY_POST, ACTIVITY_POST),
    "admin:representatives_activity_attendance": (KEEPERS, STAFF_OTHER),
    "admin:representatives_activity_cancel": (KEEPERS, STAFF_OTHER),
    "admin:representatives_activity_reopen": (ACTIVITY_POST, ACTIVITY_POST),
    "admin:representatives_activity_paper": (STAFF, STAFF_OTHER),
}
# Only an administrator of all Homes opens another one.
TABLE["admin:representatives_home_add"] = (NOBODY, NOBODY)
# A matter is added by the entry form and never deleted.
TABLE |= standard_rows("suggestions", "suggestion", STAFF, EDITORS, EDITORS_OTHER)
TABLE["admin:suggestions_suggestion_delete"] = (NOBODY, NOBODY)

TABLE |= standard_rows("reception", "receptionpattern", STAFF, EDITORS, EDITORS_OTHER)
TABLE |= standard_rows("representatives", "leave", STAFF, EDITORS, EDITORS_OTHER)
# A reception day is cancelled with the reason, never deleted.
TABLE |= standard_rows("reception", "receptionday", STAFF, EDITORS, EDITORS_OTHER)
TABLE["admin:reception_receptionday_delete"] = (NOBODY, NOBODY)
TABLE |= {f"admin:reception_{name}": (STAFF, STAFF_OTHER) for name in ("dates", "notice")}
TABLE |= {
    f"admin:reception_{name}": (EDITORS, STAFF_OTHER)
    for name in ("plan", "announce", "edit", "cancel", "join", "leave", "swap")
}
TABLE["admin:reception_year_paper"] = (STAFF, STAFF)

ADMIN_POST = codes("     302   405   405   405   403   403   405   405")
for _model in ("village", "representative"):
    _page = f"admin:representatives_{_model}_import"
    TABLE |= {
        _page: (EDITORS, EDITORS),
        f"{_page}_confirm": (ADMIN_POST, ADMIN_POST),
        f"{_page}_template": (EDITORS, EDITORS),
    }
_page = "admin:suggestions_specialday_import"
TABLE |= {
    _page: (ADMINS, ADMINS),
    f"{_page}_confirm": (ADMIN_POST, ADMIN_POST),
    f"{_page}_template": (ADMINS, ADMINS),
}
for _model in ("visit", "aidpairing", "donation"):
    TABLE |= standard_rows("reception", _model, STAFF, EDITORS, EDITORS_OTHER)
TABLE |= {
    # A visit is deleted on a page of its own; nobody in the cast of representatives made it.
    "admin:reception_visit_delete": (EDITORS, STAFF_OTHER),
    "admin:reception_visit_edit": (EDITORS, STAFF_OTHER),
    "admin:reception_visit_remove": (EDITORS, STAFF_OTHER),
    "admin:reception_visit_paper": (STAFF, STAFF_OTHER),
    # To the form of a contact, with the number of the sheet.
    "admin:reception_visit_sheet": (codes("302 302 302 403 403 403 403 302"), STAFF_OTHER),
    "visit_picture": (VISIT_FILE, FILE_OTHER),
    "raise_matter": (EDITORS, STAFF_OTHER),
    "contact_progress": (STAFF, STAFF),
    "contact_progress_file": (STAFF, STAFF),
    "aid_sums": (STAFF, STAFF),
    "aid_sums_file": (STAFF, STAFF),
    "topics": (STAFF, STAFF),
    # Without a topic there is no list.
    "topic_list": (STAFF_OTHER, STAFF_OTHER),
}
CHAIRS = codes("         302   403   200   403   403   403   403   200")
# There is no next term to hand over to.
CHAIRS_NONE = codes("    302   403   404   403   403   403   403   404")
# Addresses that answer 409: the verdict is given already, the reply is still a draft.
TOO_LATE = codes("       302   409   409   403   403   403   403   409")
NOT_APPROVED = codes("   302   403   409   403   403   403   403   409")
TABLE |= {
    "setup": (EDITORS, EDITORS),
    "door_sheet": (STAFF, STAFF_OTHER),
    "desk:days": (STAFF, STAFF),
    "desk:day": (STAFF, STAFF_OTHER),
    "desk:sign": (ADMIN_POST_ONLY := codes("302 405 405 405 403 403 405 405"), ADMIN_POST_ONLY),
    "desk:join": (ADMIN_POST_ONLY, ADMIN_POST_ONLY),
    "desk:close": (EDITORS, STAFF_OTHER),
    # The day is not closed.
    "desk:reopen": (TOO_LATE, STAFF_OTHER),
    "desk:day_sheets": (STAFF, STAFF_OTHER),
    "desk:record": (STAFF, STAFF_OTHER),
    "desk:correct": (EDITORS, STAFF_OTHER),
    "desk:raise": (ADMIN_POST_ONLY, ADMIN_POST_ONLY),
    "desk:scans": (ADMIN_POST_ONLY, ADMIN_POST_ONLY),
    "desk:sheet": (STAFF, STAFF_OTHER),
    "desk:numbered": (NUMBERS := codes("302 200 200 403 403 403 403 200"), NUMBERS),
    "desk:number": (NUMBERS, NUMBERS),
    "desk:paper_entry": (EDITORS, STAFF_OTHER),
    "desk:pile": (NUMBERS, NUMBERS_OTHER := codes("302 404 404 404 403 403 404 404")),
    "desk:pile_pdf": (NUMBERS, NUMBERS_OTHER),
    "desk:gaps": (NUMBERS, codes("302 404 404 403 403 403 403 404")),
    "my:reception_desk": (MY_MATTER, NOT_MY_MATTER),
    "admin:representatives_open_accounts": (INVITERS, INVITERS),
    "admin:representatives_slip": (
        codes("302 405 405 403 403 403 403 405"),
        codes("302 404 404 403 403 403 403 404"),
    ),
    "admin:representatives_user_slip": (
        codes("302 403 403 403 403 403 403 405"),
        codes("302 403 403 403 403 403 403 404"),
    ),
    "admin:suggestions_step": (EDITORS, STAFF_OTHER),
    "admin:suggestions_reply": (EDITORS, STAFF_OTHER),
    "admin:suggestions_approve": (CHAIRS, STAFF_OTHER),
    "admin:suggestions_publish": (NOT_APPROVED, STAFF_OTHER),
    "admin:suggestions_replies": (CHAIRS, CHAIRS),
    "admin:suggestions_link": (ADMIN_POST, ADMIN_POST),
    "admin:suggestions_assist": (EDITORS, STAFF_OTHER),
    "admin:suggestions_handed": (EDITORS, STAFF_OTHER),
    "admin:suggestions_again": (EDITORS, STAFF_OTHER),
    "admin:suggestions_promise_told": (
        TOO_EARLY := codes("302 409 409 403 403 403 403 409"),
        STAFF_OTHER,
    ),
    "admin:suggestions_verdict": (TOO_LATE, STAFF_OTHER),
    "admin:suggestions_silence": (EDITORS, STAFF_OTHER),
    # Nobody asked for news or to take it back.
    "admin:suggestions_news": (TOO_LATE, STAFF_OTHER),
    "admin:suggestions_withdrawal": (TOO_LATE, STAFF_OTHER),
    "admin:suggestions_files": (EDITORS, STAFF_OTHER),
    "admin:suggestions_anonymise": (EDITORS, STAFF_OTHER),
    "admin:suggestions_presidium": (CHAIRS, STAFF_OTHER),
    "admin:suggestions_receipt": (EDITORS, STAFF_OTHER),
    "admin:suggestions_identity": (EDITORS, STAFF_OTHER),
    "admin:suggestions_supplement": (EDITORS, STAFF_OTHER),
    "admin:suggestions_result": (EDITORS, STAFF_OTHER),
    "admin:suggestions_paper": (EDITORS, STAFF_OTHER),
    "admin:suggestions_clocks": (STAFF, STAFF_OTHER),
    "admin:suggestions_ask": (EDITORS, STAFF_OTHER),
    # 409: nobody was asked, the unit has answered, the request is decided.
    "admin:suggestions_resume": (TOO_LATE, STAFF_OTHER),
    "admin:suggestions_ask_extension": (TOO_LATE, STAFF_OTHER),
    "admin:suggestions_press": (TOO_LATE, STAFF_OTHER),
    "admin:suggestions_decide": (NOT_APPROVED, STAFF_OTHER),
    "admin:suggestions_join": (EDITORS, STAFF_OTHER),
    "admin:suggestions_split": (EDITORS, STAFF_OTHER),
    "admin:suggestions_disclosure": (EDITORS, STAFF_OTHER),
    "admin:suggestions_redact": (EDITORS, STAFF_OTHER),
    "admin:suggestions_redact_picture": (EDITORS, STAFF_OTHER),
    "admin:suggestions_redacted_picture": (STAFF, STAFF_OTHER),
    "results_picture": (EVERYBODY, EVERYBODY),
    "admin:suggestions_unjoin": (ADMIN_POST, ADMIN_POST),
    "admin:suggestions_presence": (ADMIN_POST, ADMIN_POST),
    # The reply is still a draft.
    "admin:suggestions_joined_replies": (TOO_LATE, STAFF_OTHER),
    "admin:suggestions_blank": (STAFF, STAFF),
    "admin:suggestions_archivevolume_contents": (STAFF, STAFF_OTHER),
    "admin:logout": (ADMIN_POST, ADMIN_POST),
    "admin:password_change": (
        codes("302 302 302 302 403 403 302 302"),
        codes("302 302 302 302 403 403 302 302"),
    ),
    "admin:password_change_done": (STAFF, STAFF),
    "admin:jsi18n": (STAFF, STAFF),
    "admin:app_list": (STAFF, STAFF),
    "my:contact": (PORTAL_POST := codes("302 403 403 405 405 403 403 403"), PORTAL_POST),
    "my:cosign": (PORTAL_POST, PORTAL_POST),
    "my:visit_pictures": (PORTAL_POST, PORTAL_POST),
    "my:activity_read": (PORTAL_POST, PORTAL_POST),
    "my:material_studied": (PORTAL_POST, PORTAL_POST),
    "my:swap_answer": (PORTAL_POST, PORTAL_POST),
    "my:leave_remove": (PORTAL_POST, PORTAL_POST),
}
# --- duties: nobody deletes one, or corrects what somebody else typed
TABLE |= standard_rows("representatives", "dutycategory", STAFF, EDITORS, EDITORS_OTHER)
TABLE |= standard_rows("representatives", "dutyrecord", STAFF, EDITORS, EDITORS_OTHER)
TABLE |= {
    "admin:representatives_dutyrecord_delete": (NOBODY, NOBODY),
    "admin:representatives_dutyrecord_history": (STAFF_OTHER, STAFF_OTHER),
    "admin:representatives_duties": (STAFF, STAFF),
    "admin:representatives_duty_summary": (STAFF, STAFF),
    "admin:representatives_duty_summary_xlsx": (STAFF, STAFF),
    "admin:representatives_duty_correct": (NOBODY, STAFF_OTHER),
    "duty_file": (codes("302 200 200 200 404 404 200 200"), FILE_OTHER),
    "report_file": (codes("302 200 200 200 404 404 200 200"), FILE_OTHER),
}
# --- standards, self-checks, equipment, funds
for _model in ("facilitystandard", "selfcheck", "equipment", "fundentry"):
    TABLE |= standard_rows("representatives", _model, STAFF, EDITORS, EDITORS_OTHER)
CHECK_POST = codes("     302   405   405   405   403   403   405   405")
TABLE |= {
    "admin:representatives_selfcheck_history": (STAFF_OTHER, STAFF_OTHER),
    "admin:representatives_selfcheck_overview": (STAFF, STAFF),
    "admin:representatives_selfcheck_corrections": (STAFF, STAFF),
    "admin:representatives_selfcheck_gaps": (STAFF, STAFF),
    "admin:representatives_selfcheck_gaps_paper": (STAFF, NOTHING_HELD),
    "admin:representatives_selfcheck_folder": (CHECK_POST, CHECK_POST),
    "admin:representatives_selfcheck_papers_paper": (STAFF, NOTHING_HELD),
    "admin:representatives_selfcheck_ask": (CHECK_POST, CHECK_POST),
    "admin:representatives_selfcheck_paper": (STAFF, STAFF_OTHER),
    "admin:representatives_selfcheck_item": (STAFF, STAFF_OTHER),
    "admin:representatives_selfcheck_photo_remove": (CHECK_POST, CHECK_POST),
    "admin:representatives_fundentry_years": (STAFF, STAFF),
    "admin:representatives_equipment_labels_paper": (STAFF, NOTHING_HELD),
    "check_photo": (STAFF_FILE := codes("302 200 200 200 404 404 200 200"), FILE_OTHER),
    "fund_voucher": (STAFF_FILE, FILE_OTHER),
}
TABLE |= standard_rows("reception", "receptionrecord", STAFF, EDITORS, EDITORS_OTHER)
TABLE |= {
    # To the desk's own pages.
    "admin:reception_receptionrecord_add": (
        TO_DESK := codes("302 302 302 302 403 403 302 302"),
        TO_DESK,
    ),
    "admin:reception_receptionrecord_change": (TO_DESK, STAFF_OTHER),
    "admin:reception_receptionrecord_delete": (NOBODY, NOBODY),
}
TABLE |= standard_rows("representatives", "blankform", NUMBERS, NOBODY, NOBODY)
TABLE |= {
    "admin:representatives_blankform_change": (NUMBERS, codes("302 404 404 403 403 403 403 404")),
    "admin:representatives_blankform_history": (STAFF_OTHER, STAFF_OTHER),
}
TOMORROW = timezone.localtime() + timedelta(days=1)
# --- the letter box: openings and letters stay
for _model in ("mailbox", "mailboxopening", "mailitem"):
    TABLE |= standard_rows("reception", _model, STAFF, EDITORS, EDITORS_OTHER)
TABLE |= {
    "admin:reception_mailboxopening_delete": (NOBODY, NOBODY),
    "admin:reception_mailitem_add": (NOBODY, NOBODY),
    "admin:reception_mailitem_delete": (NOBODY, NOBODY),
    "admin:reception_paper_opening": (EDITORS, STAFF_OTHER),
    "opening_scan": (codes("302 200 200 200 404 404 200 200"), FILE_OTHER),
    "letter_scan": (codes("302 200 200 404 404 404 404 200"), FILE_OTHER),
}
TABLE |= standard_rows("representatives", "dutyreport", STAFF, EDITORS, EDITORS_OTHER)
TABLE |= {
    "admin:representatives_reports_due": (STAFF, STAFF),
    "admin:representatives_report_paper": (STAFF, STAFF_OTHER),
}
for _model in ("homerule", "wallboard"):
    TABLE |= standard_rows("representatives", _model, STAFF, EDITORS, EDITORS_OTHER)
_wall = "admin:representatives_wallboard_"
BOARD_POST = (codes("302 405 405 403 403 403 403 405"), EDITORS_OTHER)
TABLE |= {
    "notices": (EVERYBODY, EVERYBODY),
    "notice": (EVERYBODY, EVERYBODY),
    "notice_about": (EVERYBODY, EVERYBODY),
    "admin:representatives_homerule_revise": (EDITORS, EDITORS_OTHER),
    f"{_wall}preview": (STAFF, STAFF_OTHER),
    **{f"{_wall}{name}": BOARD_POST for name in ("print", "up", "down", "reprint")},
}
# --- the whole year of a Home: not for a group's convener
WHOLE = codes("         302   200   200   403   403   403   200   200")
WHOLE_OTHER = codes("   302   404   404   403   403   403   404   404")
TABLE |= {
    "yearly": (WHOLE, WHOLE),
    "performance": (STAFF, STAFF),
    "performance_order": (
        codes("302 405 405 403 403 403 403 405"),
        codes("302 405 405 403 403 403 403 405"),
    ),
    "performance_file": (STAFF, STAFF_OTHER),
    "performance_year": (STAFF, STAFF_OTHER),
    "performance_pdf": (STAFF, STAFF_OTHER),
    "performance_edit": (EDITORS, EDITORS_OTHER),
    "performance_close": (CHAIRS, codes("302 403 404 403 403 403 403 404")),
    "performance_scan": (codes("302 200 200 200 404 404 200 200"), FILE_OTHER),
    "my:performance": (PORTAL, PORTAL),
    "my:performance_paper": (PORTAL, PORTAL),
    "county": (WHOLE, WHOLE),
    "signs": (CHAIRS, CHAIRS),
    "handover": (CHAIRS, CHAIRS),
    "handover_paper": (CHAIRS_NONE, CHAIRS_NONE),
    "signs_listing": (CHAIRS, CHAIRS),
    "county_download": (WHOLE, WHOLE),
    "yearly_listing": (WHOLE, WHOLE_OTHER),
    "yearly_download": (WHOLE, WHOLE_OTHER),
    "yearly_letter": (
        codes("302 405 405 405 403 403 405 405"),
        codes("302 405 405 405 403 403 405 405"),
    ),
}
# --- inspections, what is to be put right, special reports: rows lead to pages of their own
for _model in ("inspectionkind", "inspection", "rectification", "specialreport"):
    TABLE |= standard_rows("inspections", _model, STAFF, EDITORS, EDITORS_OTHER)
_inspection, _item = "admin:inspections_inspection_", "admin:inspections_rectification_"
_report = "admin:inspections_specialreport_"
# Nothing is written yet that could be sent or answered: back to the page.
NOT_YET = (codes("302 302 302 403 403 403 403 302"), STAFF_OTHER)
ONE_POST = (codes("302 405 405 405 403 403 405 405"),) * 2
TABLE |= {
    f"{_inspection}add": (TO_PLAN := codes("302 302 302 302 403 403 302 302"), TO_PLAN),
    f"{_inspection}delete": (NOBODY, NOBODY),
    f"{_inspection}plan": (EDITORS, EDITORS),
    f"{_inspection}page": (STAFF, STAFF_OTHER),
    f"{_inspection}recuse": (EDITORS, STAFF_OTHER),
    f"{_inspection}withdraw": ONE_POST,
    f"{_inspection}letter": ONE_POST,
    f"{_inspection}send": NOT_YET,
    f"{_inspection}answer": NOT_YET,
    f"{_inspection}raise": (EDITORS, STAFF_OTHER),
    f"{_inspection}paper": (STAFF, STAFF_OTHER),
    # Nothing was held this year.
    f"{_inspection}records_paper": (codes("302 400 400 400 403 403 400 400"),) * 2,
    f"{_item}delete": (NOBODY, NOBODY),
    f"{_item}batch": (STAFF, STAFF),
    # The other Home has nothing to print.
    f"{_item}batch_paper": (STAFF, codes("302 400 400 400 403 403 400 400")),
    f"{_item}page": (STAFF, STAFF_OTHER),
    f"{_item}move": (EDITORS, STAFF_OTHER),
    f"{_item}check": (EDITORS, STAFF_OTHER),
    f"{_item}outcome": (EDITORS, STAFF_OTHER),
    f"{_item}outcome_remove": ONE_POST,
    f"{_item}evidence": (EDITORS, STAFF_OTHER),
    f"{_item}evidence_remove": ONE_POST,
    f"{_item}paper": (STAFF, STAFF_OTHER),
    f"{_report}page": (STAFF, STAFF_OTHER),
    f"{_report}send": NOT_YET,
    f"{_report}answer": NOT_YET,
    f"{_report}paper": (STAFF, STAFF_OTHER),
    "rectification_file": (codes("302 200 200 200 404 404 200 200"), FILE_OTHER),
    "special_report_file": (codes("302 200 200 200 404 404 200 200"), FILE_OTHER),
    "my:inspections": (PORTAL, PORTAL),
    "my:recuse": (MY_MATTER, NOT_MY_MATTER),
    "my:rectification": (MY_MATTER, NOT_MY_MATTER),
}
# --- the presidium and the congress: meetings, sessions and requests are never deleted
for _model in (
    "presidiummember", "presidiumrule", "presidiummeeting", "presidiumrequest", "decision",
    "congresssession",
):  # fmt: skip
    TABLE |= standard_rows("inspections", _model, STAFF, EDITORS, EDITORS_OTHER)
for _model in ("presidiummeeting", "presidiumrequest", "congresssession"):
    TABLE[f"admin:inspections_{_model}_delete"] = (NOBODY, NOBODY)
# Decisions are written down on the page of their meeting.
TABLE["admin:inspections_decision_add"] = (NOBODY, NOBODY)
PRESIDIUM_POST = (codes("302 405 405 405 403 403 405 405"),) * 2
TABLE |= {
    **{
        f"admin:inspections_{name}_edit": (STAFF, STAFF_OTHER)
        for name in ("presidiummeeting", "presidiumrequest", "congresssession")
    },
    "admin:inspections_decision_edit": (EDITORS, STAFF_OTHER),
    "admin:inspections_presidium": (STAFF, STAFF),
    "admin:inspections_absences": (STAFF, STAFF),
    **{
        f"admin:inspections_{name}": PRESIDIUM_POST
        for name in (
            "meeting_fit",
            "meeting_letter",
            "session_fit",
            "session_leave",
            "session_report",
            "session_given",
            "absence_announce",
        )
    },
    **{
        f"admin:inspections_{name}": (EDITORS, STAFF_OTHER)
        for name in ("meeting_decide", "meeting_minutes", "request_act", "decision_follow")
    },
    **{
        f"admin:inspections_{name}_paper": (STAFF, STAFF_OTHER)
        for name in ("meeting", "decision", "session")
    },
    "admin:inspections_decisions_paper": (STAFF, NOTHING_HELD),
    "my:requests": (PORTAL, PORTAL),
    "my:request_new": (PORTAL, PORTAL),
    "my:request": (MY_MATTER, NOT_MY_MATTER),
    "my:request_withdraw": (PORTAL_POST, PORTAL_POST),
}
# --- official letters: an issued one stays
TABLE |= standard_rows("representatives", "officialdocument", STAFF, EDITORS, EDITORS_OTHER)
_letter = "admin:representatives_officialdocument_"
TABLE |= {
    "notice_issued": (EVERYBODY, EVERYBODY),
    "notice_issued_paper": (EVERYBODY, EVERYBODY),
    "document_file": (codes("302 200 200 200 404 404 200 200"), FILE_OTHER),
    f"{_letter}paper": (STAFF, STAFF_OTHER),
    f"{_letter}issue": (EDITORS, STAFF_OTHER),
    **{f"{_letter}{name}": (ADMIN_POST, ADMIN_POST) for name in ("copy", "publish")},
    f"{_letter}from_activity": (ADMIN_POST, ADMIN_POST),
    "admin:reception_day_letter": (ADMIN_POST, ADMIN_POST),
    "admin:reception_year_letter": (ADMIN_POST, ADMIN_POST),
    "admin:suggestions_handlingunit_letter": (ADMIN_POST, ADMIN_POST),
}
# Parts of Django's admin that need arguments of their own; closed to everybody or not used.
CLOSED = {"admin:autocomplete", "admin:view_on_site", "admin:"}


@pytest.fixture
def house(home, representative):
    """One row of each kind in the home Home, and how to address it."""
    chair = factories.make_user(role=Role.CHAIR, home=home, username="house-chair")
    village = factories.make_village(home)
    person = factories.make_representative(home)
    person.photo.save("a.jpg", ContentFile(b"x"))
    matter = factories.make_suggestion(
        home, step=Step.FEEDBACK, by=chair, representative=representative, village=village,
        identity={"name": "张秀兰", "phone": "13800138000", "address": ""}, identity_mode="named",
    )  # fmt: skip
    open_matter = factories.make_suggestion(home, step=Step.SUPERVISE, by=chair, village=village)
    answer = draft_reply(open_matter)
    picture = Attachment.objects.create(
        suggestion=matter, file=default_storage.save("a.jpg", ContentFile(b"x")), name="a.jpg",
        kind="picture", content_type="image/jpeg", size=1, sha256="0",
    )  # fmt: skip
    return House(home, village, person, representative, matter, open_matter, answer, picture)


def draft_reply(matter):
    return matter.main_assignment().answer(
        by=factories.make_user(role=Role.CLERK, home=matter.home),
        replied_on=date(2026, 3, 9),
        reply_class=factories.make_reply_class(matter.home),
        text="已修好。",
    )


# Names of the addresses that each part of a `House` knows, as far as it was built once.
NAMED_BY = {}


@dataclass
class House:
    home: object
    village: object
    person: object
    me: object
    matter: object
    open_matter: object
    reply: object
    picture: object

    def address(self, name):
        """The address `name` of something in this Home."""
        if name.endswith("_paper"):
            self.fill()
        kwargs = self.kwargs_of(name)
        if kwargs is not None:
            return reverse(name, kwargs=kwargs)
        if name.startswith("admin:") and name.count("_") == 2 and name.endswith(ROW_PAGES):
            return reverse(name, args=[self.row(name).pk])
        return reverse(name)

    def fill(self):
        """Build everything: a paper about all of the Home is refused when there is nothing."""
        for part in self.parts():
            part()

    def kwargs_of(self, name):
        """Which row of this Home `name` is about, or None; builds only the part that knows it."""
        for part in self.parts():
            if name in NAMED_BY.get(part.__name__, (name,)):
                found = part()
                NAMED_BY[part.__name__] = frozenset(found)
                if name in found:
                    return found[name]
        return None

    def parts(self):
        """What builds rows of this Home: each gives {name of an address: its arguments}."""
        return (
            self.of_unit,
            self.of_desk,
            self.of_portal,
            self.of_activity,
            self.of_walls,
            self.of_inspections,
            self.of_presidium,
            self.of_documents,
            self.of_roster,
            self.of_files,
            self.of_duties,
            self.of_facilities,
            self.of_promise,
            self.of_rest,
        )

    def of_rest(self):
        slug, case = {"slug": self.home.slug}, {"pk": self.open_matter.pk}
        number = {"number": self.matter.number}
        return {
            "home": slug,
            "representatives": slug,
            "results": slug,
            "reception": slug,
            "reception_feed": slug,
            "reception_day_feed": slug | {"pk": self.coming_day().pk},
            "signs_listing": {"slug": "idle"},
            "county_download": {"form": "county.xlsx"},
            "yearly_listing": slug | {"year": 2026, "listing": "people"},
            "yearly_letter": slug | {"year": 2026, "kind": "work"},
            "yearly_download": slug | {"year": 2026, "kind": "work", "form": "report.xlsx"},
            "representative_feed": {"code": self.me.code},
            "my_calendar": {"token": feeds.token_of(self.me.user)},
            "activity_picture": {"pk": self.shown_picture().pk},
            "representative": {"code": self.me.code},
            "suggestions:evaluate_link": {"token": token_of(self.matter, "voter")},
            "venue": {"code": factories.make_venue(self.home).code},
            "accounts:slip": {"uidb64": "MQ", "token": "x-y"},
            "my:matter": number,
            "my:told": number,
            "my:evaluate": number,
            "my:contact": number,
            "my:cosign": number,
            "attachment": {"pk": self.picture.pk},
            "photo": {"kind": "representatives", "pk": self.person.pk},
            "register": {"slug": "feedback"},
            "register_download": {"slug": "feedback", "form": "register.xlsx"},
            "register_order": {"slug": "feedback"},
            "order_file": {"pk": 1},
            "order_remove": {"pk": 1},
            "activity_book_order": {"name": "group"},
            "register_signed": {"slug": "feedback"},
            "signed_volume": {"pk": self.signed_volume().pk},
            "watch_villages": {"slug": "no-matter"},
            "watch_reception": {"slug": "late-entries"},
            "watch_download": {"form": "statistics.xlsx"},
            "visit_picture": {"pk": self.visit_picture().pk},
            "admin:reception_visit_edit": {"pk": self.visit().pk},
            "admin:reception_visit_remove": {"pk": self.visit().pk},
            "contact_progress_file": {"form": "xlsx"},
            "aid_sums_file": {"form": "xlsx"},
            "admin:reception_visit_paper": {"pk": self.visit().pk},
            "admin:reception_visit_sheet": {"pk": factories.make_sheet(self.home, "LX").pk},
            "raise_matter": {"source": "visit", "pk": self.visit().pk},
            "admin:app_list": {"app_label": "representatives"},
            "admin:representatives_slip": {"pk": self.person.pk},
            "admin:representatives_user_slip": {"pk": self.me.user.pk},
            "accounts:message_read": {"pk": 1},
            "admin:representatives_messagechannel_test": {
                "pk": factories.make_channel(self.home).pk
            },
            "admin:suggestions_step": {"pk": self.matter.pk, "to": Step.ARCHIVE},
            "admin:suggestions_reply": case | {"assignment": self.reply.assignment_id},
            "admin:suggestions_link": case | {"assignment": self.reply.assignment_id},
            "admin:suggestions_assist": case,
            "admin:suggestions_approve": case | {"reply": self.reply.pk},
            "admin:suggestions_publish": case | {"reply": self.reply.pk},
            "admin:suggestions_paper": {"pk": self.matter.pk, "name": "receipt"},
            "admin:suggestions_blank": {"name": "return"},
            "admin:suggestions_archivevolume_contents": {
                "pk": self.row("admin:suggestions_archivevolume_change").pk
            },
            "admin:suggestions_identity": {"pk": self.matter.pk},
            "admin:suggestions_verdict": {"pk": self.matter.pk},
            "admin:suggestions_silence": {"pk": self.matter.pk},
            "admin:suggestions_news": {"pk": self.matter.pk},
            "admin:suggestions_withdrawal": {"pk": self.matter.pk},
            "admin:suggestions_files": {"pk": self.matter.pk},
            "admin:suggestions_anonymise": {"pk": self.matter.pk},
            "admin:suggestions_presidium": {"pk": self.matter.pk},
            "admin:suggestions_receipt": case,
            "admin:suggestions_supplement": case,
            "admin:suggestions_clocks": case,
            "admin:suggestions_ask": case,
            "admin:suggestions_resume": case,
            "admin:suggestions_ask_extension": case | {"assignment": self.reply.assignment_id},
            "admin:suggestions_press": case | {"assignment": self.reply.assignment_id},
            "admin:suggestions_decide": case | {"extension": self.extension().pk},
            "admin:suggestions_result": {"pk": self.matter.pk},
            "admin:suggestions_join": case,
            "admin:suggestions_presence": case,
            "admin:suggestions_split": {"pk": factories.make_suggestion(self.home).pk},
            "admin:suggestions_disclosure": case,
            "admin:suggestions_redact": case,
            "admin:suggestions_redact_picture": {
                "pk": self.matter.pk,
                "attachment": self.picture.pk,
            },
            "admin:suggestions_redacted_picture": {
                "pk": self.matter.pk,
                "picture": self.blackened().pk,
            },
            "results_picture": {"pk": self.blackened().pk},
            "admin:suggestions_unjoin": case | {"joining": 1},
            "admin:suggestions_joined_replies": case | {"reply": self.reply.pk},
        }

    def of_duties(self):
        duty = factories.make_duty(self.home)
        proof = DutyFile.objects.create(
            record=duty, file=default_storage.save("d.jpg", ContentFile(b"x")), name="d.jpg",
            kind="picture", content_type="image/jpeg", size=1, sha256="0",
        )  # fmt: skip
        report = factories.make_report(self.home)
        signed = report.files.create(
            file=default_storage.save("p.jpg", ContentFile(b"x")), name="p.jpg", kind="picture",
            content_type="image/jpeg", size=1, sha256="0",
        )  # fmt: skip
        return {
            "report_file": {"pk": signed.pk},
            "admin:representatives_duty_correct": {"pk": duty.pk},
            "duty_file": {"pk": proof.pk},
            **self.of_letters(),
            "admin:representatives_report_paper": {
                "pk": report.pk,
                "name": "notice",
            },
        }

    def opening_scan(self, opening):
        """The signed sheet of an opening of the letter box."""
        return opening.files.create(
            file=default_storage.save("o.jpg", ContentFile(b"x")), name="o.jpg", kind="picture",
            content_type="image/jpeg", size=1, sha256="0",
        )  # fmt: skip

    def signed_volume(self):
        """The scan of a signed volume of this year's book."""
        return SignedVolume.objects.create(
            home=self.home, register="feedback", start=date(2026, 1, 1), end=date(2026, 12, 31),
            by=factories.make_user(home=self.home), name="v.jpg", kind="picture",
            file=default_storage.save("v.jpg", ContentFile(b"x")), content_type="image/jpeg",
            size=1, sha256="0",
        )  # fmt: skip

    def of_facilities(self):
        check = factories.make_self_check(self.home, states=["unmet"])
        row = check.checks.first()
        entry = self.row("admin:representatives_fundentry_change")
        self.row("admin:representatives_equipment_change")
        stored = {
            "file": default_storage.save("c.jpg", ContentFile(b"x")), "name": "c.jpg",
            "kind": "picture", "content_type": "image/jpeg", "size": 1, "sha256": "0",
        }  # fmt: skip
        photo, scan = row.photos.create(**stored), entry.vouchers.create(**stored)
        page, of_check = "admin:representatives_selfcheck_", {"pk": check.pk}
        return {
            f"{page}papers_paper": {"name": "check"},
            f"{page}ask": of_check,
            f"{page}paper": of_check | {"name": "check"},
            f"{page}item": of_check | {"row": row.pk},
            f"{page}photo_remove": of_check | {"row": row.pk, "photo": photo.pk},
            "check_photo": {"pk": photo.pk},
            "fund_voucher": {"pk": scan.pk},
        }

    def of_desk(self):
        """A reception day on which the one at home is on duty, a visitor, a sheet of paper."""
        day = factories.make_reception_day(self.home, people=[self.me])
        record = factories.make_record(day, [self.me], village=self.village)
        scan = record.files.create(
            file=default_storage.save("r.jpg", ContentFile(b"x")), name="r.jpg", kind="picture",
            shows_identity=False,
            content_type="image/jpeg", size=1, sha256="0",
        )  # fmt: skip
        of_day, of_record = {"pk": day.pk}, {"pk": record.pk}
        sheet = factories.make_sheet(self.home)
        of_sheet = {"pk": sheet.pk}
        return {
            "door": {"code": day.activity.code},
            "door_sheet": {"pk": day.activity_id},
            "record_file": {"pk": scan.pk},
            "my:reception_desk": of_day,
            **{
                f"desk:{name}": of_day
                for name in ("day", "sign", "join", "close", "reopen", "day_sheets")
            },
            **{
                f"desk:{name}": of_record
                for name in ("record", "correct", "raise", "scans", "sheet")
            },
            "desk:paper_entry": of_sheet,
            "desk:pile": of_sheet | {"count": 1},
            "desk:pile_pdf": of_sheet | {"count": 1},
            "desk:gaps": {"slug": self.home.slug, "kind": "JD", "year": sheet.year},
        }

    def of_letters(self):
        letter = factories.make_opening(self.home).items.first()
        scan = letter.files.create(
            file=default_storage.save("l.jpg", ContentFile(b"x")), name="l.jpg", kind="picture",
            content_type="image/jpeg", size=1, sha256="0",
        )  # fmt: skip
        return {
            "admin:reception_paper_opening": {"pk": factories.make_sheet(self.home, "XX").pk},
            "letter_scan": {"pk": scan.pk},
            "opening_scan": {"pk": self.opening_scan(letter.opening).pk},
        }

    def of_promise(self):
        """A matter with a promise that is still open, and one that nobody has signed for."""
        chair = factories.make_user(role=Role.CHAIR, home=self.home)
        handed = make_handed(self.home, chair)
        promise = make_promise(self.home, chair)
        of_matter = {"pk": promise.suggestion_id, "promise": promise.pk}
        paper = {"pk": handed.suggestion_id, "assignment": handed.pk, "act": "acknowledge"}
        return {
            "admin:suggestions_handed": paper,
            "admin:suggestions_again": of_matter,
            "admin:suggestions_promise_told": of_matter,
        }

    def of_portal(self):
        """What a representative has written, and what they are asked to."""
        visit = factories.make_visit(self.home, [self.me], village=self.village)
        activity = factories.make_activity(
            self.home, people=[self.me], state="announced", starts_at=TOMORROW
        )
        day = factories.make_reception_day(self.home, TOMORROW.date(), [self.me])
        duty = DutyRecord.objects.create(
            home=self.home, representative=self.me, on=date(2026, 3, 2), content="调研",
            category=DutyCategory.objects.get_or_create(home=self.home, name="专题调研")[0],
        )  # fmt: skip
        picture = VisitPicture.objects.create(
            visit=visit, file=default_storage.save("v.jpg", ContentFile(b"x")), name="v.jpg",
            kind="picture", content_type="image/jpeg", size=1, sha256="0",
        )  # fmt: skip
        material = StudyMaterial.objects.create(
            home=self.home, title="代表法要点", published_on=date(2026, 3, 2)
        )
        rows = {
            visit: ("visit", "visit_change", "visit_pictures"),
            activity: ("activity", "activity_read", "activity_leave"),
            material: ("material", "material_studied"),
            day.activity.attendances.get(): ("swap",),
            duty: ("duty",),
        }
        pages = {name: {"pk": row.pk} for row, names in rows.items() for name in names}
        pages |= {"swap_answer": {"pk": 1}, "leave_remove": {"pk": 1}}
        pages["private_file"] = {"kind": "visit", "pk": picture.pk}
        return {f"my:{name}": key for name, key in pages.items()}

    def of_activity(self):
        """An activity with a picture and one person on its list; something to read with a file."""
        activity = factories.make_activity(self.home, people=[self.person])
        material = StudyMaterial.objects.create(
            home=self.home, title="代表法", published_on=date(2026, 1, 1)
        )
        stored = {
            "name": "a.jpg", "kind": "picture", "content_type": "image/jpeg", "size": 1,
            "sha256": "0", "file": default_storage.save("b.jpg", ContentFile(b"x")),
        }  # fmt: skip
        picture = ActivityFile.objects.create(activity=activity, **stored)
        page = MaterialFile.objects.create(material=material, **stored)
        kept = {"pk": activity.pk}
        pages = ("people", "invite", "announce", "attendance", "cancel", "reopen")
        own = {f"admin:representatives_activity_{name}": kept for name in pages}
        return own | {
            "activity_file": {"pk": picture.pk},
            "material_file": {"pk": page.pk},
            "admin:representatives_activity_remove": kept | {"row": 1},
            "admin:representatives_activity_paper": kept | {"name": "sign-in"},
            "admin:representatives_activity_book_paper": {"name": "group"},
        }

    def of_inspections(self):
        """An inspection to which the one at home is invited, an item they supervise, a report."""
        inspection = factories.make_inspection(self.home, [self.me])
        Activity.objects.filter(pk=inspection.activity_id).update(state="announced")
        item = factories.make_rectification(self.home)
        item.supervisors.add(self.me)
        report = factories.make_special_report(self.home)
        stored = {
            "name": "i.jpg", "kind": "picture", "content_type": "image/jpeg", "size": 1,
            "sha256": "0", "file": default_storage.save("i.jpg", ContentFile(b"x")),
        }  # fmt: skip
        rows = {
            "inspection": (inspection, ("page", "recuse", "send", "answer", "raise", "letter")),
            "rectification": (item, ("page", "check", "outcome", "evidence")),
            "specialreport": (report, ("page", "send", "answer", "paper")),
        }
        kept = "admin:inspections_rectification_"
        return {
            **{
                f"admin:inspections_{model}_{name}": {"pk": row.pk}
                for model, (row, names) in rows.items()
                for name in names
            },
            "admin:inspections_inspection_paper": {"pk": inspection.pk, "name": "record"},
            "admin:inspections_inspection_withdraw": {"pk": inspection.pk, "recusal": 1},
            f"{kept}move": {"pk": item.pk, "name": "report"},
            f"{kept}outcome_remove": {"pk": item.pk, "outcome": 1},
            f"{kept}evidence_remove": {"pk": item.pk, "file": 1},
            f"{kept}paper": {"pk": item.pk, "name": "notice"},
            "rectification_file": {"pk": item.files.create(use="before", **stored).pk},
            "special_report_file": {"pk": report.files.create(**stored).pk},
            "my:recuse": {"pk": inspection.pk},
            "my:rectification": {"pk": item.pk},
        }

    def of_unit(self):
        """The pages of a unit that has just got a matter with a picture."""
        handed = make_handed(self.home, factories.make_user(role=Role.CHAIR, home=self.home))
        picture = Attachment.objects.create(
            suggestion=handed.suggestion, file=default_storage.save("u.jpg", ContentFile(b"x")),
            name="u.jpg", kind="picture", content_type="image/jpeg", size=1, sha256="0",
        )  # fmt: skip
        doors = {
            "unit": {"token": UnitLink.objects.of(handed).token},
            "unit_own": {"pk": handed.pk},
        }
        acts = {"": {}, "_answer": {}, "_receipt": {}}
        acts |= {
            "_act": {"act": "return"},
            "_file": {"file": picture.pk},
            "_form": {"name": "return"},
        }
        return {
            f"suggestions:{door}{act}": key | more
            for door, key in doors.items()
            for act, more in acts.items()
        }

    def of_files(self):
        mandate = self.person.mandates.get()
        row = stored_year(mandate, 2026)
        name = default_storage.save("a.jpg", ContentFile(b"x"))
        scan = PerformanceScan.objects.create(
            of_year=row, file=name, name="a.jpg", kind="picture", content_type="image/jpeg",
            size=1, sha256="0",
        )  # fmt: skip
        one, year = {"pk": mandate.pk}, {"pk": mandate.pk, "year": 2026}
        return {
            "performance_file": one,
            "performance_pdf": one,
            "performance_close": one,
            "performance_year": year,
            "performance_edit": year,
            "performance_scan": {"pk": scan.pk},
        }

    def of_roster(self):
        """A rule, and a coming day with somebody on duty."""
        pattern, day = factories.make_pattern(self.home), self.coming_day()
        turn = Attendance.objects.invite(day.activity, [self.person], part="duty")[0]
        pages = ("notice", "announce", "edit", "cancel", "join")
        return {
            **{f"admin:reception_{name}": {"pk": day.pk} for name in pages},
            **{f"admin:reception_{name}": {"pk": pattern.pk} for name in ("dates", "plan")},
            "admin:reception_leave": {"pk": day.pk, "turn": turn.pk},
            "admin:reception_swap": {"pk": day.pk, "turn": turn.pk},
            "admin:reception_year_paper": {"year": 2026},
        }

    def coming_day(self):
        return factories.make_reception_day(self.home, timezone.localdate() + timedelta(days=9))

    def shown_picture(self):
        """A picture of an activity that everybody may see."""
        return factories.make_activity(self.home, state="held").files.create(
            file=default_storage.save("h.jpg", ContentFile(b"x")), name="h.jpg", kind="picture",
            content_type="image/jpeg", size=1, sha256="0", is_public=True,
        )  # fmt: skip

    def visit(self):
        return factories.make_visit(self.home, [self.person])

    def visit_picture(self):
        return self.visit().files.create(
            file=default_storage.save("v.jpg", ContentFile(b"x")), name="v.jpg", kind="picture",
            content_type="image/jpeg", size=1, sha256="0",
        )  # fmt: skip

    def extension(self):
        """A request for more time that was refused."""
        return self.reply.assignment.extensions.create(
            until=date(2026, 8, 3), reason="汛期", consent="同意", asked_on=date(2026, 3, 3),
            asked_by_name="李主任", state="refused",
        )  # fmt: skip

    def blackened(self):
        """The picture of the matter as everybody may see it, published."""
        found = RedactedPicture.objects.filter(attachment=self.picture).first()
        if found:
            return found
        clerk = factories.make_user(role=Role.CLERK, home=self.home)
        Suggestion.objects.filter(pk=self.matter.pk).update(disclosure="redacted")
        Redaction.objects.create(suggestion=self.matter, content="路灯坏了。", reason="x", by=clerk)
        self.matter.refresh_from_db()
        self.matter.publish_result("路灯修复", "修好了。")
        return RedactedPicture.objects.create(
            attachment=self.picture, file=self.picture.file.name, reason="x", by=clerk
        )

    def of_walls(self):
        """A rule, and a board that hangs at a venue."""
        board, rule = make_wall_board(self.home), make_home_rule(self.home)
        wall, slug = "admin:representatives_wallboard_", {"slug": self.home.slug}
        return {
            "notices": slug,
            "notice": slug | {"board": "flow"},
            "notice_about": slug | {"board": "rules", "subject": str(rule.pk)},
            "admin:representatives_homerule_revise": {"pk": rule.pk},
            **{f"{wall}{name}": {"pk": board.pk} for name in ("preview", "print", "up", "down")},
            f"{wall}reprint": {"pk": board.venue_id},
        }

    def of_presidium(self):
        """A meeting with a decision of this year, a request of mine, a session."""
        decision = factories.make_decision(self.home, starts_at=timezone.now())
        asked = factories.make_request(self.home, [self.me])
        meeting, session = decision.meeting, factories.make_session(self.home, [self.me])
        one = "admin:inspections_"
        rows = {
            meeting: ("presidiummeeting_edit", "meeting_fit", "meeting_letter", "meeting_decide",
                      "meeting_minutes"),
            decision: ("decision_edit", "decision_follow", "decision_paper"),
            asked: ("presidiumrequest_edit",),
            session: ("congresssession_edit", "session_fit", "session_report", "session_paper"),
        }  # fmt: skip
        found = {f"{one}{name}": {"pk": row.pk} for row, names in rows.items() for name in names}
        return found | {
            "my:request": {"pk": asked.pk},
            "my:request_withdraw": {"pk": asked.pk},
            f"{one}meeting_paper": {"pk": meeting.pk, "name": "agenda"},
            f"{one}request_act": {"pk": asked.pk, "act": "answer"},
            f"{one}session_leave": {"pk": session.pk, "row": 1, "answer": "approve"},
            f"{one}session_given": {"pk": session.pk, "row": 1},
            f"{one}absence_announce": {"pk": self.person.mandates.get().pk},
        }

    def of_documents(self):
        """An announcement that everybody may read, with its scan, and a draft."""
        issued = factories.make_document(self.home, kind="announcement")
        issued.issue(timezone.now(), timezone.localdate())
        scan = issued.files.create(
            file=default_storage.save("k.jpg", ContentFile(b"x")), name="k.jpg", kind="picture",
            content_type="image/jpeg", size=1, sha256="0",
        )  # fmt: skip
        draft, public = factories.make_document(self.home), {"key": issued.public_key}
        pages = ("paper", "issue", "copy", "publish")
        return {
            **{
                f"admin:representatives_officialdocument_{name}": {"pk": draft.pk} for name in pages
            },
            "admin:representatives_officialdocument_from_activity": {"pk": 1, "kind": "notice"},
            "admin:reception_day_letter": {"pk": 1},
            "admin:reception_year_letter": {"year": 2026},
            "admin:suggestions_handlingunit_letter": {"pk": 1},
            "notice_issued": {"slug": self.home.slug} | public,
            "notice_issued_paper": {"slug": self.home.slug} | public,
            "document_file": {"pk": scan.pk},
        }

    def row(self, name):
        """A row of the admin page `name`; made where the house has none yet."""
        _app, model, _page = name.removeprefix("admin:").split("_")
        kept = {
            "home": self.home, "representative": self.person, "suggestion": self.matter,
            "village": self.village, "user": self.me.user,
        }  # fmt: skip
        return kept.get(model) or MAKE[model](self.home)


def make_home_rule(home):
    fields = {"kind": "work", "text": "一、联系代表。", "effective_on": date(2026, 1, 1)}
    rule, _created = HomeRule.objects.get_or_create(home=home, title="工作职责", defaults=fields)
    return rule


def make_wall_board(home):
    venue = factories.make_venue(home)
    return WallBoard.objects.create(
        home=home, venue=venue, board="flow", width=210, height=297, up_on=date(2026, 1, 1)
    )


MAKE = {
    "inspectionkind": lambda home: factories.make_inspection(home).kind,
    "inspection": factories.make_inspection,
    "rectification": factories.make_rectification,
    "specialreport": factories.make_special_report,
    "presidiummember": lambda home: factories.make_presidium(home, size=1)[0],
    "presidiumrule": lambda home: PresidiumRule.objects.create(home=home),
    "presidiummeeting": lambda home: factories.make_decision(home).meeting,
    "presidiumrequest": lambda home: factories.make_request(home, []),
    "decision": factories.make_decision,
    "congresssession": factories.make_session,
    "officialdocument": factories.make_document,
    "homerule": make_home_rule,
    "wallboard": make_wall_board,
    "receptionrecord": lambda home: factories.make_record(factories.make_reception_day(home)),
    "blankform": factories.make_sheet,
    "visit": lambda home: factories.make_visit(home, [factories.make_representative(home)]),
    "aidpairing": lambda home: AidPairing.objects.create(
        home=home,
        representative=factories.make_representative(home),
        beneficiary="poor",
        village=factories.make_village(home),
        started_on=date(2026, 1, 5),
    ),
    "donation": lambda home: Donation.objects.create(
        home=home,
        representative=factories.make_representative(home),
        on=date(2026, 1, 5),
        purpose="村小学购置图书",
        money=1000,
    ),
    "facilitystandard": factories.make_standard,
    "selfcheck": factories.make_self_check,
    "equipment": lambda home: Equipment.objects.create(
        home=home, venue=factories.make_venue(home), name="电脑"
    ),
    "fundentry": lambda home: FundEntry.objects.create(
        home=home, kind="granted", on=date(2026, 3, 2), year=2026, what="专项经费", amount=100
    ),
    "leave": lambda home: factories.make_representative(home).leaves.create(
        home=home, starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 9), reason="住院"
    ),
    "receptionpattern": factories.make_pattern,
    "receptionday": factories.make_reception_day,
    "activity": factories.make_activity,
    "activitykind": lambda home: factories.make_activity(home).kind,
    "target": lambda home: Target.objects.create(home=home, measure="study", number=4),
    "studymaterial": lambda home: StudyMaterial.objects.create(home=home, title="代表法"),
    "messagechannel": factories.make_channel,
    "delivery": factories.make_delivery,
    "venuekind": lambda home: factories.make_venue(home).kind,
    "venue": factories.make_venue,
    "gridcell": lambda home: GridCell.objects.create(
        home=home, village=factories.make_village(home), code="01"
    ),
    "term": factories.make_term,
    "electoraldistrict": lambda home: ElectoralDistrict.objects.create(
        home=home, term=factories.make_term(home), number=1, name="第一选区"
    ),
    "repgroup": factories.make_group,
    "convener": lambda home: Convener.objects.create(
        home=home, name="王主席", started_on=date(2021, 10, 20)
    ),
    "mailbox": factories.make_mailbox,
    "mailboxopening": factories.make_opening,
    "mailitem": lambda home: factories.make_opening(home).items.first(),
    "dutyrecord": factories.make_duty,
    "dutyreport": factories.make_report,
    "dutycategory": lambda home: factories.make_duty(home).category,
    "category": factories.make_category,
    "handlingunit": factories.make_unit,
    "replyclass": lambda home: factories.make_reply_class(home, code="Z"),
    "deadlinepolicy": lambda home: DeadlinePolicy.objects.create(
        home=home, clock="sort", number=3, unit="workdays", start_event="收到", legal_basis="制度"
    ),
    "archivevolume": factories.make_volume,
    "answertemplate": lambda home: AnswerTemplate.objects.create(
        home=home, use="reply", title="已经办好", text="{村}的事已经办好。"
    ),
    "specialday": lambda home: SpecialDay.objects.create(
        date=date(2031, 1, 1), is_workday=False, name="元旦"
    ),
}


def somebody(role, home):
    """A person of that role who belongs to `home`; a convener of the whole Home."""
    if role == "visitor":
        return None
    if role == Role.REPRESENTATIVE:
        return factories.make_representative(home, with_account=True).user
    user = factories.make_user(role=role, home=None if role == Role.AUDITOR else home)
    if role == Role.AUDITOR:
        user.watched_homes.add(home)
    if role == Role.CONVENER:
        person = factories.make_representative(home)
        person.user = user
        person.save()
        Convener.objects.create(home=home, representative=person, started_on=date(2021, 10, 20))
    return user


FILES = ("attachment", "record_file")
ROW_PAGES = ("_change", "_history", "_delete")


def answer(client, address):
    """The status; a file is read to its end, which closes it."""
    response = client.get(address)
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


NAMES = sorted(set(addresses()) - CLOSED)


@pytest.mark.parametrize("name", NAMES)
def test_every_address_answers_each_role_as_the_table_says(name, client, house, other_home):
    assert name in TABLE, f"{name} has no row in the table of expected answers"
    address = house.address(name)
    given = []
    for home in (house.home, other_home):
        found = {}
        for role in CAST:
            user = somebody(role, home)
            if role == Role.REPRESENTATIVE and home == house.home and name.startswith("my:"):
                user = house.me.user
            if role == Role.REPRESENTATIVE and home == house.home and name.endswith(FILES):
                user = house.me.user
            client.logout()
            if user:
                client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            found[role] = answer(client, address)
        given.append(found)

    assert (given[0], given[1]) == TABLE[name]


def test_no_row_is_left_over():
    assert set(TABLE) <= set(NAMES)
