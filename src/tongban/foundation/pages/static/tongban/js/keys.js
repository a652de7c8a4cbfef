// 快捷键：取自页面上的 aria-keyshortcuts；? 打开一览；写字时不响应；单键可关（WCAG 2.1.4）。
const dialog = document.getElementById("keys-help");
const list = dialog?.querySelector("[data-keys-list]");
const off = dialog?.querySelector("[data-keys-off]");
const helper = document.querySelector("[data-keys-help]");
const STORE = "tongban-single-keys";
const writing = (target) => target.isContentEditable
  || target.matches("textarea,select,input:not([type=checkbox],[type=radio],[type=button],[type=submit])");
const name = (event) => [event.ctrlKey && "Control", event.altKey && "Alt", event.metaKey && "Meta", event.key]
  .filter(Boolean).join("+").toLowerCase();

function open() {
  list.replaceChildren();
  for (const owner of document.querySelectorAll("[aria-keyshortcuts]")) {
    const key = document.createElement("dt");
    const what = document.createElement("dd");
    key.append(Object.assign(document.createElement("kbd"), { textContent: owner.getAttribute("aria-keyshortcuts") }));
    what.textContent = owner.getAttribute("aria-label") ?? owner.querySelector("span")?.textContent ?? owner.textContent;
    list.append(key, what);
  }
  off.checked = localStorage.getItem(STORE) === "off";
  dialog.showModal();
}

if (dialog) {
  off.addEventListener("change", () => localStorage.setItem(STORE, off.checked ? "off" : "on"));
  if (helper) {
    helper.hidden = false;
    helper.addEventListener("click", open);
  }
  document.addEventListener("keydown", (event) => {
    const single = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (single && (writing(event.target) || localStorage.getItem(STORE) === "off" || dialog.open)) return;
    const pressed = name(event);
    if (pressed === "?") return void open();
    for (const owner of document.querySelectorAll("[aria-keyshortcuts]")) {
      if (!owner.getAttribute("aria-keyshortcuts").toLowerCase().split(" ").includes(pressed)) continue;
      event.preventDefault();
      owner.matches("input,textarea,select") ? owner.focus() : owner.click();
      return;
    }
  });
}
