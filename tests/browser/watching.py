"""What can be wrong with a page, and is seen only in a browser."""

from axe_playwright_python.sync_playwright import Axe

# Reading style sheets over again ("preload") is what the policy of the pages forbids, and not needed.
AXE = {"preload": False, "resultTypes": ["violations"]}

NOTICE_CSP = """document.addEventListener("securitypolicyviolation",
    (event) => console.error("CSP", event.violatedDirective, event.blockedURI))"""

WIDER = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
        (one) => one.getBoundingClientRect().right > root.clientWidth + 1);
    return ["wider than the screen: " + (out.at(-1) ?? root).outerHTML.slice(0, 120)];
}"""

# Links inside a sentence keep the height of its line, as WCAG 2.5.8 allows. A tick box is as large
# as the label that ticks it, too.
SMALL = """() => {
    const names = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const inSentence = (one) => one.tagName === "A" && getComputedStyle(one).display === "inline"
        && [...one.parentElement.childNodes].some(
            (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const target = (one) => one.matches("[type=checkbox], [type=radio]")
        ? one.closest("label") ?? one.labels?.[0] ?? one : one;
    const shown = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !one.closest("[aria-hidden=true], .skip-link, .file-native, .visually-hidden");
    return [...document.querySelectorAll(names)].filter(shown).filter((one) => !inSentence(one))
        .map((one) => [one, target(one).getBoundingClientRect()])
        .filter(([one, box]) => Math.round(box.height) < 44 || Math.round(box.width) < 44)
        .map(([one, box]) => `small target ${box.width.toFixed()}x${box.height.toFixed()}: `
            + one.outerHTML.slice(0, 120));
}"""


class Watch:
    """Collects what the browser complains about on one page, and looks for more on request."""

    def __init__(self, page):
        self.page, self.complaints = page, []
        page.add_init_script(NOTICE_CSP)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message):
        # The answer itself is an error page where one was asked for.
        is_answer = "the server responded with a status of" in message.text
        if message.type in ("error", "warning") and not (
            is_answer and message.location["url"] == self.page.url
        ):
            self.complaints.append(message.text)

    def problems(self, width, axe=False, targets=False):
        """Sentences about this page at `width` pixels; also axe's and small targets if asked for."""
        self.page.set_viewport_size({"width": width, "height": 760})
        found = [*self.complaints, *self.page.evaluate(WIDER)]
        found += self.page.evaluate(SMALL) if targets else []
        found += self._axe() if axe else []
        self.complaints.clear()
        return [f"{self.page.url} at {width}: {one}" for one in found]

    def _axe(self):
        report = Axe().run(self.page, options=AXE).response
        return [
            f"axe {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in report["violations"]
        ]
