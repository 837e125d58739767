// Shown on an iPhone or iPad where Hive is not on the Home Screen yet.
import { isInstalled, isIos } from "../lib/install.js";

export default class IosOnly {
  constructor(element) {
    this.element = element;
  }

  connect() {
    this.element.hidden = !isIos() || isInstalled();
  }
}
