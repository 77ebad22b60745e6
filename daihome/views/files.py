"""Private files: handed out only to people whose work needs them, and portraits that are public."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from daihome.models import SignedVolume
from daihome.performance.file import mandates_of
from daihome.tools.uploads import serve
from inspections.models import (
    Rectification,
    RectificationFile,
    SpecialReport,
    SpecialReportFile,
)
from reception.letters.views import scans_of
from reception.models import (
    MailboxOpening,
    OpeningScan,
    ReceptionRecord,
    RecordFile,
    Visit,
    VisitPicture,
)
from representatives.models import (
    Activity,
    ActivityFile,
    CheckPhoto,
    DocumentFile,
    DutyFile,
    DutyRecord,
    DutyReport,
    DutyReportFile,
    FundVoucher,
    Home,
    MaterialFile,
    OfficialDocument,
    PerformanceScan,
    Representative,
    Role,
    StudyMaterial,
    Venue,
)
from suggestions.models import Attachment, RedactedPicture, ReplyState, Suggestion

PHOTO_SECONDS = 600  # short: somebody may take their picture back


@login_required
def performance_scan(request, pk):
    """The signed sheet of somebody's year, for those who may read the file; else 404."""
    rows = PerformanceScan.objects.filter(of_year__file__mandate__in=mandates_of(request.user))
    found = get_object_or_404(rows, pk=pk)
    return serve(found.file, found.name, inline=found.kind == "picture")


@login_required
def attachment(request, pk):
    """A file of a matter that the person may read; pictures are shown, PDFs saved. Else 404."""
    matters = Suggestion.objects.visible_to(request.user)
    # A part shows what came with its letter, unless that is for fewer people than the part.
    letters = matters.exclude(split_from=None).filter(split_from__is_restricted=False)
    of_letter = Q(suggestion__in=letters.values("split_from"), reply=None)
    rows = Attachment.objects.kept().filter(Q(suggestion__in=matters) | of_letter)
    if request.user.role == Role.REPRESENTATIVE:
        published = Q(source="reply", reply__state=ReplyState.PUBLISHED)
        rows = rows.filter(Q(source=Attachment.Source.VOTER, shows_identity=False) | published)
    found = get_object_or_404(rows, pk=pk)
    return serve(found.file, found.name, inline=found.kind == "picture")


@login_required
def visit_picture(request, pk):
    """A picture of a visit; one that shows who it was only to those who may see that."""
    visits = Visit.objects.visible_to(request.user)
    return _stored(_unmasked(request, VisitPicture.objects.filter(visit__in=visits)), pk)


def _unmasked(request, rows):
    """Files that were not erased, of those that show who it was only what the person may see."""
    rows = rows.exclude(file="")
    if request.user.has_perm("suggestions.unmask_voteridentity"):
        return rows
    return rows.filter(shows_identity=False)


@login_required
def duty_file(request, pk):
    """Proof of a duty that the person may see: staff of the Home, the representative the own."""
    records = DutyRecord.objects.visible_to(request.user)
    return _stored(DutyFile.objects.filter(record__in=records), pk)


@login_required
def report_file(request, pk):
    """A file of a report to voters: staff of the Home, the representative the own."""
    reports = DutyReport.objects.visible_to(request.user)
    return _stored(DutyReportFile.objects.filter(report__in=reports), pk)


@login_required
def record_file(request, pk):
    """A scan of a visitor's record; one that shows who it was only to those who may see that."""
    records = ReceptionRecord.objects.visible_to(request.user)
    return _stored(_unmasked(request, RecordFile.objects.filter(record__in=records)), pk)


@login_required
def activity_file(request, pk):
    """A picture or paper of an activity that the person may see (a representative: was invited to)."""
    activities = Activity.objects.visible_to(request.user)
    return _stored(ActivityFile.objects.filter(activity__in=activities), pk)


@login_required
def signed_volume(request, pk):
    """The scan of a signed volume of a register, to those who see the whole book."""
    return _stored(SignedVolume.objects.visible_to(request.user), pk)


