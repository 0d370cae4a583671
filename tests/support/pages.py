"""A built page in a browser: opened under watch, scrolled through, its explorers set, its figures compared."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress

from playwright.sync_api import TimeoutError


@contextmanager
def opened(browser, address, **context):
    """A page that must stay silent and ask for nothing outside its own address."""
    said, asked = [], []
    with browser.new_context(**context) as session:
        page = session.new_page()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        own = "file:" if address.startswith("file:") else re.match(r"https?://[^/]+", address)[0]
        page.on("request", lambda request: request.url.startswith((own, "data:", "blob:")) or asked.append(request.url))
        page.goto(address)
        yield page
        page.wait_for_timeout(50)
    assert said == [], f"{address} wrote to the console: {said}"
    assert asked == [], f"{address} asked another host"


def address_of(page, site, server):
    return {"file": f"{site.as_uri()}/{page}.html", "server": f"{server}/{page}.html"}


def show_all(page):
    """Scroll through the page until each figure is drawn; where one asks first, be shown."""
    open_guesses(page)
    for figure in page.locator("[data-explorer]").all():
        figure.scroll_into_view_if_needed()
        figure.locator(".main-svg, .explorer-scene svg").first.wait_for()
    page.evaluate("scrollTo(0, 0)")


def settled(page, measure, good):
    """Measure until it is good, or until the patience of a wait has ended; return what was measured last.

    measure, good: JavaScript functions, the second of what the first returns.
    """
    with suppress(TimeoutError):
        page.wait_for_function(f"() => ({good})(({measure})())")
    return page.evaluate(measure)


def can_be_printed(page):
    """Wait until every figure's stops are unpacked, also those that nobody has scrolled to."""
    page.wait_for_function("() => !document.querySelector('[data-explorer]:not([data-ready])')")


def open_guesses(page):
    """Press 'Just show me' wherever a figure asks for a guess; what was shown stays shown on a reload."""
    page.evaluate(SHOW_ME)


#: The same for a browser that is driven in another way.
SHOW_ME = "document.querySelectorAll('[data-guess=asked] .guess-show').forEach(button => button.click())"


def go_to(page, id_, positions):
    """Set every control of an explorer and wait until the figure is redrawn."""
    page.evaluate(
        """([id, positions]) => {
            const root = document.getElementById(id);
            root.querySelectorAll("[data-control]").forEach((control, i) => {
                if (control.type === "checkbox") control.checked = positions[i] === 1;
                else if (control.tagName === "FIELDSET") control.querySelectorAll("input")[positions[i]].checked = true;
                else control.value = positions[i];
            });
            root.querySelector(".explorer-controls").dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        [id_, positions],
    )
    shows(page, id_)


def shows(page, id_):
    """Wait until the figure shows what its controls say: the player notes the number of the stop it has drawn."""
    page.wait_for_function(
        """id => {
            const root = document.getElementById(id), controls = [...root.querySelectorAll("[data-control]")];
            const stop = controls.reduce((n, c) => c.type === "checkbox" ? 2 * n + c.checked
                : c.tagName === "FIELDSET" ? n * c.querySelectorAll("input").length + Number(c.querySelector(":checked").value)
                : c.type === "range" ? n * (Number(c.max) + 1) + Number(c.value) : n * c.options.length + Number(c.value), 0);
            return root.dataset.stop === String(stop);
        }""",
        arg=id_,
    )


#: Plotly's own drawing of the same data and layout beside the figure, compared element by element. Numbers may differ
#: by PIXELS: Plotly leaves margins alone that are right to within one. Returns the first differences.
COMPARE = """async id => {
    const PIXELS = 1.5, plot = document.querySelector(`#${CSS.escape(id)} .explorer-plot`);
    const twin = plot.cloneNode(false);
    Object.assign(twin.style, { position: "absolute", width: `${plot.clientWidth}px` }); // moves nothing on the page
    plot.after(twin);
    await Plotly.newPlot(twin, structuredClone(plot.data), structuredClone(plot.layout), { displayModeBar: false, doubleClick: false });
    const [got, fresh] = [plot, twin].map(elements);
    Plotly.purge(twin);
    twin.remove();
    const faults = [];
    for (let i = 0; i < Math.max(got.length, fresh.length) && faults.length < 3; i++)
        if (!alike(got[i] || "", fresh[i] || "")) faults.push(`drawn ${got[i]}, fresh ${fresh[i]}`);
    return faults;

    function alike(a, b) {
        const number = /-?\\d+(\\.\\d+)?(e-?\\d+)?/g, as = a.match(number) || [], bs = b.match(number) || [];
        return a === b || a.replace(number, "#") === b.replace(number, "#") && as.every((n, i) => Math.abs(n - bs[i]) <= PIXELS);
    }

    function elements(plot) {
        const names = [plot._fullLayout._uid, ...plot._fullData.map(trace => trace.uid)], lines = [];
        (function list(element) {
            if (element.nodeType === Node.TEXT_NODE) return lines.push(JSON.stringify(element.textContent));
            const attributes = [...element.attributes].map(({ name, value }) => `${name}=${name === "style" ? visible(value) : value}`)
                .filter(attribute => attribute !== "style=" && attribute !== "opacity=1" && !nowhere(attribute));
            lines.push(names.reduce((line, name) => line.split(name).join(""), [element.tagName, ...attributes.sort()].join(" ")));
            const children = [...element.childNodes].filter(child => child.hasChildNodes?.() || child.tagName !== "g" && child.nodeType !== Node.COMMENT_NODE);
            const layers = element.matches(".clips, .infolayer"); // there the order decides nothing
            if (layers) children.sort((a, b) => key(a).localeCompare(key(b)));
            children.forEach(list);
        })(plot.querySelector(".svg-container"));
        return lines;

        function key(child) { return child.getAttribute("class") + names.reduce((id, name) => id.split(name).join(""), child.id); }
    }

    function nowhere(attribute) {
        const [, x, y] = attribute.match(/^transform=translate\\(([^,]+),([^,]+)\\)$/) || [];
        return Math.abs(x) <= PIXELS && Math.abs(y) <= PIXELS;
    }

    function visible(style) { // without what shows nothing: the colour of no line, the opacity of no fill
        const parts = style.split(";").map(part => part.trim()).filter(part => part && part !== "opacity: 1");
        const bare = parts.includes("stroke-width: 0px"), empty = parts.includes("fill: none");
        return parts.filter(part => !(bare && /^stroke(-opacity)?:/.test(part)) && !(empty && /^fill-opacity/.test(part))).sort().join("; ");
    }
}"""
