// After a refused form, focus goes to what is wrong.
export default class ErrorSummary {
  constructor(element) {
    this.element = element;
  }

  connect() {
    this.element.focus();
  }
}
