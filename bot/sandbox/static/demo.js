// The demo page: live pushes, the keyboard, the chooser of people. Everything else is htmx.
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const seats = () => $$(".seat");
export const seat = (slot) => $(`#seat-${slot}`);
export let active = "1";
export const covering = window.matchMedia("(max-width: 1279px)"); // where the side area lies over the phones
export const narrow = window.matchMedia("(max-width: 759px)");

// ---- pushes ----------------------------------------------------------------------------------------------------

const recent = []; // what arrived while a phone was being redrawn is put on it again
const KEPT = 100;

function listen() {
  const feed = new EventSource("/demo/feed");
  let missed = Number(document.body.dataset.newest); // the page shows what came until then
  feed.onmessage = (message) => {
    const event = JSON.parse(message.data);
    showTime(event.now);
    document.dispatchEvent(new CustomEvent("demo:feed", { detail: event }));
    if (event.type === "hello") {
      recent.length = 0;
      if (event.newest > missed) seats().forEach(redraw);
      missed = -1; // a second hello: the stream was broken, or the demo was started anew
    }
    if (event.type === "group") seats().filter((s) => s.dataset.chat === undefined).forEach(redraw);
    if (event.type === "message" || event.type === "update") {
      recent.push(event);
      if (recent.length > KEPT) recent.shift();
      seats().forEach((s) => place(s, event, true));
    }
    if (!["pulse", "typing", "pressing"].includes(event.type)) refreshClock();
  };
}

function place(phone, event, live) {
  if (phone.dataset.user !== event.user) return;
  if (phone.dataset.chat === event.chat) put($(".log", phone), event);
  if (!live) return;
  if (phone.dataset.chat === undefined) {
    redraw(phone);
  } else if (phone.dataset.chat === event.chat) {
    if (!event.mine) fetch("/demo/seen", { method: "POST", body: new URLSearchParams({ user: event.user, chat: event.chat }) });
    if (event.type === "message" && !event.mine) signal(phone);
  } else {
    count(phone, event.unread);
    signal(phone);
  }
}

function put(log, event) {
  const box = document.createElement("template");
  box.innerHTML = event.html.trim();
  const node = box.content.firstElementChild;
  const old = $(`[data-message-id="${event.id}"]`, log);
  const low = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
  if (old) {
    old.replaceWith(node);
  } else {
    const empty = $(".log__empty", log);
    if (empty) empty.remove();
    const next = $$("[data-message-id]", log).find((other) => Number(other.dataset.messageId) > event.id);
    log.insertBefore(node, next || null);
    node.classList.add("msg_new");
  }
  htmx.process(node);
  if (low || event.mine) toEnd(log);
}

function count(phone, unread) {
  const chat = phone.dataset.chat;
  const total = Object.entries(unread).reduce((sum, [key, n]) => (key === chat ? sum : sum + n), 0);
  const badge = $("[data-elsewhere]", phone);
  badge.textContent = total > 99 ? "99+" : total;
  badge.hidden = total === 0;
}

function signal(phone) {
  if (phone.dataset.slot !== active) mark(phone.dataset.slot, true);
}

function mark(slot, news) {
  const dot = $(`#tab-${slot} .dot`); // its tab may be on the way
  if (dot) dot.hidden = !news;
}

const drafts = new Map(); // half-written lines survive a redraw

function redraw(phone) {
  const { slot, user, chat } = phone.dataset;
  const box = $(".say textarea", phone);
  if (box) drafts.set(slot, { user, text: box.value, focused: document.activeElement === box });
  load(slot, user, chat === undefined ? "view=list" : `chat=${encodeURIComponent(chat)}`);
}

const asked = { 1: 0, 2: 0, 3: 0 }; // the newest wish for a phone wins, whichever answer comes last

export async function load(slot, user, place) {
  const turn = ++asked[slot];
  if (seat(slot)) seat(slot).dataset.user = user.toLowerCase();
  const answer = await fetch(`/demo/seat/${slot}?user=${encodeURIComponent(user)}&${place}`).catch(() => null);
  const html = answer ? await answer.text() : "";
  if (turn !== asked[slot]) return;
  if (!answer?.ok) {
    if (answer) toast(html);
    return;
  }
  htmx.swap(seat(slot), html, { swapStyle: "outerHTML" });
  afterSwap();
}

