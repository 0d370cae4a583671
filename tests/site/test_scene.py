"""A scene on a page, in a browser: from a file, by keyboard, in both themes, on paper, on a phone, and saved."""

from __future__ import annotations

import pytest

from explorers import script
from explorers.figure_widget import HERE, SceneFigure
from tests.support.scenes import page, scene

POLICY = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:"
SHOWN = """() => [document.querySelector('circle').getAttribute('cx'), document.querySelector('svg text').textContent,
    document.querySelector('.explorer-readouts dd').textContent]"""


@pytest.fixture
def opened(monkeypatch, tmp_path, browser):
    """The page of one scene, from a file, without Plotly: what it asks for beside its own files fails the test."""
    for name in ("player.js", "saver.js"):
        (tmp_path / name).write_text(script.joined(HERE / "js" / name))
    css = "".join((HERE / "css" / name).read_text() for name in ("player.css", "scene.css"))
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>Tea</title><style>html {{ --course-surface: #fff }} html[data-theme=dark] {{ --course-surface: #111 }}"
        f"{css}</style><main>{page(monkeypatch)}</main>"
        '<script src="player.js" data-plotly="none.js" data-save="saver.js" defer></script></html>'
    )
    context = browser.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    shown = context.new_page()
    asked: list[str] = []
    saved: list[str] = []
    shown.on("download", lambda download: saved.append(download.suggested_filename))
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("pageerror", lambda error: asked.append(str(error)))
    shown.goto((tmp_path / "index.html").as_uri())
    shown.locator("svg.main-svg").wait_for()
    yield shown
    context.close()
    assert [address.rpartition("/")[2] for address in asked if not address.startswith(("data:", "blob:"))] == [
        "index.html",
        "player.js",
        *(["saver.js"] if saved else []),  # only where a file was asked for
    ]


def test_it_moves_by_keyboard_and_by_play(opened):
    assert opened.evaluate(SHOWN) == ["10", "1 min", "10 mm"]
    opened.locator("input[type=range]").press("ArrowRight")
    assert opened.evaluate(SHOWN) == ["20", "2 min", "20 mm"]
    opened.get_by_role("button", name="Play").click()
    opened.wait_for_function("() => document.querySelector('circle').getAttribute('cx') === '30'")
    opened.get_by_role("button", name="Reset").click()
    opened.wait_for_function("() => document.querySelector('circle').getAttribute('cx') === '10'")


def test_its_colours_follow_the_page_and_paper_is_light(opened):
    fill = "() => getComputedStyle(document.querySelector('circle')).fill"
    assert opened.evaluate(fill) == "rgb(102, 51, 0)"
    opened.evaluate("document.documentElement.dataset.theme = 'dark'")
    opened.wait_for_function(f"() => ({fill})() === 'rgb(204, 153, 102)'")
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.evaluate(fill) == "rgb(102, 51, 0)"
    opened.locator("input[type=range]").press("ArrowRight")  # what asks for it while it is printed
    opened.wait_for_function("() => document.querySelector('circle').getAttribute('cx') === '20'")
    assert opened.evaluate(fill) == "rgb(102, 51, 0)"
    opened.evaluate("dispatchEvent(new Event('afterprint'))")
    opened.wait_for_function(f"() => ({fill})() === 'rgb(204, 153, 102)'")


def test_a_phone_gets_the_narrow_drawing_and_its_place_is_kept(opened):
    assert opened.locator("svg.main-svg").get_attribute("viewBox") == "0 0 100 50"
    opened.set_viewport_size({"width": 375, "height": 700})
    opened.wait_for_function("() => document.querySelector('svg').getAttribute('viewBox') === '0 0 50 50'")
    heights = opened.evaluate(
        "() => [document.querySelector('svg').getBoundingClientRect().height,"
        " document.querySelector('.explorer-scene').getBoundingClientRect().height]"
    )
    assert abs(heights[0] - heights[1]) < 1.5


def test_a_hand_on_the_drawing_moves_the_control(opened):
    left, right = (opened.locator(f"[data-move='minutes {stop}']").bounding_box() for stop in (0, 2))
    slider = opened.locator("input[type=range]")
    opened.mouse.click(right["x"] + 5, right["y"] + 5)
    assert slider.input_value() == "2" and opened.evaluate(SHOWN) == ["30", "3 min", "30 mm"]
    opened.mouse.down()
    opened.mouse.move(left["x"] + 5, left["y"] + 5)
    opened.mouse.up()
    assert slider.input_value() == "0"
    opened.mouse.move(right["x"] + 5, right["y"] + 5)  # no button is pressed
    assert slider.input_value() == "0"


@pytest.mark.parametrize("kind", ["svg", "png", "csv"])
def test_it_is_saved_as_it_stands(opened, kind, tmp_path):
    opened.locator("input[type=range]").press("End")
    with opened.expect_download() as saved:
        opened.locator(f"[data-download={kind}]").click()
    saved.value.save_as(tmp_path / "saved")
    got = (tmp_path / "saved").read_bytes()
    assert saved.value.suggested_filename == f"index-tea-minutes-three.{kind}"
    if kind == "png":
        assert got.startswith(b"\x89PNG")
    elif kind == "svg":
        assert b"var(" not in got and b'cx="30"' in got and b"#663300" in got and b"3 min" in got
        assert b">Schematic<" in got and b"Left out: the milk." in got
    else:
        assert got.decode("utf-8-sig").splitlines()[-2:] == ["Part,Place", "Leaf,30"]


def test_a_kept_scene_keeps_its_readouts_and_says_why_it_has_no_ghost(opened):
    opened.get_by_role("button", name="Keep this view").click()
    opened.get_by_role("slider").press("ArrowRight")
    opened.get_by_text("a drawing has no axes").first.wait_for(state="attached")
    assert opened.locator(".explorer-kept").count() and not opened.locator("[data-ghost], .ghost").count()


LIVE = """async ([esm, tree]) => {
    const heard = {}, state = { tree };
    const model = {
        get: name => state[name], on: (name, use) => { heard[name] = use; }, off: name => { delete heard[name]; },
    };
    window.set = tree => { state.tree = tree; heard["change:tree"]?.(); };
    const { default: widget } = await import(URL.createObjectURL(new Blob([esm], { type: "text/javascript" })));
    window.remove = widget.render({ model, el: document.querySelector("#live") });
}"""


def test_in_jupyterlab_the_widget_draws_it_and_follows_the_function_and_the_theme(browser):
    shown = browser.new_page(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    faults: list[str] = []
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.set_content(
        f"<style>{SceneFigure._css} body {{ --jp-layout-color0: white }}"
        " [data-jp-theme-name=dark] { --jp-layout-color0: #111 }</style>"
        "<body data-jp-theme-name=light><div id=live class=explorer-live></div>"
    )
    fill = "() => getComputedStyle(document.querySelector('circle')).fill"
    shown.evaluate(LIVE, [str(SceneFigure._esm), scene(1).tree()])
    assert shown.get_by_role("img", name="A cup of tea.").count() == 1
    assert shown.locator(".explorer-schematic").inner_text() == "Schematic. Left out: the milk."
    assert shown.locator("circle").get_attribute("cx") == "10" and shown.evaluate(fill) == "rgb(102, 51, 0)"
    shown.evaluate("tree => set(tree)", scene(3).tree())
    assert shown.locator("circle").get_attribute("cx") == "30"
    assert shown.locator("svg text").text_content() == "3 min"
    shown.evaluate("document.body.dataset.jpThemeName = 'dark'")
    shown.wait_for_function(f"() => ({fill})() === 'rgb(204, 153, 102)'")
    shown.evaluate("remove()")
    assert faults == []
    shown.close()