@login_required
def material_file(request, pk):
    """A file of a study material: to staff of the Home, to representatives once it is published."""
    materials = StudyMaterial.objects.visible_to(request.user)
    if request.user.role == Role.UNIT:
        materials = materials.none()
    if request.user.role == Role.REPRESENTATIVE:
        materials = materials.published(timezone.localdate())
    return _stored(MaterialFile.objects.filter(material__in=materials), pk)


@login_required
def check_photo(request, pk):
    """A photo of a self-check, to those who may read it."""
    return _stored(_readable(request, CheckPhoto, "representatives.view_selfcheck"), pk)


@login_required
def fund_voucher(request, pk):
    """A scan of a receipt, to those who may read the funds."""
    return _stored(_readable(request, FundVoucher, "representatives.view_fundentry"), pk)


def _readable(request, model, permission):
    rows = model.objects.visible_to(request.user)
    return rows if request.user.has_perm(permission) else rows.none()


@login_required
def letter_scan(request, pk):
    """A scanned letter; one that tells who wrote it only to who handles letters."""
    return _stored(scans_of(request.user), pk)


@login_required
def rectification_file(request, pk):
    """Evidence of an item: staff of the Home, and the representatives who supervise it."""
    items = Rectification.objects.visible_to(request.user)
    return _stored(RectificationFile.objects.filter(rectification__in=items), pk)


@login_required
def special_report_file(request, pk):
    """A paper of a special report: staff of the Home."""
    reports = SpecialReport.objects.visible_to(request.user)
    return _stored(SpecialReportFile.objects.filter(report__in=reports), pk)


@login_required
def opening_scan(request, pk):
    """The signed sheet of an opening of the letter box: to who may read the openings."""
    openings = MailboxOpening.objects.visible_to(request.user)
    if not request.user.has_perm("reception.view_mailboxopening"):
        openings = openings.none()
    return _stored(OpeningScan.objects.filter(opening__in=openings), pk)


@login_required
def document_file(request, pk):
    """The scan of a sealed letter, to staff of the Home who may read letters."""
    documents = OfficialDocument.objects.visible_to(request.user)
    if not request.user.has_perm("representatives.view_officialdocument"):
        documents = documents.none()
    return _stored(DocumentFile.objects.filter(document__in=documents), pk)


def _stored(rows, pk):
    found = get_object_or_404(rows.distinct(), pk=pk)
    return serve(found.file, found.name, inline=found.kind == "picture")


def photo(request, kind, pk):
    """A portrait or the picture of a place: to everybody when public, else to staff of the Home."""
    if kind not in PHOTOS:
        raise Http404
    model, is_public = PHOTOS[kind]
    rows = model.objects.exclude(photo="").filter(pk=pk)
    found = rows.filter(is_public).first()
    if found is None and request.user.is_staff:
        found = rows.filter(pk__in=model.objects.visible_to(request.user)).first()
    if found is None:
        raise Http404
    response = serve(found.photo, f"{kind}-{pk}.jpg", inline=True)
    response["Cache-Control"] = f"private, max-age={PHOTO_SECONDS}"
    return response


def results_picture(request, pk):
    """A blackened picture of a published matter, to everybody; else 404."""
    found = RedactedPicture.objects.public().filter(pk=pk).first()
    if found is None:
        raise Http404
    return serve(found.file, f"公开照片-{pk}.jpg", inline=True)


def activity_picture(request, pk):
    """A picture of an activity that staff made public, to everybody; else 404."""
    found = get_object_or_404(ActivityFile.objects.public(), pk=pk)
    response = serve(found.file, f"activity-{pk}.jpg", inline=True)
    response["Cache-Control"] = f"private, max-age={PHOTO_SECONDS}"
    return response


_SHOWN = Q(is_public=True, home__is_open=True)
PHOTOS = {
    "representatives": (
        Representative,
        _SHOWN & Q(photo_is_public=True, home__shows_photo=True),
    ),
    "venues": (Venue, _SHOWN),
    "homes": (Home, Q(is_open=True)),
}
