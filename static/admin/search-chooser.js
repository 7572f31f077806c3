// A list that holds only what is chosen, and a field that searches for the rest
// (pattern: combobox with a list, ARIA Authoring Practices).

const DELAY = 200;

class SearchChooser extends window.StimulusModule.Controller {
  static values = {
    url: String,
    level: String,
    find: String,
    remove: String,
    none: String,
    found: String,
    more: String,
  };

  connect() {
    if (this.box) return;
    this.shown = [];
    this.active = -1;
    this.element.hidden = true;
    this.build();
    this.drawChosen();
  }

  disconnect() {
    if (this.box) this.box.remove();
    this.box = null;
    clearTimeout(this.waiting);
  }

  build() {
    const id = this.element.id;
    this.box = make("div", { class: "search-chooser" });
    this.chosen = make("ul", { class: "search-chooser__chosen" });
    this.input = make("input", {
      type: "text",
      id: `${id}-search`,
      role: "combobox",
      autocomplete: "off",
      placeholder: this.findValue,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-choices`,
    });
    const label = document.querySelector(`label[for="${id}"]`);
    if (label) {
      label.id = label.id || `${id}-name`;
      label.htmlFor = this.input.id;
      this.input.setAttribute("aria-labelledby", label.id);
    } else {
      this.input.setAttribute("aria-label", this.findValue);
    }
    const described = this.element.getAttribute("aria-describedby");
    if (described) this.input.setAttribute("aria-describedby", described);
    this.list = make("ul", { id: `${id}-choices`, role: "listbox", hidden: "" });
    this.status = make("p", { role: "status", class: "w-sr-only" });
    this.box.append(this.chosen, this.input, this.list, this.status);
    this.element.after(this.box);
    this.input.addEventListener("focus", () => this.ask());
    this.input.addEventListener("input", (event) => {
      event.stopPropagation(); // what is typed here is not part of the page
      this.askSoon();
    });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  get several() {
    return this.element.multiple;
  }

  get options() {
    return [...this.element.options].filter((option) => option.selected && option.value);
  }

  drawChosen() {
    this.chosen.replaceChildren(
      ...this.options.map((option) => {
        const item = make("li", { class: "search-chooser__item" });
        const button = make("button", {
          type: "button",
          class: "search-chooser__remove",
          "aria-label": this.removeValue.replace("%(name)s", option.text),
        });
        button.textContent = "×";
        button.addEventListener("click", () => this.removeOption(option));
        item.append(option.text, ...hinted(option.dataset.hint), button);
        return item;
      }),
    );
  }

  askSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), DELAY);
  }

  async ask() {
    const asked = this.input.value.trim();
    const url = new URL(this.urlValue, window.location.href);
    url.searchParams.set("q", asked);
    if (this.levelValue) url.searchParams.set("level", this.levelValue);
    let answer;
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      if (!response.ok) return;
      answer = await response.json();
    } catch {
      return; // the network is away: typing again asks again
    }
    if (asked !== this.input.value.trim() || document.activeElement !== this.input) return;
    const taken = new Set(this.options.map((option) => option.value));
    this.shown = answer.choices.filter((choice) => !taken.has(String(choice.id)));
    this.drawList(answer.more);
  }

  drawList(more) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    const items = this.shown.map((choice, index) => {
      const item = make("li", {
        id: `${this.list.id}-${index}`,
        role: "option",
        "aria-selected": "false",
        class: "search-chooser__choice",
      });
      item.append(choice.label, ...hinted(choice.hint));
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault(); // the field keeps the focus
        this.choose(index);
      });
      return item;
    });
    const note = this.shown.length ? "" : this.noneValue;
    const rest = more ? this.moreValue.replace("%(count)s", more) : "";
    if (note || rest) {
      const item = make("li", { class: "search-chooser__note", role: "presentation" });
      item.textContent = note || rest;
      items.push(item);
    }
    this.list.replaceChildren(...items);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.status.textContent =
      note || this.foundValue.replace("%(count)s", this.shown.length + more);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.active = -1;
  }

  onKey(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.ask();
      else this.move(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Enter") {
      event.preventDefault(); // never sends the page by accident
      if (this.active >= 0) this.choose(this.active);
      else if (this.shown.length === 1 && !this.list.hidden) this.choose(0);
    } else if (key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    } else if (key === "Backspace" && !this.input.value && this.options.length) {
      this.removeOption(this.options.at(-1));
    }
  }

  move(step) {
    const choices = this.list.querySelectorAll('[role="option"]');
    if (!choices.length) return;
    if (this.active >= 0) choices[this.active].setAttribute("aria-selected", "false");
    this.active = (this.active + step + choices.length) % choices.length;
    const choice = choices[this.active];
    choice.setAttribute("aria-selected", "true");
    choice.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", choice.id);
  }

  choose(index) {
    const choice = this.shown[index];
    if (!this.several) {
      for (const option of this.options) option.remove();
    }
    const option = new Option(choice.label, choice.id, true, true);
    if (choice.hint) option.dataset.hint = choice.hint;
    this.element.append(option);
    this.input.value = "";
    this.close();
    this.changed();
  }

  removeOption(option) {
    option.remove();
    if (!this.several) this.element.value = "";
    this.changed();
    this.input.focus();
  }

  changed() {
    this.drawChosen();
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function hinted(text) {
  if (!text) return [];
  const hint = make("span", { class: "search-chooser__hint" });
  hint.textContent = text;
  return [" ", hint];
}

function make(tag, attributes) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

window.wagtail.app.register("search-chooser", SearchChooser);
