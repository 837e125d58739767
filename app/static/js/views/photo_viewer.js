// The photos of a message, one at a time. The browser itself does the swiping: a row that snaps.
export function view(link, template) {
  const viewer = template.content.firstElementChild.cloneNode(true);
  const [row, words, ...buttons] = viewer.querySelectorAll("[data-part]");
  const links = [...link.closest(".photos").querySelectorAll(".photos__link")];
  row.append(...links.map(slide));
  const go = (step) => row.scrollBy(step * row.clientWidth, 0);
  const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
  buttons.forEach((button, index) => {
    button.hidden = links.length === 1;
    button.onclick = () => go(index * 2 - 1);
  });
  row.onscroll = () => {
    const shown = links[Math.round(row.scrollLeft / row.clientWidth)]; // none while it closes
    if (shown && words.textContent !== shown.firstChild.alt) words.textContent = shown.firstChild.alt;
  };
  viewer.onkeydown = (event) => {
    if (!STEPS[event.key]) return;
    event.preventDefault();
    go(STEPS[event.key]);
  };
  viewer.onclose = () => {
    viewer.remove();
    link.focus();
  };
  document.body.append(viewer);
  viewer.showModal();
  row.scrollTo({ left: links.indexOf(link) * row.clientWidth, behavior: "instant" });
  row.onscroll();
}

function slide({ href, firstChild: small }) {
  const image = small.cloneNode();
  // Seen already: there until the large one has come.
  image.style.backgroundImage = `url("${small.src}")`;
  image.src = href;
  const place = document.createElement("div");
  place.append(image);
  return place;
}
