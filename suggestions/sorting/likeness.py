"""How much one text says the same as others: shared pairs of characters, the rare ones weigh most.

Pure: texts in, numbers out. The cosine of the two texts' pairs, each weighted by how few of the
texts have it. What is said of anything (“希望有关部门尽快解决”, “我们村的”) is left out first:
among few texts it would look rare.
"""

import re
from collections import defaultdict
from math import log, sqrt

from daihome.tools.bigrams import pairs

TEXT_MAX = 400  # characters looked at: who writes more has said by then what it is about
# Wishes, persons, places and times that tell nothing of the matter; longest first.
_STOCK = re.compile(
    "有关部门|相关部门|有关单位|工作人员|老百姓|代表之家|人大代表|为什么|怎么办|看不见|没办法|"
    "希望|请求|尽快|抓紧|及时|解决|反映|建议|关于|部门|领导|政府|镇里|镇上|村里|村民|村东|村西|村南|村北|"
    "村口|村头|东头|西头|南头|北头|村部|大家|大伙|群众|百姓|老人|孩子|问题|情况|时候|现在|已经|今年|去年|"
    "早上|晚上|白天|上午|下午|中午|冬天|夏天|春天|秋天|每天|天天|派人|看看|帮忙|帮助|处理|可以|因为|所以|"
    "而且|但是|出门|常年|一直|多次|好几|几十|多年|个月|小时|分钟"
)
# Words of one character that join others; a pair with one of them spans two words.
_JOINING = re.compile(
    "[的了着过在是我你他她它们咱俺和与及也都就还又再很太更最不没无有这那哪些此其上下里外中前后边旁到从向往"
    "把被让给请能会要想得吗呢吧啊呀一二两三四五六七八九十百千万半几个次回只条座处户家人年月日天点号多少"
    "大小新老好说来去出进为以对所等可用使做干搞弄叫跟比于而但或者什么怎谁]"
)


class Texts:
    """A collection of texts that others are compared with."""

    def __init__(self, texts: list[str]):
        kept = [told(text) for text in texts]
        self.holders = defaultdict(list)
        for place, found in enumerate(kept):
            for pair in found:
                self.holders[pair].append(place)
        self.size = len(kept)
        self.lengths = [self._length(found) for found in kept]

    def scores(self, text: str) -> list[float]:
        """For each text of the collection, in its order: 0 nothing in common, 1 the same."""
        own = told(text)
        length, shared = self._length(own), [0.0] * self.size
        for pair in own:
            for place in self.holders.get(pair, ()):
                shared[place] += self._weight(pair) ** 2
        return [
            found / (length * other) if found else 0.0
            for found, other in zip(shared, self.lengths, strict=True)
        ]

    def _weight(self, pair):
        return log((self.size + 10) / (len(self.holders.get(pair, ())) + 1))

    def _length(self, found):
        return sqrt(sum(self._weight(pair) ** 2 for pair in found))


def told(text: str) -> set[str]:
    """The pairs of characters that tell what `text` is about."""
    return pairs(_JOINING.sub(" ", _STOCK.sub(" ", text[:TEXT_MAX])))
