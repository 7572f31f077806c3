// Refines the results in place. Without this file the same form and links load pages.

const form = document.getElementById("find");
const filters = document.getElementById("filters");
const opener = document.getElementById("open-filters");
const wide = window.matchMedia("(min-width: 62em)");

// Addresses hold what was chosen: nothing empty, no order that goes without saying.
form.addEventListener("htmx:configRequest", (event) => {
  const { parameters } = event.detail;
  for (const name of Object.keys(parameters)) {
    const given = [].concat(parameters[name]).filter((value) => value !== "");
    if (given.length) parameters[name] = given;
    else delete parameters[name];
  }
  if (String(parameters.tri) === "pertinence") delete parameters.tri;
});

// Only choices refine while one types; words are sent with the button or Enter.
form.addEventListener(
  "change",
  (event) => {
    if (event.target.matches("#q, #pres, #lieu, [id^='filter-']")) event.stopPropagation();
  },
  true,
);

// A refused or lost answer is said, and the page stays as it was.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  form.addEventListener(name, () => {
    const failure = document.getElementById("failure");
    failure.textContent = form.dataset.failed;
    failure.classList.remove("fr-sr-only");
  });
}

// Lists keep the shape that the visitor gave them: folds and words of their filters.

const folds = new Map();

form.addEventListener(
  "toggle",
  (event) => {
    if (event.target.id) folds.set(event.target.id, event.target.open);
  },
  true,
);

function filterList(input) {
  const plain = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase();
  const asked = plain(input.value.trim());
  const list = document.getElementById(input.parentElement.dataset.filters);
  for (const item of list.children) {
    item.hidden = asked !== "" && !plain(item.textContent).includes(asked);
  }
}

function readyLists(words) {
  for (const box of document.querySelectorAll("[data-filters]")) {
    const input = box.querySelector("input");
    box.hidden = false;
    input.value = words.get(input.id) || "";
    input.addEventListener("input", () => filterList(input));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    if (input.value) filterList(input);
  }
}

readyLists(new Map());

let words = new Map();
let toTop = false;
let held = null;

// What was ticked stays under the eyes, whatever the lists above it lose or gain.
function holdPlace() {
  const { activeElement } = document;
  const inside = filters.contains(activeElement) && activeElement.id;
  held = inside && {
    id: activeElement.id,
    top: activeElement.getBoundingClientRect().top,
  };
}

function restorePlace() {
  const node = held && document.getElementById(held.id);
  if (!node) return;
  const scroller = filters.classList.contains("is-open")
    ? document.getElementById("panels")
    : window;
  scroller.scrollBy({
    top: node.getBoundingClientRect().top - held.top,
    behavior: "instant",
  });
}

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "results") return;
  const inputs = document.querySelectorAll("[data-filters] input");
  words = new Map([...inputs].map((input) => [input.id, input.value]));
  holdPlace();
});

document.body.addEventListener("htmx:beforeRequest", (event) => {
  toTop = event.detail.elt.hasAttribute("data-to-top");
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "results") return;
  document.getElementById("failure").textContent = "";
  for (const [id, open] of folds) {
    const fold = document.getElementById(id);
    if (fold) fold.open = open;
  }
  readyLists(words);
  restorePlace();
  document.dispatchEvent(new CustomEvent("portal:results"));
  const lost = document.activeElement === document.body;
  if (toTop) form.scrollIntoView();
  if (toTop || lost) {
    const place = filters.classList.contains("is-open")
      ? document.getElementById("filters-title")
      : document.getElementById("headline");
    place.focus({ preventScroll: true });
  }
});

// Coming back from a page, one is where one left: on the link to it.

document.getElementById("results").addEventListener("click", (event) => {
  const link = event.target.closest(".cs-card__title a");
  if (link) window.history.replaceState({ ...window.history.state, opened: link.href }, "");
});

const { opened } = window.history.state || {};
const [visit] = window.performance.getEntriesByType("navigation");
if (opened && visit?.type === "back_forward") {
  const links = [...document.querySelectorAll(".cs-card__title a")];
  links.find((link) => link.href === opened)?.focus({ preventScroll: true });
}

// On a phone the filters take the whole screen.

function outside() {
  const kept = new Set();
  for (let node = filters; node && node !== document.body; node = node.parentElement) {
    kept.add(node);
  }
  return [...kept].flatMap((node) =>
    [...node.parentElement.children].filter((other) => !kept.has(other)),
  );
}

function openFilters() {
  filters.classList.add("is-open");
  filters.setAttribute("role", "dialog");
  filters.setAttribute("aria-modal", "true");
  opener.setAttribute("aria-expanded", "true");
  for (const other of outside()) other.inert = true;
  document.documentElement.classList.add("cs-still");
  document.getElementById("filters-title").focus();
}

function closeFilters() {
  if (!filters.classList.contains("is-open")) return;
  filters.classList.remove("is-open");
  filters.setAttribute("role", "group");
  filters.removeAttribute("aria-modal");
  opener.setAttribute("aria-expanded", "false");
  for (const other of outside()) other.inert = false;
  document.documentElement.classList.remove("cs-still");
  opener.focus();
}

opener.addEventListener("click", openFilters);
filters.querySelector(".cs-filters__close").addEventListener("click", closeFilters);
filters.querySelector(".cs-filters__see").addEventListener("click", (event) => {
  event.preventDefault();
  closeFilters();
});
filters.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeFilters();
});
wide.addEventListener("change", closeFilters);
