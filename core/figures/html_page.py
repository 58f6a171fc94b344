"""Markup, style and script of the HTML page, kept apart from what goes into it."""

from __future__ import annotations

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>{title}</title>
<meta name="description" content="{description}">
<style>{style}</style>
</head>
<body>
<main>
{heading}
{figures}
<p class="help">Drag the divider, or use the arrow keys; Home and End go to the edges.
<button type="button" id="zoom" aria-pressed="false">100 %</button></p>
</main>
{provenance}
<script>{script}</script>
</body>
</html>
"""

STYLE = """
:root { color-scheme: dark; }
* { box-sizing: border-box; }
body { margin: 0; background: #1a1a1a; color: #dedede;
  font: 15px/1.4 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1600px; margin: 0 auto; padding: 16px; }
h1 { font-size: 20px; font-weight: 600; margin: 0 0 16px; }
h2 { font-size: 15px; font-weight: 600; margin: 24px 0 8px; }
figure { margin: 0 0 24px; }
.frame { overflow: auto; max-height: 100vh; }
.stage { position: relative; margin: 0 auto; aspect-ratio: var(--ratio);
  width: min(100%, calc((100vh - 120px) * var(--ratio))); }
.whole { display: block; width: 100%; height: auto; }
.live .whole { position: absolute; inset: 0; width: 100%; height: 100%; visibility: hidden; }
.live .whole.shown { visibility: visible; }
.sharp { image-rendering: pixelated; }
.live .stage { overflow: hidden; cursor: ew-resize; touch-action: pan-y; user-select: none; }
.stage:not(.live *) { aspect-ratio: auto; }
.divider { display: none; }
.live .divider { display: block; position: absolute; top: 0; bottom: 0; width: 44px;
  margin-left: -22px; left: 50%; outline: none; }
.divider::before { content: ""; position: absolute; inset: 0 auto 0 21px; width: 2px;
  background: #fff; box-shadow: 0 0 0 1px rgba(0, 0, 0, .55); }
.divider::after { content: "\\2039\\2002\\203a"; position: absolute; top: 50%; left: 4px;
  width: 36px; height: 36px; margin-top: -18px; border-radius: 50%; background: #fff;
  color: #1a1a1a; text-align: center; font: 600 20px/32px system-ui, sans-serif;
  box-shadow: 0 0 0 1px rgba(0, 0, 0, .55); }
.divider:focus-visible::after { box-shadow: 0 0 0 2px #1a1a1a, 0 0 0 5px #fff; }
.box { display: none; position: absolute; border: 2px solid var(--colour); pointer-events: none; }
.live .box { display: block; }
figcaption { display: flex; justify-content: space-between; gap: 16px; padding: 8px 0; }
figcaption span:last-child:not(:first-child) { text-align: right; }
select, button { font: inherit; color: inherit; background: #2f2f2f; border: 1px solid #3a3a3a;
  border-radius: 4px; padding: 4px 8px; max-width: 100%; }
.crops { display: grid; grid-template-columns: repeat(var(--count), minmax(0, 1fr)); gap: 12px;
  margin: 0 auto 12px; max-width: calc(var(--count) * (40vh * var(--ratio) + 12px)); }
.crop { display: block; width: 100%; aspect-ratio: var(--ratio); image-rendering: pixelated;
  border: 2px solid var(--colour); }
.crops p, .help { color: #9b9b9b; margin: 4px 0 0; overflow-wrap: anywhere; }
body:not(.live) .help { display: none; }
@media (max-width: 600px) { .crops { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
"""

SCRIPT = """
"use strict";
document.body.classList.add("live");
const comparisons = [];
for (const figure of document.querySelectorAll(".comparison")) {
  const stage = figure.querySelector(".stage");
  const divider = figure.querySelector(".divider");
  const wholes = [...figure.querySelectorAll(".whole")];
  const sides = [...figure.querySelectorAll(".side")];
  let share = 0.5;
  const draw = () => {
    const chosen = sides.length ? sides.map(side => side.selectedIndex) : [0, wholes.length - 1];
    const [left, right] = chosen.map(index => wholes[index]);
    for (const whole of wholes) {
      whole.classList.toggle("shown", whole === left || whole === right);
      whole.classList.toggle("sharp",
        stage.clientWidth * devicePixelRatio >= 1.5 * whole.naturalWidth);
      whole.style.clipPath = "";
      whole.style.zIndex = 0;
    }
    if (!divider) return;
    const percent = Math.round(1000 * share) / 10;
    left.style.zIndex = 1;
    if (left !== right) left.style.clipPath = `inset(0 ${100 - percent}% 0 0)`;
    divider.style.left = percent + "%";
    divider.style.zIndex = 3;
    divider.setAttribute("aria-valuenow", Math.round(percent));
    divider.setAttribute("aria-valuetext",
      `${Math.round(percent)} % ${left.alt}, ${Math.round(100 - percent)} % ${right.alt}`);
    for (const box of stage.querySelectorAll(".box")) box.style.zIndex = 2;
  };
  const place = value => { share = Math.min(1, Math.max(0, value)); draw(); };
  if (divider) {
    const follow = event => {
      const around = stage.getBoundingClientRect();
      place((event.clientX - around.left) / around.width);
    };
    stage.addEventListener("pointerdown", event => {
      if (event.button !== 0) return;
      stage.setPointerCapture(event.pointerId);
      divider.focus({ preventScroll: true });
      follow(event);
      event.preventDefault();
    });
    stage.addEventListener("pointermove", event => {
      if (stage.hasPointerCapture(event.pointerId)) follow(event);
    });
    divider.addEventListener("keydown", event => {
      const step = event.shiftKey ? 0.1 : 0.01;
      const places = {
        ArrowLeft: share - step, ArrowDown: share - step,
        ArrowRight: share + step, ArrowUp: share + step,
        PageDown: share - 0.1, PageUp: share + 0.1, Home: 0, End: 1,
      };
      if (!(event.key in places)) return;
      place(places[event.key]);
      event.preventDefault();
    });
  }
  for (const side of sides) side.addEventListener("change", draw);
  const natural = () => Math.max(...wholes.map(whole => whole.naturalWidth));
  comparisons.push({ stage, draw, natural });
  for (const whole of wholes) whole.addEventListener("load", draw);
  draw();
}
const zoom = document.getElementById("zoom");
const resize = () => {
  const actual = zoom.getAttribute("aria-pressed") === "true";
  for (const { stage, draw, natural } of comparisons) {
    stage.style.width = actual ? natural() / devicePixelRatio + "px" : "";
    draw();
  }
};
zoom.addEventListener("click", () => {
  const pressed = zoom.getAttribute("aria-pressed") === "true";
  zoom.setAttribute("aria-pressed", String(!pressed));
  resize();
});
addEventListener("resize", resize);
"""
