"""Bars keep their place and length; long names are cut, many lines make several drawings."""

import re
from xml.etree import ElementTree

from django.template.loader import render_to_string

from daihome.tools.charts import LINES_A_CHART, NAME_MAX, TRACK, charts

SHARES = [("按期", 0.5, "1/2 50%"), ("办成", 1.0, "2/2 100%"), ("满意", 0.0, "0/0")]


def test_bars_are_as_long_as_their_share():
    (chart,) = charts("按期", [("甲村", SHARES)])

    assert [bar.width for bar in chart.lines[0].bars] == [TRACK / 2, TRACK, 0]
    assert chart.height > chart.lines[0].bars[-1].y + chart.bar


def test_many_lines_make_several_drawings():
    found = charts("按期", [(f"{n}村", SHARES) for n in range(LINES_A_CHART + 1)])

    assert [len(chart.lines) for chart in found] == [LINES_A_CHART, 1]
    assert [chart.title for chart in found] == ["按期（1）", "按期（2）"]


def test_long_name_is_cut():
    (chart,) = charts("按期", [("很" * 60, SHARES)])

    assert len(chart.lines[0].name) == NAME_MAX


def test_drawing_is_an_svg_of_words_and_boxes_only():
    (chart,) = charts("<script>", [("<b>甲</b>&村", SHARES)])
    svg = render_to_string("charts/bars.svg", {"chart": chart})

    root = ElementTree.fromstring(svg)
    assert {element.tag for element in root.iter()} == {"svg", "title", "text", "rect"}
    assert not re.search(r"style|\son\w+=|href", svg)
    assert root.find("title").text == "<script>"
    assert root.find("text").text == "<b>甲</b>&村"
