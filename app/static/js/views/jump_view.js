// The way back to the newest message, with how many came meanwhile.
export class JumpView {
  #missed = 0;

  constructor(button, view) {
    Object.assign(this, { button, view });
  }

  missed(count) {
    this.#missed += count;
  }

  /** `isLive`: whether the page goes on to the newest message. */
  update(isLive) {
    const { feed, isAtBottom } = this.view;
    if (isAtBottom && isLive) this.#missed = 0;
    const isFarUp = feed.scrollTop < -feed.clientHeight;
    this.button.hidden = isLive && (isAtBottom || !(this.#missed || isFarUp));
    const count = this.#missed === 1 ? "1 new message" : `${this.#missed} new messages`;
    this.button.querySelector("span").textContent = this.#missed ? count : "To the newest";
  }
}
