"""What each role may do: one table, written into Django's groups after every migrate.

Scope (which Home, which matters) is not here but in `.visible_to(user)`.
"""

from django.contrib.auth.models import Group, Permission

from representatives.models import Role

PLACES = (
    "home", "venue", "venuekind", "village", "gridcell", "electoraldistrict", "term",
    "representative", "mandate", "repgroup", "groupmembership", "convener",
)  # fmt: skip
REFERENCE = (
    "category",
    "handlingunit",
    "replyclass",
    "answertemplate",
    "deadlinepolicy",
    "archivevolume",
)
CASE = ("suggestion", "reply")
ACTIVITIES = (
    "activity", "activitykind", "attendance", "leave", "dutycategory", "dutyrecord", "target",
    "studymaterial", "dutyreport",
)  # fmt: skip
WALLS = ("homerule", "wallboard", "officialdocument")
RECEPTION = (
    "receptionpattern", "receptionday", "receptionrecord", "visit", "aiditem", "aidpairing",
    "donation", "mailbox", "mailboxopening", "mailitem",
)  # fmt: skip

INSPECTIONS = (
    "inspection", "inspectionkind", "recusal", "rectification", "check", "outcome",
    "specialreport", "presidiummember", "presidiumrule", "presidiummeeting", "presidiumrequest",
    "decision",
    "congresssession", "sessionreport",
)  # fmt: skip
FACILITIES = (
    "facilitystandard", "standarditem", "selfcheck", "standardcheck", "equipment", "fundentry",
)  # fmt: skip
FILES = ("performancefile", "performanceyear")

VIEW = ("view",)
EDIT = ("view", "add", "change")
FULL = ("view", "add", "change", "delete")


def _codenames(models, actions):
    return {f"{action}_{model}" for model in models for action in actions}


CLERK = (
    _codenames(PLACES, FULL) - {"add_home", "delete_home"}
    | _codenames(REFERENCE, FULL)
    | _codenames(CASE, EDIT)
    | _codenames(ACTIVITIES, FULL)
    | _codenames(RECEPTION, FULL)
    | _codenames(WALLS, FULL)
    | _codenames(INSPECTIONS, FULL)
    | _codenames(FACILITIES, FULL)
    | _codenames(FILES, EDIT)
    | {"view_blankform", "add_blankform", "change_blankform"}
    | {"view_signedvolume", "add_signedvolume"}
    | {"view_voteridentity", "unmask_voteridentity", "publish_suggestion"}
    | {"invite_user", "view_user", "view_specialday"}
    | _codenames(("messagechannel",), EDIT)
    | {"view_delivery", "change_delivery", "view_archivepackage"}
)
CHAIR = CLERK | {"confirm_classification", "supervise_suggestion", "approve_reply"}
READ = _codenames(
    (
        *PLACES, *REFERENCE, *CASE, *ACTIVITIES, *RECEPTION, *WALLS, *INSPECTIONS, *FACILITIES,
        *FILES, "specialday", "signedvolume",
    ),
    VIEW,
)  # fmt: skip

PERMISSIONS = {
    Role.CLERK: CLERK,
    Role.CHAIR: CHAIR | {"view_unmaskrecord"},
    # A group's convener keeps the book of the own group (`Activity.may_be_kept_by`).
    Role.CONVENER: READ | {"add_activity", "change_activity"},
    Role.REPRESENTATIVE: set(),
    Role.UNIT: set(),
    # A group's convener sees a part of the books only: no archive of the Home.
    Role.AUDITOR: READ | {"view_unmaskrecord", "view_archivepackage"},
    Role.ADMINISTRATOR: CHAIR
    # The calendar of working days is the nation's and serves every Home of a site.
    | _codenames(("user", "home", "specialday"), FULL)
    | {"view_unmaskrecord", "change_suggestion"},
}


def sync_roles(**kwargs):
    """Make one group per role with exactly the permissions of this table.

    Receiver of `post_migrate` for the last app with models: by then Django has created all
    permissions.
    """
    by_codename = {permission.codename: permission for permission in Permission.objects.all()}
    for role, codenames in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role.label)
        group.permissions.set([by_codename[name] for name in codenames if name in by_codename])
