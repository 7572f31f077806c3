// Small helps of every page; each part does without.

// Suggestions: a combobox (arrows choose, Enter opens, Escape closes).

function combobox(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "cs-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent.trim());
  list.hidden = true;
  input.closest(".cs-search").append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let asked;
  let timer;
  let chosen = -1;

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    const options = [...list.children];
    chosen = (place + options.length) % options.length;
    options.forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === chosen));
    });
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  function show(suggestions) {
    list.replaceChildren(
      ...suggestions.map(({ text, url, kind }, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.className = "cs-suggestions__option";
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = url;
        const name = document.createElement("span");
        name.textContent = text;
        const label = document.createElement("span");
        label.className = "cs-suggestions__kind";
        label.textContent = kind;
        option.append(name, " ", label);
        return option;
      }),
    );
    chosen = -1;
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    asked?.abort();
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    asked = new AbortController();
    const address = `${input.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok && document.activeElement === input) {
        show((await answer.json()).suggestions);
      }
    } catch {
      close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) {
      window.location.assign(list.children[chosen].dataset.url);
    } else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  // Pressed and not clicked: a click would come after the field lost its focus.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) window.location.assign(option.dataset.url);
  });
}

for (const input of document.querySelectorAll("[data-suggestions]")) combobox(input);

// The territory chosen last on this device is offered on the next searches.

const KEPT = "territoire";

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function keepPlace() {
  const chip = document.querySelector("[data-place]");
  try {
    if (chip) {
      const place = { value: chip.dataset.place, label: chip.dataset.placeLabel };
      localStorage.setItem(KEPT, JSON.stringify(place));
    }
  } catch {
    // Storage is refused: nothing is kept, nothing is lost.
  }
  offerPlace(Boolean(chip));
}

function offerPlace(already) {
  const offer = document.querySelector("[data-kept-place]");
  if (!offer) return;
  const place = kept();
  offer.hidden = already || !place?.value;
  if (offer.hidden) return;
  const address = new URL(offer.dataset.keptPlace, window.location);
  if (document.getElementById("find")) address.search = window.location.search;
  address.searchParams.append(KEPT, place.value);
  address.searchParams.delete("page");
  const use = document.createElement("a");
  use.className = "fr-tag fr-tag--sm";
  use.href = address;
  use.textContent = offer.dataset.keptUse.replace("%(place)s", place.label);
  const forget = document.createElement("button");
  forget.type = "button";
  forget.className = "fr-btn fr-btn--tertiary-no-outline fr-btn--sm";
  forget.textContent = offer.dataset.keptForget;
  forget.addEventListener("click", () => {
    localStorage.removeItem(KEPT);
    offer.hidden = true;
  });
  offer.replaceChildren(use, forget);
}

keepPlace();
document.addEventListener("portal:results", keepPlace);

// Printing: the button, and everything unfolded on paper.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.open = true;
    fold.dataset.foldAgain = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-fold-again]")) {
    fold.open = false;
    delete fold.dataset.foldAgain;
  }
});

// A change of light or dark is followed without loading the page again.

window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (query) => {
  document.documentElement.dataset.frTheme = query.matches ? "dark" : "light";
});
