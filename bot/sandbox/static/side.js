// The side area: its tabs, and what is loaded into them.
import { $, $$, covering } from "./demo.js";

const LOADED = { timeline: "/demo/timeline", inspector: "/demo/inspector", trouble: "/demo/trouble" };

export function openSide(name, address = LOADED[name]) {
  document.body.dataset.side = name;
  if (covering.matches) document.body.classList.add("side_open");
  $$("[data-side-tab]").forEach((tab) => tab.setAttribute("aria-selected", String(tab.dataset.sideTab === name)));
  $$(".side__panel").forEach((panel) => { panel.hidden = panel.id !== `side-${name}`; });
  if (address) load(name, address);
}

export function load(name, address = LOADED[name]) {
  htmx.ajax("GET", address, { source: `#side-${name}`, target: `#side-${name}` });
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-side-tab]");
  const inspected = event.target.closest("[data-inspect]");
  if (tab) openSide(tab.dataset.sideTab);
  if (event.target.closest("[data-side-close]") || event.target.closest(".side .tale, .side .coming__row")) document.body.classList.remove("side_open");
  if (event.target.closest("[data-side-open]")) openSide(document.body.dataset.side || "stories");
  if (inspected) openSide("inspector", `/demo/inspector?message=${inspected.dataset.inspect}`);
});
