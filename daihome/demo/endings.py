"""Where the demonstration's matters stand beside their steps: returned, extended, asked, pressed.

Each ending is told with the same doors that people press, by the name that the matter gives.
"""

from datetime import timedelta

from suggestions.models import (
    DueChange,
    Joining,
    Pause,
    Press,
    PressKind,
    ReplyClass,
    Suggestion,
)
from suggestions.pipeline import Step


def end(story):
    """Tell the ending of a matter that has one."""
    if story.matter.ending:
        ENDINGS[story.matter.ending](story)
        story.suggestion.refresh_from_db()


def returned(story):
    """The unit sends it back within its days; it waits to be classified again."""
    row = _main(story)
    at = story.moment.after(3)
    row.give_back(
        on=story.moment.day,
        reason="该路段是县道，由县公路养护部门管养，不归我办。",
        proposal="宁城县交通运输局",
        by_name=_by(row),
        at=at,
        today=story.moment.day,
    )


def contacted(story):
    """The unit has spoken with the people; the assisting unit has given its opinion."""
    row = _main(story)
    at = story.moment.after(6)
    note = "到村里看了现场，和村民代表、联系代表一起商量了办法"
    row.contact(on=story.moment.day, note=note, by_name=_by(row), at=at)
    for helper in story.suggestion.assignments.filter(role="assist"):
        _give_opinion(story, helper)


def _give_opinion(story, helper):
    at = story.moment.after(5)
    day = story.moment.day
    helper.acknowledge(on=day, name=helper.unit.contact, by_name=_by(helper), at=at)
    helper.answer(
        by_name=_by(helper),
        replied_on=day,
        at=at,
        reply_class=ReplyClass.objects.get(home=story.town.home, code="A"),
        text="我单位已经派人到现场测量，需要的材料和用工已经算好，配合主办单位施工没有困难。",
        signer=helper.unit.leader,
        handler=helper.unit.contact,
        handler_phone=helper.unit.phone,
    )


def extension_asked(story):
    """延期申请 waits for the chair."""
    row = _main(story)
    row.ask_extension(
        until=row.due_on + timedelta(days=30),
        reason="施工要等汛期过去、河道水位下来，原来的期限内不能完工。",
        consent=f"{_lead(story)}，电话说明情况，同意延期",
        asked_by_name=row.unit.leader,
        at=story.moment.after(30),
    )


def extended(story):
    """…and was granted."""
    extension_asked(story)
    request = _main(story).extensions.get()
    at = story.moment.after(2)
    request.grant(story.chair, at, "情况属实，同意延期一次。")
    DueChange.objects.filter(due_date__suggestion=story.suggestion).update(at=at)


def pressed(story):
    """Late: urged by the clerk, then by the chair with 督办通知单."""
    row = _main(story)
    late = max(1, (story.town.today - row.due_on).days * 5 // 7)
    story.moment.after(max(0, story.moment.age - late + 2))
    for kind, by in ((PressKind.URGE, story.clerk), (PressKind.SUPERVISE, story.chair)):
        at = story.moment.after(1)
        Press.objects.issue(
            _main(story),
            kind=kind,
            demand="这件意见已经超过限办日期，请抓紧办理，书面答复办理结果和完成时间。",
            answer_by=story.moment.day + timedelta(days=10),
            by=by,
            at=at,
        )


def asked(story):
    """The voter was asked something; the clocks stand still."""
    story.moment.after(2)
    Pause.objects.ask(
        story.suggestion,
        by=story.clerk,
        question="请说清楚是哪一段水渠漏水：从扬水站往东数，大约第几个斗口？方便的话拍一张照片。",
        on=story.moment.day,
        answer_by=story.town.today + timedelta(days=4),
    )


def sent_back(story):
    """The chair wants the reply written anew."""
    reply = story.suggestion.replies.get()
    remark = "只写了正在研究，没有说怎么办、什么时候办完。请写明措施和完成时间。"
    reply.send_back(story.chair, remark, story.moment.after(1))


def joined(story):
    """The same thing as an earlier matter of the village: handled together, each its own answer."""
    here = story.suggestion
    earlier = Suggestion.objects.filter(village=here.village, step=Step.SUPERVISE)
    lead = earlier.exclude(pk=here.pk).order_by("pk").last()
    Joining.objects.join(here, lead, by=story.clerk, at=story.moment.after(0))


def split(story):
    """One letter with three wishes: each its own number, one query code."""
    Suggestion.objects.split(
        story.suggestion,
        kept="柏林营子村老井口没有盖，希望加盖",
        others=(
            "另外，村东到学校的土道一下雨就没法走，想铺点砂石。",
            "还有，合作医疗缴费能不能到村里来收，老人去镇上一趟不容易。",
        ),
        key=f"demo-split-{story.suggestion.pk}",
        by=story.clerk,
    )


def chased(story):
    """The voter has asked for news."""
    story.suggestion.chase(at=story.moment.after(12))


def withdrawal_asked(story):
    """The voter wants to take it back, and waits for an answer."""
    story.suggestion.ask_withdrawal("村里已经来人修好了，不用再办了。")


def _main(story):
    row = story.suggestion.main_assignment()
    row.suggestion = story.suggestion
    return row


def _by(row):
    return f"{row.unit}（{row.unit.contact}）"


def _lead(story):
    person = story.suggestion.representative
    return f"{person.name}代表" if person else "反映人"


ENDINGS = {
    "returned": returned,
    "contacted": contacted,
    "extension_asked": extension_asked,
    "extended": extended,
    "pressed": pressed,
    "asked": asked,
    "sent_back": sent_back,
    "joined": joined,
    "split": split,
    "chased": chased,
    "withdrawal_asked": withdrawal_asked,
}
