"""The whole loop of issue and answer, played by everybody at once, with the clock moved."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from daihome.tools import moved_clock
from suggestions.models import ReplyClass, Satisfaction, Suggestion
from suggestions.pipeline import Step
from tests.browser import acting
from tests.browser.playing import (
    PERSON,
    Play,
    answer,
    choose,
    fresh,
    send,
    sound,
    steps,
)
from tests.suggestions.cases import make_case
from tests.suggestions.moving import snapshot
from tests.suggestions.units import everything

pytestmark = pytest.mark.browser


@pytest.fixture
def play(township, open_page, site):
    """At the end nothing is wrong with the data, and no browser has complained."""
    found = Play(township, open_page, site)
    yield found
    call_command("check_data")
    moved_clock.move(0)
    assert [page.watch.complaints for page in found.pages.values() if page.watch.complaints] == []


@pytest.fixture(autouse=True)
def _clock_goes_right_again():
    yield
    moved_clock.move(0)


@pytest.fixture
def kinds(township):
    """The classes of reply by their letter."""
    return {row.code: row for row in ReplyClass.objects.of(township["home"])}


def vote(page, level, reason=""):
    page.locator(f"[name=level][value={level}]").check()
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name="交评价").click()
    sound(page)


def test_on_time_from_the_voter_to_the_archive(play, township, kinds):
    voter, clerk, member = play.page("voter"), play.page("clerk"), play.page("member")
    number, _code = acting.say_something(voter, township, PERSON)
    acting.sort(clerk, number)
    acting.classify(clerk)
    acting.deliver(clerk)
    matter = Suggestion.objects.get(number=number)
    first = matter.main_assignment()

    before = everything()
    for _time in range(3):
        unit = play.link(first)
    assert everything() == before
    choose(unit, "先签收")
    send(unit, "签收", person="李主任")
    answer(unit, kinds["A"])
    play.link(first)
    expect(unit.locator("main")).not_to_contain_text("请选一样")
    acting.settle(play.page("chair"), number)
    tell(member, number)
    voter = play.track(matter)
    vote(voter, "satisfied")
    acting.archive(clerk, matter)
    play.track(matter)

    assert steps(matter) == list(Step)
    assert fresh(first).on_time is True
    assert Satisfaction.objects.get().source == "page"
    expect(voter.locator("main")).to_contain_text("满意")


def tell(page, number):
    """The representative notes having told the voter, who said nothing about it yet."""
    page.goto(f"/my/matters/{number}/")
    page.get_by_role("link", name="登记已告知选民").click()
    page.locator("#id_way").select_option("phone")
    page.locator("main form button").last.click()
    expect(page.locator(".messages")).to_contain_text("告知了选民")
    sound(page)


def test_returned_in_time_by_the_unit_and_late_by_the_chair(play):
    first = play.handed()
    matter = first.suggestion
    unit = play.link(first)
    choose(unit, "不属于我单位，退回")
    send(unit, "退回", reason="便桥归水利站管", proposal="镇水利站", person="李主任")
    expect(unit.locator("main")).to_contain_text("已于")
    clerk = play.page("clerk")

    assert play.waits("clerk", "returned", matter)
    acting.classify(clerk, words="重新分类")
    acting.deliver(clerk, unit="镇水利站")
    play.link(first)
    expect(unit.locator("main")).to_contain_text("便桥归水利站管")
    expect(unit.get_by_role("link", name="答复", exact=True)).to_have_count(0)
    second = matter.main_assignment()
    account = play.own(second)
    choose(account, "不属于我单位，退回")
    play.go_to(second.return_by + timedelta(days=1))
    send(account, "退回", reason="还是不归我们", person="周建国")
    expect(account.locator("[role=alert]")).to_contain_text("由主席决定收回改交")
    expect(account.locator("main")).to_contain_text("还是不归我们")
    assert fresh(second).returned_on is None
    expect(play.case("clerk", matter).get_by_role("link", name="收回改交")).to_have_count(0)
    chair = play.case("chair", matter)
    acting.press(chair, "收回改交")
    chair.locator("#id_return_reason").fill("经主席团研究，改由村镇建设办公室办")
    acting.confirm(chair)
    acting.deliver(chair)

    assert [row.unit.name for row in matter.assignments.filter(returned_on=None)] == [
        play.unit.name
    ]
    kinds = matter.events.filter(kind__in=("returned", "taken_back")).order_by("pk")
    assert [event.kind for event in kinds] == ["returned", "taken_back"]
    play.own(second)
    expect(account.locator("main")).to_contain_text("经主席团研究")


def test_promise_broken_then_kept(play, kinds):
    first = play.handed(main_unit=play.other)
    matter = first.suggestion
    today = timezone.localdate()
    soon, later = today + timedelta(days=20), today + timedelta(days=60)
    account = play.own(first)
    answer(account, kinds["B"], "护栏已经订货。", promise="装好护栏", promised_on=soon)
    acting.settle(play.page("chair"), matter.number)
    play.told(matter, satisfaction="satisfied")
    expect(play.track(matter).locator("main")).to_contain_text("装好护栏")
    assert refused_to_archive(play, matter)

    play.go_to(soon + timedelta(days=1))
    assert play.waits("clerk", "promises", matter)
    play.own(first)
    answer(
        account, kinds["B"], "订的货还没有到。", words="再次答复", promise="装好护栏",
        promised_on=later,
    )  # fmt: skip
    acting.settle(play.page("chair"), matter.number)
    assert refused_to_archive(play, matter)
    play.go_to(later)
    play.own(first)
    answer(account, kinds["A"], "护栏装好了。", words="再次答复")
    acting.settle(play.page("chair"), matter.number)
    for _promise in range(2):
        assert play.waits("clerk", "promises_tell", matter)
        clerk = play.page("clerk")
        clerk.get_by_role("link", name="登记告知承诺落实情况").first.click()
        clerk.locator("#id_way").select_option("phone")
        acting.confirm(clerk, "登记")
    acting.archive(play.page("clerk"), matter)

    promises = matter.commitments.order_by("pk")
    assert list(promises.values_list("is_kept", "on_time")) == [(False, False), (True, True)]
    expect(play.track(matter).locator("main")).to_contain_text("护栏装好了")


def refused_to_archive(play, matter):
    """Nobody can archive it: not by the button, not by the address, while a promise is open."""
    page = play.case("clerk", matter)
    page.goto(f"/admin/suggestions/suggestion/{matter.pk}/step/7/")
    if page.locator("#id_volume").count():
        page.get_by_role("button", name="确定", exact=True).click()
    return fresh(matter).step == Step.FEEDBACK


def test_twice_unsatisfied_goes_to_the_presidium(play, kinds):
    matter = play.handed().suggestion
    play.answered(matter.main_assignment(), kinds["A"])
    play.told(matter)
    voter = play.track(matter)
    vote(voter, "unsatisfied")
    expect(voter.locator(".error-summary")).to_contain_text("哪里不满意")
    vote(voter, "unsatisfied", "护栏只装了一边")
    expect(voter.locator("p[role=status]")).to_contain_text("重新交办")

    assert play.waits("clerk", "redo", matter)
    acting.deliver(play.page("clerk"), "重新交办")
    again = fresh(matter).main_assignment()
    expect(play.link(again).locator("main")).to_contain_text("护栏只装了一边")
    play.answered(again, kinds["A"], "另一边也装好了。")
    play.told(matter)
    vote(play.track(matter), "unsatisfied", "装得不牢")
    expect(voter.locator("p[role=status]")).to_contain_text("主席团")
    assert not play.waits("clerk", "redo", matter)
    assert play.waits("chair", "presidium", matter)
    chair = play.page("chair")
    acting.press(chair, "登记主席团研究意见")
    chair.locator("[name=decision][value=end]").check()
    chair.locator("#id_text").fill("现场看过，护栏牢固，到此为止。")
    acting.confirm(chair, "登记主席团研究意见")
    acting.archive(chair, matter)

    assert (fresh(matter).step, fresh(matter).round_no) == (Step.ARCHIVE, 2)
    assert list(matter.satisfactions.values_list("level", flat=True)) == ["unsatisfied"] * 2
    mine = play.mine(matter).locator("main")
    expect(mine).to_contain_text("装得不牢")


def test_late_pressed_and_still_late_after_the_calendar_changed(play, kinds):
    first = play.handed(main_unit=play.other)
    matter = first.suggestion
    first.acknowledge(on=timezone.localdate(), name="周建国")
    due = fresh(first).due_on
    play.go_to(due + timedelta(days=1))

    assert play.waits("clerk", "overdue", matter)
    for _time in range(2):
        call_command("remind")
    people = [play.users[name] for name in ("clerk", "chair", "account", "member")]
    heard = {user: user.inbox.filter(title__startswith=matter.number).count() for user in people}
    assert min(heard.values()) > 0
    call_command("remind")
    assert heard == {
        user: user.inbox.filter(title__startswith=matter.number).count() for user in people
    }
    chair = play.case("chair", matter)
    acting.press(chair, f"催办{play.other}")
    chair.locator("[name=kind][value=supervise]").check()
    acting.confirm(chair, "发出")
    expect(chair.locator("main, #content").first).to_contain_text("督办〔")
    expect(play.track(matter).locator("main")).to_contain_text("已经超过规定时间")
    account = play.own(first)
    expect(account.locator("main")).to_contain_text("已经逾期")
    answer(account, kinds["A"])
    expect(account.locator("main")).to_contain_text("逾期")

    boss = play.page("administrator")
    boss.goto("/admin/suggestions/specialday/add/")
    boss.locator("#id_date").fill(f"{due:%Y-%m-%d}")
    boss.locator("#id_name").fill("临时放假")
    boss.locator("[name=_save]").click()
    expect(boss.locator(".messagelist")).to_be_visible()
    assert (fresh(first).on_time, fresh(first).due_on) == (False, due)
    assert play.page("auditor").goto(f"/admin/suggestions/suggestion/{matter.pk}/change/").ok
    expect(play.page("auditor").locator("form[method=post]:not([action*=sign-out])")).to_have_count(
        0
    )


def test_extended_once_and_the_new_day_stands_everywhere(play):
    first = play.handed()
    matter, until = first.suggestion, first.due_on + timedelta(days=30)
    unit = play.link(first)
    choose(unit, "申请延期")
    said = {"reason": "要等汛期过后施工", "consent": "李春梅代表电话同意", "person": "李主任"}
    send(unit, "提交申请", until=first.due_on + timedelta(days=900), **said)
    expect(unit.locator(".error-summary")).to_contain_text("最晚")
    send(unit, "提交申请", until=until)
    expect(unit.locator("p[role=status]")).to_contain_text("批准以前，限办日期不变")

    assert play.waits("chair", "extensions", matter)
    chair = play.page("chair")
    acting.press(chair, f"审批{play.unit}的延期申请")
    chair.locator("[name=decision][value=grant]").check()
    acting.confirm(chair)

    day = fresh(first).due_on
    assert day >= until
    long, short = f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}"
    expect(play.link(first).locator("main")).to_contain_text(long)
    expect(unit.get_by_role("link", name="申请延期")).to_have_count(0)
    expect(play.track(matter).locator("main")).to_contain_text(long)
    expect(play.mine(matter).locator("main")).to_contain_text(long)
    for who in ("clerk", "auditor"):
        expect(play.case(who, matter).locator(".part", has_text="限办日期").first).to_contain_text(
            short
        )
        play.page(who).goto(f"/admin/suggestions/suggestion/{matter.pk}/clocks/")
        expect(play.page(who).locator("#content, main").first).to_contain_text(short)


def test_question_to_the_voter_gives_the_days_back(play):
    first = play.handed()
    matter, due = first.suggestion, first.due_on
    clerk = play.case("clerk", matter)
    acting.press(clerk, "请反映人补充")
    clerk.locator("#id_question").fill("是村东的便桥，还是村西的？")
    clerk.get_by_role("button", name="提问，暂停计时").click()
    play.pass_days(4)
    voter = play.track(matter)
    expect(voter.locator("main")).to_contain_text("是村东的便桥，还是村西的？")
    voter.locator("#id_answer").fill("村东的便桥。")
    voter.get_by_role("button", name="交回答").click()
    sound(voter)
    expect(voter.locator("p[role=status]")).to_contain_text("收到")

    moved = fresh(first).due_on
    assert moved >= due + timedelta(days=4)
    assert fresh(matter).paused_on is None
    expect(play.case("clerk", matter).locator("body")).to_contain_text("村东的便桥。")
    expect(play.link(first).locator("main")).to_contain_text(f"{moved.month}月{moved.day}日")


def test_joined_and_undone_then_split_in_three(play):
    home = play.township["home"]
    lead, member = (
        make_case(home, Step.SORT, village=play.township["village"]) for _time in range(2)
    )
    before = [snapshot(lead), snapshot(member)]
    clerk = play.case("clerk", member)
    acting.press(clerk, "与另一件并案")
    clerk.locator("#id_number").fill(lead.number)
    acting.confirm(clerk, "并案")
    expect(play.case("clerk", lead).locator("#joined")).to_contain_text(member.number)
    expect(play.track(member).locator("main")).not_to_contain_text(lead.number)
    play.case("clerk", lead).get_by_role("button", name="取消并案").click()
    expect(clerk.locator(".messagelist")).to_contain_text("单独办理")
    assert [snapshot(lead), snapshot(member)] == before

    clerk = play.case("clerk", member)
    acting.press(clerk, "拆成几件")
    wishes = {"kept": "路灯坏了", "part_2": "井水发黄。", "part_3": "村里没有校车。"}
    for name, words in wishes.items():
        clerk.locator(f"#id_{name}").fill(words)
    acting.confirm(clerk, "拆成几件")
    parts = list(Suggestion.objects.filter(split_from=member).order_by("pk"))
    assert [part.content for part in parts] == ["井水发黄。", "村里没有校车。"]
    assert len({member.number, *(part.number for part in parts)}) == 3
    for part in parts:
        expect(play.track(part).locator("main")).to_contain_text(part.content)


def test_picture_is_published_blackened_only(play, township, kinds):
    number, _code = acting.say_something(play.page("voter"), township, PERSON)
    matter = Suggestion.objects.get(number=number)
    play.answered(play.hand_over(matter), kinds["A"])
    play.told(matter)
    clerk = play.case("clerk", matter)
    acting.press(clerk, "公开范围和保密")
    clerk.locator("[name=disclosure][value=redacted]").check()
    clerk.locator("#id_reason").fill("照片上有车牌")
    acting.confirm(clerk, "保存公开范围")
    acting.press(clerk, "公开前处理")
    clerk.locator("#id_reason").fill("去掉了门牌")
    clerk.locator("#id_checked").check()
    acting.confirm(clerk, "保存公开用的文字")
    acting.press(clerk, "公开前处理")
    clerk.get_by_role("link", name="处理第 1 张照片").click()
    box = clerk.locator("[data-redact]").bounding_box()
    clerk.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.1)
    clerk.mouse.down()
    clerk.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    clerk.mouse.up()
    clerk.locator("#id_reason").fill("遮住了车牌")
    clerk.locator("#id_checked").check()
    clerk.get_by_role("button", name="先看遮盖以后的样子").click()
    expect(clerk.locator(".redact-done")).to_be_visible()
    clerk.locator("#id_checked").check()
    acting.confirm(clerk, "保存公开用的照片")
    acting.press(clerk, "公开办理结果")
    clerk.locator("#id_public_title").fill("北山咀村路灯修复")
    clerk.locator("#id_public_result").fill("路灯已经全部换新。")
    clerk.locator("#id_checked").check()
    acting.confirm(clerk, "公开")

    everybody = play.page("voter")
    everybody.goto("/homes/xizi/results/")
    sound(everybody, unit=True)
    shown = everybody.locator("article img")
    expect(shown).to_have_count(1)
    assert colour(everybody, shown.get_attribute("src"), 0.3) == (0, 0, 0)
    assert colour(everybody, shown.get_attribute("src"), 0.9) != (0, 0, 0)
    original = matter.attachments.get()
    assert everybody.request.get(f"/files/{original.pk}/", max_redirects=0).status in (302, 404)


def colour(page, address, part):
    """The colour at `part` of width and height of a picture as everybody gets it."""
    picture = Image.open(io.BytesIO(page.request.get(address).body())).convert("RGB")
    return picture.getpixel((int(picture.width * part), int(picture.height * part)))
