// Suggestions while typing in the search box (WAI-ARIA 1.2: editable combobox with a list, chosen by hand).
// The page is whole without this file: then the box is a plain search box.
"use strict";
(() => {
  const WAIT = 120; // milliseconds without a key before we ask
  const SHORTEST = 2; // letters
  const LONGEST = 100;
  const KEPT = 200; // answers

  for (const box of document.querySelectorAll("[data-suggest]")) combobox(box);

  function combobox(box) {
    const input = box.querySelector("input");
    const labels = JSON.parse(box.dataset.labels);
    const numbers = new Intl.NumberFormat(document.documentElement.lang);
    const answers = new Map();
    let items = [];
    let active = -1;
    let timer = 0;
    let request = null;
    let shownFor = null;

    const list = element("ul", { id: `${input.id}-suggestions`, role: "listbox", "aria-label": labels.list, hidden: "" });
    const spoken = element("div", { class: "hidden", "aria-live": "polite" });
    box.append(list, spoken);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-haspopup", "listbox"]]) {
      input.setAttribute(name, value);
    }

    function element(name, attributes, text) {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      if (text !== undefined) made.textContent = text;
      return made;
    }

    const fill = (text, number) => text.replace("{}", numbers.format(number));
    const typed = () => input.value.trim().replace(/\s+/g, " ");
    const isOpen = () => !list.hidden;

    function option(item, position) {
      const made = element("li", { id: `${list.id}-${position}`, role: "option", "aria-selected": "false" });
      made.append(element("span", { class: "suggest-text" }, item.text), " ", element("span", { class: "suggest-kind" }, labels[item.kind] ?? ""));
      // A title of one resource leads to its page: there is nothing to count.
      if (item.kind !== "title" || !item.value) {
        made.append(" ", element("span", { class: "suggest-count" }, item.count === 1 ? labels.hit : fill(labels.hits, item.count)));
      }
      return made;
    }

    function show(words, found) {
      if (words !== typed() || document.activeElement !== input) return;
      items = found;
      shownFor = words;
      list.replaceChildren(...found.map(option));
      activate(-1);
      setOpen(found.length > 0);
      spoken.textContent = found.length === 0 ? labels.none : found.length === 1 ? labels.one : fill(labels.many, found.length);
    }

    function setOpen(open) {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      if (!open) activate(-1);
    }

    function close() {
      clearTimeout(timer);
      request?.abort();
      setOpen(false);
      spoken.textContent = "";
    }

    function activate(position) {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = position;
      const chosen = list.children[active];
      if (chosen) {
        chosen.setAttribute("aria-selected", "true");
        chosen.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", chosen.id);
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    async function ask(words) {
      request?.abort();
      if (answers.has(words)) return show(words, answers.get(words));
      const mine = (request = new AbortController());
      try {
        const answer = await fetch(box.dataset.suggest + encodeURIComponent(words), { signal: mine.signal });
        if (!answer.ok) return setOpen(false);
        const found = (await answer.json()).items;
        if (answers.size >= KEPT) answers.delete(answers.keys().next().value);
        answers.set(words, found);
        show(words, found);
      } catch (error) {
        // Aborted by the next letter, or the server is away: searching still works.
        if (error.name !== "AbortError") setOpen(false);
      }
    }

    function changed() {
      clearTimeout(timer);
      const words = typed();
      if (words.length < SHORTEST || words.length > LONGEST) return close();
      if (words === shownFor && isOpen()) return;
      timer = setTimeout(ask, answers.has(words) ? 0 : WAIT, words);
    }

    function choose(position) {
      const item = items[position];
      if (!item) return;
      setOpen(false);
      location.assign(item.href);
    }

    function arrow(event, step) {
      event.preventDefault();
      if (!isOpen()) {
        const words = typed();
        if (words.length >= SHORTEST && words.length <= LONGEST) ask(words);
        return;
      }
      // One place more than there are options: back in the box.
      const places = items.length + 1;
      activate(((active + 1 + step + places) % places) - 1);
    }

    input.addEventListener("input", (event) => {
      if (!event.isComposing) changed();
    });
    input.addEventListener("compositionend", changed);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown") arrow(event, 1);
      else if (event.key === "ArrowUp") event.altKey ? close() : arrow(event, -1);
      else if (event.key === "Enter" && isOpen() && active >= 0) {
        event.preventDefault();
        choose(active);
      } else if (event.key === "Escape" && isOpen()) {
        // The first closes the list; the next empties the box, as browsers do.
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", close);
    // The box keeps the focus while an option is pressed.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) choose([...list.children].indexOf(chosen));
    });
    // Back from another page: nothing is open.
    window.addEventListener("pageshow", () => setOpen(false));
  }
})();
