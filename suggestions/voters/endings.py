"""How a matter ended, in two answers that are never mixed: was it solved, are they satisfied."""

from dataclasses import dataclass

from suggestions.pipeline import DELIVERED, Step

NOT_ASKED = "提醒过，没有评价，不计入满意率"


@dataclass(frozen=True)
class Ending:
    """Each answer as a word and the reason; "" as long as there is nothing to say."""

    solved: str
    solved_by: str
    satisfied: str
    satisfied_by: str


def solved(suggestion, replies):
    """(word, reason) from the published replies of the present round, oldest first.

    The last answer of the main unit counts: it may tell what became of a promise.
    """
    if suggestion.withdrawn_on:
        return "反映人撤回，没有办完", "不算办成没办成"
    if suggestion.disposal not in DELIVERED:
        explained = suggestion.step >= Step.FEEDBACK
        return ("没有交单位办，不算办成没办成", "由代表之家答复") if explained else ("", "")
    if not replies:
        return "", ""
    found = replies[-1].reply_class
    return "办成了" if found.counts_as_resolved else "还没有办成", f"单位答复：{found.label}"


def satisfied(suggestion, verdict, silence):
    """(word, reason) from the deciding verdict and the event of a reminder in vain."""
    if suggestion.step < Step.FEEDBACK or suggestion.withdrawn_on:
        return "", ""
    if verdict is not None:
        return verdict.get_level_display(), f"{verdict.get_party_display()}评价"
    if silence:
        return "没有表示", NOT_ASKED
    return "还没有评价", ""
