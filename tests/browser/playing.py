"""Six people and one clock around one matter, each at their own screen."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from daihome.tools import moved_clock
from representatives.models import Role
from suggestions.models import Suggestion, UnitLink
from suggestions.pipeline import Step
from tests import factories
from tests.browser.conftest import sit_down
from tests.browser.watching import WIDER
from tests.suggestions.cases import hand_over

PERSON = {"name": "赵铁柱", "phone": "13947612345", "address": "二龙村河套组7号"}
SAID = "我是赵铁柱，便桥没有护栏，孩子上学都走这里，电话13947612345。"
DONE = "便桥两侧的护栏已经装好，共四十米，九月二十日完工。"
DESK, TELEPHONE = 1280, 360


class Play:
    """The pages of the people, opened when first asked for; the clock, moved for all of them."""

    def __init__(self, township, open_page, site):
        self.township, self.open_page, self.site, self.pages = township, open_page, site, {}
        home = township["home"]
        self.unit = home.handling_units.get(name="村镇建设办公室")
        self.other = factories.make_unit(home, name="镇水利站", leader="孙立军")
        account = factories.make_user(Role.UNIT, home, username="unit", name="周建国")
        self.other.accounts.add(account)
        auditor = factories.make_user(Role.AUDITOR, username="auditor")
        auditor.watched_homes.add(home)
        self.users = {
            "clerk": township["clerk"], "chair": township["chair"], "account": account,
            "auditor": auditor, "administrator": factories.make_user(Role.ADMINISTRATOR, home),
            "member": township["representative"].user,
        }  # fmt: skip

    def page(self, who):
        """The screen of `who`: voter, link (a unit without account), or one of `users`."""
        if who not in self.pages:
            width = DESK if who in ("clerk", "chair", "auditor", "administrator") else TELEPHONE
            self.pages[who] = self.open_page(self.users.get(who), width)
            self.pages[who].on("response", self._answered(self.pages[who]))
        return self.pages[who]

    @staticmethod
    def _answered(page):
        def note(response):
            if response.status >= 500:
                page.watch.complaints.append(f"{response.status} {response.url}")

        return note

    def go_to(self, day):
        """It is `day` now; sittings last eight hours, so everybody signs in anew."""
        moved_clock.move(0)
        moved_clock.move((day - timezone.localdate()).days)
        for who, page in self.pages.items():
            if who in self.users:
                sit_down(page, self.users[who], self.site)

    def pass_days(self, days):
        self.go_to(timezone.localdate() + timedelta(days=days))

    def handed(self, **fields):
        """A voter's matter that was handed to the unit today; returns its main assignment."""
        found, _created = Suggestion.objects.receive(
            home=self.township["home"], key=f"loop-{Suggestion.objects.count()}", content=SAID,
            village=self.township["village"], identity=PERSON, identity_mode="named",
            representative=self.township["representative"],
        )  # fmt: skip
        return self.hand_over(found, **fields)

    def hand_over(self, suggestion, **fields):
        """By hand what the clerk was shown to do: sorted, classified and handed over today."""
        category = self.township["home"].categories.exclude(parent=None).first()
        unit = fields.pop("main_unit", self.unit)
        day = timezone.localdate()
        hand_over(suggestion, self.users["chair"], unit, on=day, category=category, **fields)
        return suggestion.main_assignment()

    def answered(self, assignment, kind, text=DONE, **fields):
        """By hand what the screens of unit and chair were shown to do: answered and published."""
        assignment = fresh(assignment)
        assignment.acknowledge(on=timezone.localdate(), name="李主任")
        fields |= {"reply_class": kind, "text": text, "signer": "王镇长"}
        reply = assignment.answer(replied_on=timezone.localdate(), **fields)
        reply.approve(self.users["chair"], timezone.now())
        reply.publish(timezone.now(), by=self.users["chair"])
        return reply

    def told(self, suggestion, **facts):
        """By hand: the voter was told."""
        facts |= {"told_on": timezone.localdate(), "way": "phone"}
        fresh(suggestion).advance(Step.FEEDBACK, by=self.users["clerk"], **facts)

    def waits(self, who, task, suggestion):
        """Whether the matter stands in that list of the work list of `who`; opens it if so."""
        page = self.page(who)
        page.goto("/admin/")
        found = page.locator(f"#work-{task}").get_by_role(
            "link", name=suggestion.number, exact=True
        )
        if not found.count():
            return False
        found.click()
        return True

    def case(self, who, suggestion):
        """Open the case page."""
        page = self.page(who)
        page.goto(f"/admin/suggestions/suggestion/{suggestion.pk}/change/")
        return page

    def link(self, assignment):
        """Open the unit's page by its link."""
        return self.open_unit(
            "link", f"/suggestions/reply/{UnitLink.objects.of(assignment).token}/"
        )

    def own(self, assignment):
        """Open the unit's page with its account."""
        return self.open_unit("account", f"/suggestions/unit/{assignment.pk}/")

    def open_unit(self, who, address):
        page = self.page(who)
        page.goto(address)
        sound(page, unit=True)
        return page

    def track(self, suggestion):
        """The voter looks the matter up."""
        page = self.page("voter")
        page.goto("/suggestions/track/")
        page.locator("#id_number").fill(suggestion.number)
        page.locator("#id_code").fill(suggestion.query_code)
        page.get_by_role("button", name="查进度").click()
        sound(page)
        return page

    def mine(self, suggestion):
        """The representative opens the matter in the portal."""
        page = self.page("member")
        page.goto(f"/my/matters/{suggestion.number}/")
        sound(page)
        return page


def sound(page, unit=False):
    """The page fits the telephone; a unit's shows nothing of the voter."""
    page.wait_for_load_state()
    assert page.evaluate(WIDER) == []
    if unit:
        shown = page.content()
        assert [one for one in PERSON.values() if one in shown] == []


def choose(page, words):
    """Follow a link of the unit's page."""
    page.get_by_role("link", name=words, exact=True).click()
    sound(page, unit=True)


def send(page, words, **fields):
    """Fill in a unit's form and press its button."""
    for name, value in fields.items():
        field = page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value='{value}']").check()
        else:
            field.fill(str(value))
    page.get_by_role("button", name=words, exact=True).click()
    sound(page, unit=True)


def answer(page, kind, text=DONE, words="答复", **fields):
    """The unit answers: typed, looked at, sent; ends on the receipt."""
    choose(page, words)
    fields |= {"reply_class": kind.pk, "text": text, "person": "李主任"}
    send(page, "先看一遍", **fields)
    expect(page.locator("main")).to_contain_text("还没有提交")
    expect(page.locator(".answer")).to_contain_text(text)
    send(page, "确认提交")
    expect(page.locator("#case-number")).to_be_visible()


def steps(suggestion):
    return [Step(record.to_step) for record in suggestion.records.order_by("seq")]


def fresh(row):
    """The row as it is now."""
    return type(row).objects.get(pk=row.pk)
