// Copying a talk as a test; the number of violations at the tab, and of messages that wait. Everything else of the side area is htmx.
const $ = (selector, root = document) => root.querySelector(selector);

async function copy(form) {
  const range = new URLSearchParams(new FormData(form));
  const answer = await fetch(`/demo/inspector/test?${range}`);
  const text = await answer.text();
  const box = $(".copier__source", form);
  const said = $(".copier__said", form);
  if (!answer.ok) {
    said.textContent = text;
    return;
  }
  box.value = text;
  box.hidden = false;
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "已复制，存进 tests 目录即可运行。";
  } catch {
    box.select();
    said.textContent = "请按 Ctrl C 复制，存进 tests 目录即可运行。";
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-copier]")) return;
  event.preventDefault();
  copy(event.target);
});

async function count() {
  const badge = $('[data-side-count="trouble"]');
  const answer = await fetch("/demo/trouble/count");
  if (!badge || !answer.ok) return;
  const { violations, waiting } = await answer.json();
  const line = $("#side-trouble:not([hidden]) .waiting-of");
  if (line) {
    line.textContent = waiting ? `有${waiting}条消息等着发出` : "没有等着发出的消息";
    line.classList.toggle("waiting-of_some", waiting > 0);
  }
  badge.textContent = violations > 99 ? "99+" : violations;
  badge.setAttribute("aria-label", `违反企业微信规定${violations}处`);
  badge.hidden = violations === 0;
  const shown = $("#side-trouble:not([hidden]) [data-charges]");
  if (shown && Number(shown.dataset.charges) !== violations) window.htmx.ajax("GET", "/demo/trouble", { source: "#side-trouble", target: "#side-trouble" });
}

let soon = 0;

document.addEventListener("demo:feed", (event) => {
  const { type } = event.detail;
  const watched = ["message", "delivery"].includes(type) && $("#side-trouble:not([hidden]) .waiting-of");
  if (!watched && !["hello", "violation", "reset"].includes(type)) return;
  clearTimeout(soon);
  soon = setTimeout(count, 150);
});
count();
