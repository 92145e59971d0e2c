// The story that is being told: who holds which phone, typing, pressing, the strip above the phones.
import { $, $$, activate, become, bringIntoView, grow, seat, seats } from "./demo.js";
import { load } from "./side.js";

const told = { step: "", cast: "" };

function tellStory() {
  return htmx.ajax("GET", "/demo/story", { source: "#story", target: "#story" });
}

function castStory() {
  const said = $("#story .story__said");
  const key = said ? `${$("#story b").textContent}/${said.dataset.step}` : "";
  if (!said || said.dataset.mode !== "playing" || key === told.step) return;
  told.step = key;
  said.dataset.cast.split(",").forEach((user, index) => {
    const phone = seat(index + 1);
    const elsewhere = phone?.dataset.user !== user && seats().some((other) => other.dataset.user === user);
    if (!elsewhere && (phone?.dataset.user !== user || phone.dataset.chat !== "")) become(index + 1, user);
  });
  const slot = said.dataset.cast.split(",").indexOf(said.dataset.who) + 1;
  if (slot) {
    activate(slot, false);
    bringIntoView(slot);
  }
}

function typeOut({ user, text, ms }) {
  const began = performance.now();
  const draw = (now) => {
    const part = Math.min(1, ms ? (now - began) / ms : 1);
    const box = $(`.seat[data-user="${user}"] .say textarea`); // the phone may be redrawn meanwhile
    if (box) {
      box.value = text.slice(0, Math.ceil(part * text.length));
      grow(box);
      box.scrollTop = box.scrollHeight;
    }
    if (part < 1) requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
}

function pressOut({ user, button }) {
  const found = $$(`.seat[data-user="${user}"] .card__button`).filter((one) => one.textContent === button).at(-1);
  if (!found) return;
  found.scrollIntoView({ block: "nearest" });
  found.classList.add("card__button_pressed");
}

document.addEventListener("demo:feed", ({ detail: event }) => {
  if (event.type === "hello" || event.type === "story") tellStory();
  if (event.type === "typing") typeOut(event);
  if (event.type === "pressing") pressOut(event);
  if (event.type === "message" && event.mine) {
    const box = $(`.seat[data-user="${event.user}"] .say textarea`);
    if (box && event.html.includes(`<div class="bubble">`) && $("#story .story__said")) {
      box.value = "";
      grow(box);
    }
  }
  if (document.body.dataset.side === "timeline" && ["hello", "clock", "message"].includes(event.type)) {
    clearTimeout(told.timer);
    told.timer = setTimeout(() => load("timeline"), 600);
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "story") castStory();
});

tellStory();
