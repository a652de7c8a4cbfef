// 亮证码：倒数，到时自动换新；换过五次或切到后台就停，请人自己点。没有脚本时用“换一个新码”按钮。
const ROUNDS = 5;
let timer;
function watch(box, round) {
  const ends = performance.now() + Number(box.dataset.code) * 1000;
  const status = box.querySelector("[data-left]");
  const form = box.querySelector("form");
  const words = status.textContent;
  clearInterval(timer);
  timer = setInterval(async () => {
    const left = Math.ceil((ends - performance.now()) / 1000);
    if (left === 10) status.textContent = `${words}（${left}）`;
    if (left > 0) return;
    clearInterval(timer);
    if (document.hidden || round >= ROUNDS) return spend(box, form);
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-code]");
    if (!fresh) return spend(box, form);
    box.replaceWith(fresh);
    watch(fresh, round + 1);
  }, 1000);
}
function spend(box, form) {
  box.classList.add("spent");
  box.querySelector("[data-left]").textContent = box.dataset.spent;
  form.querySelector("button").focus();
}
const box = document.querySelector("[data-code]");
if (box) watch(box, 1);
