// 办件页：动作表展开即到第一格，换看材料，两个标签页同开一件时提醒。
const writing = "input:not([type=hidden]),select,textarea";
const hands = { "[data-submit]": "Alt+Enter", "[data-next]": "Alt+n" };
function ready(way) {
  for (const [button, keys] of Object.entries(hands)) {
    for (const old of document.querySelectorAll(`.way ${button}`)) old.removeAttribute("aria-keyshortcuts");
    way.querySelector(button)?.setAttribute("aria-keyshortcuts", keys);
  }
}
const enter = (way) => (way.querySelector(`form :is(${writing})`) ?? way.querySelector("[data-submit]")).focus();
for (const way of document.querySelectorAll(".way")) {
  way.querySelector("summary").addEventListener("click", (event) => {
    if (!way.open) return;
    event.preventDefault(); // one is always open: pressed again, it is entered
    enter(way);
  });
  if (way.open) ready(way);
  else way.dataset.seen = "1";
  way.addEventListener("toggle", () => {
    if (!way.open) return;
    for (const other of document.querySelectorAll(".way[open]")) if (other !== way) other.open = false;
    ready(way);
    if (way.dataset.seen) enter(way);
    way.dataset.seen = "1";
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
