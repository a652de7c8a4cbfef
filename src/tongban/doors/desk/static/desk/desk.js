// 工作台：上下行（J、K）、动作表展开即到第一格、扫码框空着时单键照常、两个标签页同开一件时提醒、点两下只交一次。
const writing = "input:not([type=hidden]),select,textarea";
const rows = () => [...document.querySelectorAll("[data-rows] a")];

function step(by) {
  const links = rows();
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + by))]?.focus();
}
for (const button of document.querySelectorAll("[data-step]")) {
  button.hidden = false;
  button.addEventListener("click", () => step(Number(button.dataset.step)));
}

const scan = document.querySelector("[data-scan]");
scan?.addEventListener("keydown", (event) => {
  if (scan.value || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "ArrowDown" && rows().length) { event.preventDefault(); step(1); }
  const off = localStorage.getItem("tongban-single-keys") === "off";
  if (off || !/^[a-z?]$/i.test(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  scan.blur();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true, cancelable: true }));
});

const hands = { "[data-submit]": "Alt+Enter", "[data-next]": "Alt+n" };
function ready(way) {
  for (const [button, keys] of Object.entries(hands)) {
    for (const old of document.querySelectorAll(`.way ${button}`)) old.removeAttribute("aria-keyshortcuts");
    way.querySelector(button)?.setAttribute("aria-keyshortcuts", keys);
  }
}
for (const way of document.querySelectorAll(".way")) {
  if (way.open) ready(way);
  else way.dataset.seen = "1";
  way.addEventListener("toggle", () => {
    if (!way.open) return;
    for (const other of document.querySelectorAll(".way[open]")) if (other !== way) other.open = false;
    ready(way);
    if (way.dataset.seen) (way.querySelector(`form :is(${writing})`) ?? way.querySelector("[data-submit]")).focus();
    way.dataset.seen = "1";
  });
}

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
}

for (const link of document.querySelectorAll("[data-view-link]")) {
  link.addEventListener("click", () => {
    document.querySelector("[data-viewer-name]").textContent = link.textContent;
    document.querySelector("[data-viewer-own]").href = link.href;
    for (const told of document.querySelectorAll("[data-stands]")) told.hidden = told.id !== link.dataset.viewLink;
  });
}

const mine = document.querySelector("[data-case]")?.dataset.case;
if (mine && "BroadcastChannel" in window) {
  const channel = new BroadcastChannel("tongban-desk");
  const warn = () => { document.querySelector("[data-twice]").hidden = false; };
  channel.addEventListener("message", ({ data }) => {
    if (data.no !== mine) return;
    warn();
    if (data.asks) channel.postMessage({ no: mine });
  });
  channel.postMessage({ no: mine, asks: true });
}
