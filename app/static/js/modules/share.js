// The phone's own way to share, shown only where there is one.
export default class Share {
  constructor(button) {
    this.button = button;
  }

  connect() {
    this.button.hidden = !navigator.share;
    this.button.addEventListener("click", () => {
      const { shareTitle: title, shareText: text, shareUrl: url } = this.button.dataset;
      navigator.share({ title, text, url }).catch(() => {}); // changed their mind
    });
  }
}
