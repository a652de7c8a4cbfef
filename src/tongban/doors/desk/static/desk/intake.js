// 窗口填写：光标先到该填的地方；情形一答完就更新；材料一键收齐；回车到下一格；点两下只交一次。
const form = document.querySelector("form[data-intake]");
const boxes = "input:not([type=hidden],[type=file]),select,textarea";
const seen = (one) => one.checkVisibility() && one.tabIndex >= 0;

if (!document.querySelector("main [data-error-summary]")) {
  document.getElementById(document.querySelector("[data-start]")?.dataset.start)?.focus();
}

const all = document.getElementById("all-papers");
const needed = [...form.querySelectorAll("[data-required]")];
if (all && needed.length) {
  all.closest("label").hidden = false;
  const settle = () => { all.checked = needed.every((one) => one.checked); };
  all.addEventListener("change", () => needed.forEach((one) => { one.checked = all.checked; }));
  form.addEventListener("change", (event) => { if (needed.includes(event.target)) settle(); });
  settle();
}

form.addEventListener("change", (event) => {
  if (!event.target.matches("[data-situation]")) return;
  const names = [...form.querySelectorAll("[data-situation]")].map((one) => one.name);
  const open = names.find((name) => !form.querySelector(`[name="${CSS.escape(name)}"]:checked`));
  if (open) return;
  clearTimeout(form.settling);
  form.settling = setTimeout(() => form.requestSubmit(form.querySelector("[value=keep]")), 700);
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.altKey || event.ctrlKey || event.isComposing) return;
  if (!event.target.matches("input,select")) return;
  event.preventDefault();
  const order = [...form.querySelectorAll(`${boxes},button[name=do]`)].filter(seen);
  const group = (one) => one.type === "radio" ? one.name : one;
  const here = group(event.target);
  const later = order.slice(order.indexOf(event.target) + 1).find((one) => group(one) !== here);
  later?.focus();
});

form.addEventListener("submit", (event) => {
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 5000);
});
