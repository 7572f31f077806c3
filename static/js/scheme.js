// Runs before the first paint: the page is drawn once, in the right scheme.
const root = document.documentElement;
root.classList.add("js");
const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
root.setAttribute("data-fr-theme", dark ? "dark" : "light");
