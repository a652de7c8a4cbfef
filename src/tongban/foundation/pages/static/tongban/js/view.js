// 比对查看：放大、缩小、旋转。
for (const view of document.querySelectorAll("[data-view]:not([data-zoom])")) {
  view.dataset.zoom = "1";
  view.dataset.turn = "0";
  view.querySelector("[data-view-tools]").hidden = false;
  view.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.zoom) view.dataset.zoom = String(Math.min(3, Math.max(1, Number(view.dataset.zoom) + Number(button.dataset.zoom))));
    if (button && "turn" in button.dataset) view.dataset.turn = String((Number(view.dataset.turn) + 1) % 4);
  });
}
