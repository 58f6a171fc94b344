"""The page in a real browser, where the system has one that runs without a display."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from figure_parts import panel

from core.figures import FigureSpec, Layout, save_figure

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
)
SCRIPT = """<script>
const seen = [], slider = document.querySelector("[role=slider]");
const stage = document.querySelector(".stage");
const note = () => seen.push(slider.getAttribute("aria-valuenow") + " " + slider.style.left);
for (const key of ["ArrowRight", "ArrowLeft", "ArrowLeft", "Home", "ArrowLeft", "End"]) {
  slider.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  note();
}
stage.setPointerCapture = () => {};
stage.hasPointerCapture = () => true;
const around = stage.getBoundingClientRect();
for (const [kind, share] of [["pointerdown", 0.25], ["pointermove", 0.75]]) {
  const clientX = around.left + share * around.width;
  stage.dispatchEvent(new PointerEvent(kind, { clientX, pointerId: 1, pointerType: "touch" }));
  note();
}
const choice = document.querySelectorAll("select")[1];
choice.selectedIndex = 1;
choice.dispatchEvent(new Event("change"));
seen.push(slider.getAttribute("aria-valuetext"));
document.title = seen.join(" | ");
</script></body>"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_keys_and_fingers_move_the_divider(tmp_path):
    panels = tuple(panel(name, seed=i) for i, name in enumerate(("Input", "Ours", "Theirs")))
    page = save_figure(FigureSpec(Layout.GRID, panels), tmp_path / "a.html", provenance=None)
    page.write_text(page.read_text("utf-8").replace("</body>", SCRIPT), "utf-8")
    command = [BROWSER, *SWITCHES, f"--user-data-dir={tmp_path / 'profile'}"]
    shown = subprocess.run(
        [*command, "--dump-dom", page.as_uri()],
        capture_output=True,
        env=os.environ | {"HOME": str(tmp_path)},
        timeout=120,
        check=True,
    ).stdout.decode()
    title = shown.partition("<title>")[2].partition("</title>")[0].split(" | ")
    keys = ["51 51%", "50 50%", "49 49%", "0 0%", "0 0%", "100 100%"]
    assert title[:8] == [*keys, "25 25%", "75 75%"]
    assert title[8] == "75 % (a) Input, 25 % (b) Ours"
