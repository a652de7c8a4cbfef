// 工作台各页：光标先到该填的地方，上下行（J、K），扫码框空着时单键照常，点两下只交一次。
// autofocus waits for the first picture of the page: what a scanner or a quick hand types before it would be lost.
document.querySelector("[autofocus]")?.focus();

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

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
}
