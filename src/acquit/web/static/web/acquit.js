// Keyboard, menus, sheets and notices. No state of its own: everything lives in the address.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (element) =>
    element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  // Lists: j and k move, Enter opens, [ and ] turn pages.
  const rows = () => $$("[data-list] tbody tr");
  const move = (step) => {
    const all = rows();
    if (!all.length) { follow(step > 0 ? "a[rel=next]" : "a[rel=prev]"); return; }
    const now = all.findIndex((row) => row.classList.contains("at"));
    const next = Math.max(0, Math.min(all.length - 1, now < 0 ? 0 : now + step));
    all.forEach((row) => row.classList.remove("at"));
    all[next].classList.add("at");
    (all[next].querySelector("a.row-link, a") || all[next]).focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  };
  const follow = (selector) => { const link = $(selector); if (link) link.click(); };
  const openRow = () => follow("[data-list] tbody tr.at a.row-link");

  // What a page can do has a key of its own: what is typed into is focused, else clicked.
  const use = (element) => {
    if (!typing(element)) { element.click(); return; }
    element.focus();
    if (element.select) element.select();
  };
  const keys = {
    "/": () => { const box = $("[data-search]"); if (box) { box.focus(); box.select(); } },
    f: () => { const box = $("[data-list-search]"); if (box) { box.focus(); box.select(); } },
    j: () => move(1),
    k: () => move(-1),
    "]": () => follow("a[rel=next]"),
    "[": () => follow("a[rel=prev]"),
    "?": () => $("#keys") && $("#keys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { closeMenus(); if (typing(event.target)) event.target.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if ($("dialog[open]")) return;
    // A key that is held down must not settle one thing after the other.
    if (event.repeat && event.target.closest("[data-key]")) { event.preventDefault(); return; }
    if (event.key === "Enter" && event.target !== document.body) return;
    const own = $(`[data-key~="${CSS.escape(event.key)}"]`);
    if (own) { event.preventDefault(); use(own); return; }
    if (event.key === "Enter") { openRow(); return; }
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // A click anywhere in a row opens it, unless something in it was meant, or words are being selected.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-list] tbody tr");
    if (!row || event.target.closest("a, button, input, label, summary, select")) return;
    if (String(getSelection())) return;
    const link = row.querySelector("a.row-link");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank"); else link.click();
  });
  // Shift on a head sorts by that column too.
  document.addEventListener("click", (event) => {
    const head = event.target.closest("a[data-add]");
    if (head && event.shiftKey) { event.preventDefault(); location.href = head.dataset.add; }
  });

  // Menus: one open at a time.
  const closeMenus = (except) =>
    $$("details.drop[open], details.why[open]").forEach((one) => {
      if (!except || !one.contains(except)) one.open = false;
    });
  document.addEventListener("click", (event) => closeMenus(event.target));
  const side = (open) => document.body.classList.toggle("side-shown", open);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-side-open]")) side(true);
    if (event.target.closest("[data-side-close]")) side(false);
  });
  // A variable goes where one was typing last.
  let writtenIn = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-insert-here]")) writtenIn = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const box = button && (writtenIn && writtenIn.isConnected ? writtenIn : $("textarea[data-insert-here]"));
    if (!box) return;
    box.focus();
    box.setRangeText(button.dataset.insert, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // Forms that are sent as soon as something is chosen.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form && !event.target.closest("[data-not-at-once]")) form.requestSubmit();
    if (event.target.type !== "file") return;
    const zone = event.target.closest(".dropzone, .folder-choice");
    const told = zone && $("[data-chosen], [data-folder-chosen]", zone);
    if (told && event.target.files.length) told.textContent = named([...event.target.files]);
  });
  const named = (files) => {
    const names = files.slice(0, 5).map((file) => file.name).join(", ");
    return files.length > 5 ? `${names}… (${files.length})` : names;
  };

  // A folder that is dropped: its files, with those of the folders in it.
  const within = async (entry) => {
    if (entry.name.startsWith(".")) return [];
    if (entry.isFile) return [await new Promise((yes, no) => entry.file(yes, no))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {  // it tells some hundred at a time
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (!some.length) break;
      for (const one of some) found.push(...await within(one));
    }
    return found;
  };
  document.addEventListener("drop", async (event) => {
    const input = event.target.matches(".dropzone input[type=file]") && event.target;
    if (!input) return;
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    if (!entries.some((entry) => entry && entry.isDirectory)) return;
    event.preventDefault();
    const files = new DataTransfer();
    for (const entry of entries) for (const file of entry ? await within(entry) : []) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Ticks: one box chooses all, and the button says how many are chosen.
  const count = () => $$("[data-ticked]").forEach((button) => {
    const chosen = $$("[data-tick]:checked").length;
    button.disabled = !chosen;
    $("[data-ticked-count]", button).textContent = chosen ? ` (${chosen})` : "";
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]"))
      $$("[data-tick]").forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("[data-tick], [data-tick-all]")) count();
  });
  document.addEventListener("htmx:after:swap", count);
  count();

  // Shares: how much of a payment is not used yet, as it is typed.
  const minor = (text, places) => {
    const plain = text.replace(/[^0-9.,]/g, "");
    const mark = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
    const behind = mark < 0 ? "" : plain.slice(mark + 1);
    if (mark < 0 || behind.length > places) return Number(plain.replace(/[.,]/g, "")) * 10 ** places;
    return Number(plain.slice(0, mark).replace(/[.,]/g, "") + behind.padEnd(places, "0"));
  };
  const share = () => $$("[data-shares]").forEach((form) => {
    const places = Number(form.dataset.places);
    const used = $$("[data-share]", form).reduce((sum, box) => sum + minor(box.value, places), 0);
    const more = $$("[data-together]:checked", form).reduce((sum, box) => sum + Number(box.dataset.together), 0);
    const left = Number(form.dataset.shares) + more - used;
    const told = $("[data-left]", form);
    const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
    const lang = document.documentElement.lang;
    const words = (count) => (count / 10 ** places).toLocaleString(lang === "en" ? "en-GB" : lang, digits);
    told.textContent = words(left);
    told.dataset.left = left;
    told.classList.toggle("day-late", left < 0);
    $$("[data-share-row]", form).forEach((row) => {
      const open = Number(row.dataset.shareRow);
      const notes = $$("[data-note]:checked", row).reduce((sum, box) => sum + Number(box.dataset.note), 0);
      const missing = open - notes - minor($("[data-share]", row).value, places);
      $("[data-missing]", row).textContent = words(missing);
      $(".share-gone", row).hidden = missing <= 0 || missing === open;
    });
  });
  document.addEventListener("input", (event) => { if (event.target.matches("[data-share], [data-note], [data-together]")) share(); });
  document.addEventListener("htmx:after:swap", share);
  share();
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-shares]");
    if (!form) return;
    // Enter accepts from a choice and a tick, too, as it does from an amount.
    if (event.key === "Enter" && event.target.matches("select, [type=checkbox]")) {
      event.preventDefault();
      if (!event.repeat) form.requestSubmit();
    }
    // Space in an amount that is empty, or selected: all that is open, as far as the money goes.
    const box = event.target;
    if (event.key !== " " || !box.matches("[data-share]")) return;
    if (box.selectionEnd - box.selectionStart !== box.value.length) return;
    event.preventDefault();
    const places = Number(form.dataset.places);
    const row = box.closest("[data-share-row]");
    const notes = $$("[data-note]:checked", row).reduce((sum, one) => sum + Number(one.dataset.note), 0);
    const left = Number($("[data-left]", form).dataset.left) + minor(box.value, places);
    const most = Math.min(Number(row.dataset.shareRow) - notes, left);
    if (most <= 0) return;
    box.value = (most / 10 ** places).toFixed(places);
    share();
  });

  // A search that offers choices below it: Enter takes the first, arrows walk through them.
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-choose]");
    const list = form ? $(form.dataset.choose) : event.target.closest("[data-choices]");
    if (!list) return;
    const links = $$("a", list);
    const box = $(`[data-choose="#${list.id}"] [type=search]`);
    if (event.key === "Enter" && event.target === box && links.length && list.dataset.choices === box.value.trim()) {
      event.preventDefault();
      links[0].click();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const all = [box, ...links];
    const next = all[all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  });

  // Sheets: what arrives in the dialog opens it.
  const sheet = $("#dialog");
  if (sheet) {
    document.addEventListener("htmx:after:swap", () => {
      const opened = $("#dialog-body").children.length && !sheet.open;
      if (opened) sheet.showModal();
      const fields = ":is(input:not([type=hidden]), select, textarea)";
      const first = $(`#dialog-body .field-wrong ${fields}`)
        || opened && ($(`#dialog-body .sheet-form ${fields}`) || $("#dialog-body .sheet-foot .btn:last-child"));
      if (first) first.focus();
    });
    sheet.addEventListener("close", () => $("#dialog-body").replaceChildren());
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sheet-close]") || event.target.matches("dialog.sheet"))
      event.target.closest("dialog").close();
  });

  // What is shown once is ready to be copied.
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-select-all]")) event.target.select();
  });

  // Lists: the address and the export links follow what is shown.
  document.addEventListener("htmx:after:swap", () => {
    const list = $("#list[data-here]");
    if (!list || !$("[data-filters]")) return;
    const here = list.dataset.here === "?" ? location.pathname : list.dataset.here;
    history.replaceState(history.state, "", here);
    $$("[data-export]").forEach((link) => { link.href = list.dataset[link.dataset.export]; });
  });

  // Search: results below the box; arrow keys walk through them.
  const box = $("[data-search]");
  if (box) {
    const found = $("#found");
    const hide = () => { found.hidden = true; };
    document.addEventListener("htmx:after:swap", () => {
      found.hidden = !found.children.length || document.activeElement !== box;
    });
    document.addEventListener("click", (event) => { if (!event.target.closest(".search")) hide(); });
    $(".search").addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const links = [box, ...$$("a", found)];
      const at = links.indexOf(document.activeElement);
      const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) { event.preventDefault(); next.focus(); }
    });
  }

  // Notices leave by themselves, errors wait to be closed.
  const leave = (notice) => notice.remove();
  $$("[data-toast]").forEach((notice) => {
    if (!notice.classList.contains("notice-error")) setTimeout(leave, 6000, notice);
  });
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-toast-close]");
    if (close) leave(close.closest("[data-toast]"));
  });
})();
