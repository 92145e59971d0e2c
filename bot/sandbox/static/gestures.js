// Swiping from phone to phone, dragging people onto phones, older messages on the way up.
import { $, active, activate, become, narrow, seats } from "./demo.js";

let swiped = 0;
$(".seats").addEventListener("scroll", () => {
  clearTimeout(swiped);
  swiped = setTimeout(() => {
    const row = $(".seats");
    const middle = row.scrollLeft + row.clientWidth / 2 + row.offsetLeft;
    const near = seats().find((phone) => phone.offsetLeft <= middle && middle < phone.offsetLeft + phone.offsetWidth);
    if (narrow.matches && near && near.dataset.slot !== active) activate(near.dataset.slot, false);
  }, 120);
});

document.addEventListener("scroll", (event) => {
  if (!event.target.matches?.(".log") || event.target.scrollTop > 60) return;
  const older = $(".older", event.target);
  if (older && !older.dataset.asked) {
    older.dataset.asked = "yes";
    older.dataset.height = event.target.scrollHeight - event.target.scrollTop;
    htmx.trigger(older, "reach");
  }
}, true);

document.addEventListener("htmx:beforeSwap", (event) => {
  const older = event.detail.target?.closest?.(".older");
  if (older) keep = { log: older.closest(".log"), below: older.closest(".log").scrollHeight - older.closest(".log").scrollTop };
});
document.addEventListener("htmx:afterSwap", () => {
  if (!keep) return;
  keep.log.scrollTop = keep.log.scrollHeight - keep.below;
  keep = null;
});
let keep = null; // where a phone was scrolled to while older messages come in above


document.addEventListener("dragstart", (event) => {
  const chip = event.target.closest("[data-person]");
  if (chip) event.dataTransfer.setData("text/x-person", chip.dataset.person);
});
document.addEventListener("dragover", (event) => {
  const phone = event.target.closest(".seat");
  if (!phone || !event.dataTransfer.types.includes("text/x-person")) return;
  event.preventDefault();
  phone.classList.add("seat_over");
});
document.addEventListener("dragleave", (event) => {
  const phone = event.target.closest(".seat");
  if (phone && !phone.contains(event.relatedTarget)) phone.classList.remove("seat_over");
});
document.addEventListener("drop", (event) => {
  const phone = event.target.closest(".seat");
  const person = event.dataTransfer.getData("text/x-person");
  if (!phone || !person) return;
  event.preventDefault();
  become(phone.dataset.slot, person);
});
document.addEventListener("click", (event) => {
  const chip = event.target.closest(".dock [data-person]");
  if (chip) become(active, chip.dataset.person);
});
