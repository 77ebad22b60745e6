"""公告 of the congress that a mandate ended (代表法第六十三条): a draft among the letters."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from daihome.tools.registers import prose_date
from inspections.congress.absences import absent
from inspections.presidium.minutes import letter_address
from representatives.models import Mandate, OfficialDocument

BODY = (
    "{name}代表未经批准两次不出席{term}会议，依照《中华人民共和国全国人民代表大会和地方各级人民代表大会"
    "代表法》第六十二条的规定，其代表资格自{day}终止。\n现予公告。"
)


@require_POST
def announce(request, pk):
    """Draft it for a mandate that ended for absences; the first draft stays."""
    rows = Mandate.objects.visible_to(request.user).select_related("representative", "term__home")
    mandate = rows.filter(pk=pk).first()
    if mandate is None:
        raise Http404
    if not request.user.has_perm("representatives.add_officialdocument"):
        raise PermissionDenied
    found = absent(person=mandate.representative)
    if not any(one.mandate == mandate and one.ended_for_this for one in found):
        raise Http404
    document, created = _draft(mandate, request.user)
    messages.success(request, "公告拟好了，请核对以后发出。" if created else "这份公告已经拟过了。")
    return redirect(letter_address(document) or "admin:inspections_absences")


@transaction.atomic
def _draft(mandate, by):
    # Of two who press at once the second finds the draft of the first.
    Mandate.objects.select_for_update().filter(pk=mandate.pk).first()
    name, term = mandate.representative.name, mandate.term
    return OfficialDocument.objects.get_or_create(
        home=term.home,
        kind="announcement",
        title=f"{term.name}关于{name}代表资格终止的公告",
        defaults={
            "body": BODY.format(name=name, term=term.name, day=prose_date(mandate.ended_on)),
            "signer": term.name,
            "written_by": by,
        },
    )
