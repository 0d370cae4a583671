"""axe-core, and how it is asked."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
# Every rule that axe-core has, and the one of WCAG 2.2 that it leaves off by default; the whole document, or
# the rules on titles, languages and landmarks would not be asked.
RUN_AXE = """async where => {
    const found = await axe.run(where || document, { resultTypes: ["violations"], preload: false, rules: { "target-size": { enabled: true } } });
    return found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(" | ")}`);
}"""
