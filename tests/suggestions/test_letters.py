"""The wording of letters."""

import pytest

from suggestions import letters


@pytest.mark.parametrize(
    ("title", "proposed", "heading"),
    [
        ("关于修桥的建议", True, "关于修桥的建议的答复"),
        ("桥塌了", False, "关于“桥塌了”的答复"),
        ("", False, "关于第XZ2026-0001号选民意见的答复"),
        ("", True, "关于第XZ2026-0001号代表建议的答复"),
    ],
)
def test_heading(title, proposed, heading):
    assert letters.heading(title, "XZ2026-0001", proposed) == heading


@pytest.mark.parametrize(
    ("names", "to"),
    [
        ([], "反映人"),
        (["王伟芳"], "王伟芳代表"),
        (["王伟芳", "李建国", "赵敏"], "王伟芳、李建国、赵敏代表"),
        (["王伟芳", "李建国", "赵敏", "孙镕"], "王伟芳等4名代表"),
    ],
)
def test_salutation(names, to):
    assert letters.salutation(names) == to


def test_opening_is_left_to_a_text_that_has_one():
    assert letters.opening("您的建议收悉。现答复如下：", "修桥", "XZ2026-0001", ["王伟芳"]) == ""


def test_opening_names_the_matter():
    said = letters.opening("已修好。", "修桥", "XZ2026-0001", ["王伟芳", "李建国"])

    assert said == "你们提出的“修桥”（编号XZ2026-0001）收悉。现答复如下："


def test_paragraphs_know_headings_from_sentences():
    text = "　　前言。\n\n一、办理情况\r\n（一）资金\n二、这是一句完整的话。\n三、" + "很长" * 20

    assert letters.paragraphs(text) == [
        ("p", "前言。"),
        ("h2", "一、办理情况"),
        ("h3", "（一）资金"),
        ("p", "二、这是一句完整的话。"),
        ("p", "三、" + "很长" * 20),
    ]


class Named:
    def __init__(self, name, town="", congress_name=""):
        self.name, self.town, self.congress_name = name, town, congress_name


def test_copies_go_to_presidium_and_government_but_not_to_the_writer():
    town, street = Named("家", "汐子镇", "主席团"), Named("家", "铁西街道", "人大工委")

    assert letters.copies(town, Named("水利站")) == ["主席团", "汐子镇人民政府办公室"]
    assert letters.copies(street, Named("水利站")) == ["人大工委", "铁西街道办事处"]
    assert letters.copies(town, Named("汐子镇人民政府办公室")) == ["主席团"]
