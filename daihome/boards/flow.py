"""The seven steps as a promise to voters, with the clocks of the Home's own policy."""

from django.urls import reverse

from daihome.boards.declaring import Board
from suggestions.clocks.policies import Clock
from suggestions.models import DeadlinePolicy
from suggestions.pipeline import Step

# step: what it promises, whose clocks stand beside it, each with what is done by then
PROMISES = {
    Step.RECEIVE: (
        "来人、来电、来信、网上反映的都收，不留姓名也收。当场给您一个编号和一张回执。",
        (),
    ),
    Step.SORT: (
        "逐件看清楚，一件一事；有不明白的请您补充。",
        ((Clock.SORT, "看完"),),
    ),
    Step.CLASSIFY: (
        "定好怎样办：解释答复、转为代表建议、转有关部门、报送上级，或者告诉您该去哪里。办不到的说明理由。",
        (),
    ),
    Step.DELIVER: ("交给承办单位，写明由谁办、什么时候答复。", ((Clock.DELIVER, "交下去"),)),
    Step.SUPERVISE: (
        "代表监督着办，不代替部门处理。快到期提醒，逾期催办、督办。",
        ((Clock.REPLY, "答复"), (Clock.REPLY_COMPLEX, "答复（涉及面广、处理难度大的）")),
    ),
    Step.FEEDBACK: (
        "结果告诉您，听您说满意不满意；不满意的，再办一次。",
        ((Clock.TELL, "告诉您"), (Clock.REDO, "重新办理后答复")),
    ),
    Step.ARCHIVE: ("一事一档，长期保存；您的姓名和电话到期清除。", ()),
}


def facts(home, today, subject):
    clocks = [clock for _words, clocks in PROMISES.values() for clock, _what in clocks]
    policies = DeadlinePolicy.objects.for_clocks(home, clocks)
    steps = [
        {
            "number": step.value,
            "name": step.label,
            "promise": words,
            "clocks": [_days(policies[clock], what) for clock, what in own],
        }
        for step, (words, own) in PROMISES.items()
    ]
    return {
        "title": "意见办理七步流程",
        "caption": "件件有登记，事事有回音",
        "blocks": steps,
        "weights": [2 + len(step["clocks"]) for step in steps],
        "link": reverse("suggestions:new"),
        "qr_words": "微信扫一扫，现在就可以提意见，也可以查办到哪一步",
    }


def _days(policy, what):
    return f"{policy.start_event}起{policy.length}内{what}"


def columns(facts, size):
    return (2,) if size.width > size.height else (1,)


BOARDS = (
    Board(
        slug="flow",
        name="七步工作流程",
        template="boards/flow.html",
        facts=facts,
        columns=columns,
        replaces="工作流程图",
        order=12,
    ),
)