export function become(slot, user) {
  load(slot, user, "chat=");
}

function restore(phone) {
  const draft = drafts.get(phone.dataset.slot);
  const box = $(".say textarea", phone);
  drafts.delete(phone.dataset.slot);
  if (!draft || !box || draft.user !== phone.dataset.user) return;
  box.value = draft.text;
  grow(box);
  if (draft.focused) box.focus();
}

const toEnd = (log) => { log.scrollTop = log.scrollHeight; };

// A phone that shows its newest message keeps showing it when it grows or shrinks.
const raised = new WeakSet();
const sized = new ResizeObserver((entries) => entries.forEach(({ target }) => { if (!raised.has(target)) toEnd(target); }));
document.addEventListener("scroll", ({ target }) => {
  if (!target.matches?.(".log")) return;
  if (target.scrollHeight - target.scrollTop - target.clientHeight > 160) raised.add(target);
  else raised.delete(target);
}, true);

// ---- clock -----------------------------------------------------------------------------------------------------

let moving = false;
let waiting = 0;

function showTime(now) {
  $$("[data-clock]").forEach((clock) => { clock.textContent = now; });
}

function refreshClock() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const busy = moving || $("#clock details[open]") || $("#clock .clock__said");
    if (!busy) htmx.ajax("GET", "/demo/clock", { source: "#clock", target: "#clock" });
  }, 400);
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.closest("#clock form")) moving = true;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.requestConfig.path === "/demo/clock" && event.detail.requestConfig.verb === "post") moving = false;
});

// ---- talking ---------------------------------------------------------------------------------------------------

const said = new Map(); // userid -> { lines, at }

function pastOf(user) {
  if (!said.has(user)) said.set(user, { lines: [], at: 0 });
  return said.get(user);
}

function recall(box, step) {
  const past = pastOf(box.form.elements.user.value);
  const at = past.at + step;
  if (at < 0 || at > past.lines.length) return;
  past.at = at;
  box.value = past.lines[at] || "";
  grow(box);
}

export function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
  box.form.classList.toggle("say_ready", box.value.trim() !== "");
}

document.addEventListener("input", (event) => {
  if (event.target.matches(".say textarea")) grow(event.target);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target;
  if (form.matches(".say, .card")) $("#clock .clock__said")?.remove();
  if (!form.matches(".say")) return;
  const text = form.elements.text.value.trim();
  if (!text) {
    event.preventDefault();
    return;
  }
  const past = pastOf(form.elements.user.value);
  past.lines.push(text);
  past.at = past.lines.length;
  form.elements.text.value = "";
  grow(form.elements.text);
});

function toast(text) {
  const box = $("#toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { box.hidden = true; }, 5000);
}

document.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  toast(status === 422 || status === 404 ? responseText : "演示程序出错了，请看终端里的日志。");
});
document.addEventListener("htmx:sendError", () => toast("连不上演示程序，请看它是否还在运行。"));

// ---- phones and people -----------------------------------------------------------------------------------------

export function bringIntoView(slot) {
  const row = $(".seats");
  const phone = seat(slot);
  if (phone && row.scrollWidth > row.clientWidth) row.scrollTo({ left: phone.offsetLeft - (row.clientWidth - phone.offsetWidth) / 2 - row.offsetLeft });
}

export function activate(slot, focus) {
  active = String(slot);
  seats().forEach((s) => s.classList.toggle("seat_active", s.dataset.slot === active));
  $$("[data-tab]").forEach((tab) => tab.setAttribute("aria-current", String(tab.dataset.tab === active)));
  mark(active, false);
  if (!focus) return;
  const field = $(".say textarea", seat(active)) || $(".chats__row", seat(active));
  if (focus && field) field.focus();
}

function choose(slot) {
  const dialog = $("#people");
  const search = $(".people__search", dialog);
  const below = $(".persona", seat(slot)).getBoundingClientRect();
  dialog.dataset.slot = slot;
  search.value = "";
  find();
  dialog.showModal();
  if (below.height) {
    dialog.style.left = `${Math.min(below.left, window.innerWidth - dialog.offsetWidth - 12)}px`;
    dialog.style.top = `${below.bottom + 6}px`;
  }
  search.focus();
}

