// After a refused form, focus goes to what is wrong.
export default class ErrorSummary {
  constructor(element) {
    this.element = element;
  }

  connect() {
    this.element.focus();
    this.#answerBack();
  }

  // This page answered a POST. Coming back to it is to fetch the form anew, instead of the browser
  // asking whether to send the old one again. A form that posts elsewhere may have no page there.
  #answerBack() {
    const form = this.element.closest("main")?.querySelector("form");
    if (form && !form.hasAttribute("action")) history.replaceState(history.state, "", location.href);
  }
}
