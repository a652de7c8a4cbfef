// 长辈版即时切换（没有脚本时表单照样管用）、朗读正文、打印按钮。
const root = document.documentElement;
for (const form of document.querySelectorAll("form[data-display]")) {
  form.addEventListener("submit", async (event) => {
    const button = form.querySelector("button[name=mode]");
    const url = `${form.action}?${new URLSearchParams([...new FormData(form), ["mode", button.value]])}`;
    event.preventDefault();
    const answer = await fetch(url, { redirect: "manual" }).catch(() => null);
    if (answer) location.reload();
  });
}

const reader = document.querySelector("[data-read]");
const voice = window.speechSynthesis;
function showReader() {
  if (reader) reader.hidden = !voice?.getVoices().some((one) => one.lang.startsWith("zh"));
}
if (reader && voice) {
  showReader();
  voice.addEventListener?.("voiceschanged", showReader);
  reader.addEventListener("click", () => {
    const speaking = voice.speaking;
    voice.cancel();
    reader.setAttribute("aria-pressed", String(!speaking));
    if (speaking) return;
    const words = new SpeechSynthesisUtterance(document.querySelector("main").innerText);
    words.lang = root.lang;
    words.onend = () => reader.setAttribute("aria-pressed", "false");
    voice.speak(words);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
