"""What can be pressed about matters that are handled together."""

from suggestions.pipeline import Step
from suggestions.sorting.joint_replies import READY
from suggestions.staff.actions import Action


def actions(file):
    """Joining, and one reply for all; `file` is the `CaseFile`."""
    if file.members:
        yield from _shared_replies(file)
    if file.suggestion.step < Step.ARCHIVE and file.joined_to is None:
        hint = "说的是同一件事的一起办，编号和答复各自保留"
        yield Action("与另一件并案", hint, file.link("join"))


def _shared_replies(file):
    for row in file.present_assignments:
        for reply in row.answers if row.is_main else ():
            if reply.state in READY and file.may("add_reply"):
                hint = f"并案的 {len(file.members)} 件各写一份"
                link = file.link("joined_replies", reply.pk)
                yield Action(f"把{row.unit}的答复用于并案的各件", hint, link)
