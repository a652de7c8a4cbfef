// 表格：点表头排序、全选、选列。都在本页做；没有脚本时是一张普通的表。
const compare = new Intl.Collator("zh-CN", { numeric: true }).compare;
const value = (row, place) => row.cells[place].dataset.value ?? row.cells[place].innerText.trim();

function sort(header) {
  const table = header.closest("table");
  const place = header.cellIndex;
  const up = header.getAttribute("aria-sort") !== "ascending";
  const rows = [...table.tBodies[0].rows].sort((a, b) => compare(value(a, place), value(b, place)) * (up ? 1 : -1));
  for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", up ? "ascending" : "descending");
  table.tBodies[0].append(...rows);
}

function chooseColumns(menu) {
  const table = document.getElementById(menu.dataset.columns);
  const box = menu.querySelector("div");
  [...table.tHead.rows[0].cells].forEach((header, place) => {
    if (header.querySelector("[data-all]")) return;
    const label = document.createElement("label");
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
    label.append(tick, header.innerText);
    box.append(label);
    tick.addEventListener("change", () => {
      for (const row of table.rows) if (row.cells[place]) row.cells[place].hidden = !tick.checked;
    });
  });
  menu.hidden = false;
}

for (const menu of document.querySelectorAll("[data-columns][hidden]")) chooseColumns(menu);
for (const header of document.querySelectorAll("[data-table] th[data-sort]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: header.innerText });
  header.replaceChildren(button);
  header.removeAttribute("data-sort");
  button.addEventListener("click", () => sort(header));
}
for (const all of document.querySelectorAll("[data-all][hidden]")) {
  const boxes = all.closest("table").querySelectorAll(`tbody input[name="${all.dataset.all}"]`);
  all.hidden = false;
  all.nextElementSibling?.remove();
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
}
