// 有错时把焦点放到错误汇总；点一条就到那一项，标签一起露出来。
const summary = document.querySelector("main [data-error-summary]");
if (summary && !summary.closest("[data-specimen]")) summary.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
  (field.matches("input,select,textarea,button") ? field : field.querySelector("input,select,textarea"))?.focus();
});
