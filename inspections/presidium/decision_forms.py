"""A decision as it is written down in the meeting, and what becomes of it afterwards."""

from django import forms
from django.core.exceptions import ValidationError

from daihome.tools.fields import AmountField, DayField, LineField, LinesField, WholeNumberField
from daihome.tools.watched import WatchesRow
from inspections.models import CongressSession, Decision, PresidiumRequest, RequestState
from inspections.presidium.forms import DAY
from inspections.presidium.wording import CONGRESS_NOTE, budget_word
from suggestions.models import HandlingUnit

VOTES = ("votes_for", "votes_against", "votes_abstained")
VOTES_MAX = 99
TWICE = "这次会议已经登记了同名的决定。是同一项的，请打开那一项改；不是的，请把事项写得不一样。"


class DecisionForm(WatchesRow, forms.Form):
    """Write down a decision of `meeting`, or correct `decision`."""

    use_required_attribute = False
    watched_as = "这项决定"

    request = forms.ModelChoiceField(
        label="根据哪件代表请求",
        queryset=PresidiumRequest.objects.none(),
        required=False,
        empty_label="不是根据请求",
    )
    title = LineField(
        label="决定事项", max_length=100, help_text="例：关于矿渣拍卖款用于偿还镇里债务的决定"
    )
    text = LinesField(
        label="决定内容",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": ""}),
    )
    votes_for = WholeNumberField(label="赞成（票）", min_value=0, max_value=VOTES_MAX)
    votes_against = WholeNumberField(
        label="反对（票）", min_value=0, max_value=VOTES_MAX, required=False, help_text="没有的不填"
    )
    votes_abstained = WholeNumberField(
        label="弃权（票）", min_value=0, max_value=VOTES_MAX, required=False, help_text="没有的不填"
    )
    executor = forms.ModelChoiceField(
        label="执行单位", queryset=HandlingUnit.objects.none(), required=False, empty_label="没有"
    )
    due_on = DayField(
        label="应完成日期", required=False, widget=DAY, help_text="到期前后自动提醒；没有期限的不填"
    )
    amount = AmountField(
        label="涉及金额（元）", max_digits=14, required=False, help_text="按元填。例：864000"
    )
    needs_congress = forms.BooleanField(
        label="须提请大会审查批准",
        required=False,
        help_text="预算、预算调整和决算由镇人民代表大会审查批准（地方组织法第十二条）",
    )
    # The word of which the page has warned: pressed again, what is ticked goes as it is.
    warned = forms.CharField(widget=forms.HiddenInput, max_length=10, required=False)

    def __init__(self, *args, meeting, decision=None, **kwargs):
        self.meeting, self.decision = meeting, decision
        super().__init__(*args, **kwargs)
        requests = PresidiumRequest.objects.filter(meeting=meeting, state=RequestState.ON_AGENDA)
        self.fields["request"].queryset = requests
        units = HandlingUnit.objects.of(meeting.home).filter(is_active=True)
        self.fields["executor"].queryset = units
        if decision or not requests.exists():
            del self.fields["request"]
        if decision:
            self.watch(decision)

    def clean(self):
        cleaned = super().clean()
        if self.decision:
            self.refuse_late()
        for name in VOTES[1:]:
            cleaned[name] = cleaned.get(name) or 0
        self._check_title(cleaned)
        self._check_day(cleaned)
        if not self.errors:
            self._check_votes(cleaned)
            self._propose_congress(cleaned)
        return cleaned

    def _check_title(self, cleaned):
        same = Decision.objects.filter(meeting=self.meeting, title=cleaned.get("title", ""))
        if self.decision:
            same = same.exclude(pk=self.decision.pk)
        if same.exists():
            self.add_error("title", TWICE)

    def _check_day(self, cleaned):
        due = cleaned.get("due_on")
        if due and due < self.meeting.activity.on:
            self.add_error("due_on", "应完成日期早于会议那天，请核对。")

    def _check_votes(self, cleaned):
        """Quorum and votes by the rule of the row itself."""
        try:
            Decision(meeting=self.meeting, **{name: cleaned[name] for name in VOTES}).clean()
        except ValidationError as wrong:
            self.add_error("votes_for", wrong)

    def _propose_congress(self, cleaned):
        """Tick the box for what belongs to the congress, once; then the person has the word."""
        word = budget_word(cleaned["title"], cleaned["text"])
        if not word or cleaned["needs_congress"] or cleaned.get("warned") == word:
            return
        self.data = self.data.copy()
        self.data["needs_congress"], self.data["warned"] = "on", word
        self.add_error("needs_congress", CONGRESS_NOTE.format(word=word))

    def facts(self):
        """The columns of `Decision` that were typed."""
        kept = [name for name in self.fields if name not in ("warned", "seen")]
        return {name: self.cleaned_data[name] for name in kept}


class FollowUpForm(WatchesRow, forms.Form):
    """What became of a decision: done, effect, the congress."""

    use_required_attribute = False
    watched_as = "这项决定"

    follow_up = LinesField(
        label="执行情况",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": ""}),
        help_text="一次一行，写上日期。例：2026-05-20 镇财政所已付第一笔 40 万元",
    )
    done_on = DayField(label="完成日期", required=False, widget=DAY, help_text="没有完成的不填")
    effect = LinesField(
        label="成效", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": ""}),
        help_text="例：还清 2011 年修路欠款 86.4 万元",
    )  # fmt: skip
    amount = AmountField(
        label="涉及金额（元）",
        max_digits=14,
        required=False,
        help_text="按实际执行的填。例：864000",
    )
    session = forms.ModelChoiceField(
        label="提请哪次大会", queryset=CongressSession.objects.none(), required=False,
        empty_label="还没有提请",
    )  # fmt: skip
    congress_on = DayField(label="大会审查批准日期", required=False, widget=DAY)

    def __init__(self, *args, decision, **kwargs):
        super().__init__(*args, **kwargs)
        self.decision = decision
        self.watch(decision)
        if not decision.needs_congress:
            del self.fields["session"], self.fields["congress_on"]
        else:
            rows = CongressSession.objects.of(decision.home).select_related("activity")
            self.fields["session"].queryset = rows

    def clean(self):
        cleaned = super().clean()
        self.refuse_late()
        meeting_on = self.decision.meeting.activity.on
        for name, word in (("done_on", "完成日期"), ("congress_on", "大会批准日期")):
            if cleaned.get(name) and cleaned[name] < meeting_on:
                self.add_error(name, f"{word}早于作决定的会议（{meeting_on}），请核对。")
        if cleaned.get("congress_on") and not cleaned.get("session"):
            self.add_error("session", "大会已经批准的，要选是哪一次大会。")
        return cleaned