function find() {
  const dialog = $("#people");
  const query = encodeURIComponent($(".people__search", dialog).value);
  htmx.ajax("GET", `/demo/people/${dialog.dataset.slot}?q=${query}`, { source: dialog, target: "#people-found" });
}

function afterSwap() {
  const phones = seats();
  phones.forEach((phone) => {
    if (phone.dataset.ready) return;
    phone.dataset.ready = "yes";
    recent.forEach((event) => place(phone, event, false));
    const log = $(".log", phone);
    if (log) {
      toEnd(log);
      sized.observe(log);
    }
    restore(phone);
  });
  activate(active, false);
  const query = `?phones=${phones.map((phone) => phone.dataset.user).join(",")}`;
  if (location.search !== query) window.history.replaceState(null, "", query);
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.matches?.(".seat") || event.target.matches?.(".seat")) afterSwap();
  const hour = $("#clock [data-hour]");
  if (hour) showTime(hour.dataset.hour);
});

document.addEventListener("focusin", (event) => {
  const phone = event.target.closest(".seat");
  if (phone && phone.dataset.slot !== active) activate(phone.dataset.slot, false);
});

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const phone = at(".seat");
  if (phone) activate(phone.dataset.slot, false);
  if (at("[data-choose]")) choose(at("[data-choose]").dataset.choose);
  if (at("[data-tab]")) {
    const slot = at("[data-tab]").dataset.tab;
    if (slot === active) {
      choose(slot);
    } else {
      activate(slot, false);
      bringIntoView(slot);
      const log = $(".log", seat(slot));
      if (log) toEnd(log);
    }
  }
  if (at(".hint")) {
    const box = $(".say textarea", phone);
    if (box) {
      box.value = at(".hint").dataset.hint;
      grow(box);
      box.focus();
    }
  }
  if (at(".people__row")) {
    $("#people").close();
    activate(at(".people__row").dataset.slot, false);
  }
  if (at(".reached")) activate("2", false);
  if (event.target.id === "people") event.target.close();
  $$("details[open]:not(.stage-of, .rowof)").forEach((details) => { if (!details.contains(event.target)) details.open = false; });
});

document.addEventListener("input", (event) => {
  if (event.target.matches(".people__search")) {
    clearTimeout(find.timer);
    find.timer = setTimeout(find, 100);
  }
});

function walk(event) {
  const rows = $$(".people__row");
  const at = rows.indexOf(document.activeElement);
  if (event.key === "ArrowDown") (rows[at + 1] || rows[0])?.focus();
  else if (event.key === "ArrowUp" && at > 0) rows[at - 1].focus();
  else if (event.key === "ArrowUp") $(".people__search").focus();
  else if (event.key === "Enter" && at < 0) rows[0]?.click();
  else if (/^[1-9]$/.test(event.key) && rows[event.key - 1]) rows[event.key - 1].click();
  else return;
  event.preventDefault();
}

function type(event) {
  const box = event.target;
  if (event.isComposing || event.shiftKey) return;
  if (event.key === "Enter") {
    event.preventDefault();
    box.form.requestSubmit();
  } else if (event.key === "ArrowUp" && box.selectionStart === 0 && box.selectionEnd === 0) {
    event.preventDefault();
    recall(box, -1);
  } else if (event.key === "ArrowUp" && !box.value.slice(0, box.selectionStart).includes("\n")) {
    event.preventDefault();
    recall(box, -1);
  } else if (event.key === "ArrowDown" && !box.value.slice(box.selectionEnd).includes("\n")) {
    event.preventDefault();
    recall(box, 1);
  }
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && ["1", "2", "3"].includes(event.key)) {
    event.preventDefault();
    bringIntoView(event.key);
    activate(event.key, true);
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    choose(active);
  } else if (event.altKey && event.code === "KeyN") {
    event.preventDefault();
    $(".step_next").click();
  } else if ($("#people").open) {
    walk(event);
  } else if (event.target.matches(".say textarea")) {
    type(event);
  }
});

// ---- the app's menu --------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const own = event.target.closest(".appmenu__top");
  const tapped = event.target.closest(".appmenu__top div button");
  $$(".appmenu__top[open]").filter((top) => tapped || top !== own).forEach((top) => top.removeAttribute("open"));
});

afterSwap();
listen();
