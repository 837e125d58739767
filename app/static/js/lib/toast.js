/** Says something in passing, to eyes and screen readers. Never the only place an error is told. */
export function toast(words, { seconds = 5 } = {}) {
  const region = document.querySelector("[data-toasts]");
  if (!region) return;
  const shown = document.createElement("div");
  shown.className = "toast";
  shown.textContent = words;
  region.append(shown);
  setTimeout(() => shown.remove(), seconds * 1000);
}
