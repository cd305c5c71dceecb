// What pages do besides links and forms: shortcuts, dialogs, the composer, notes that go away.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const TOAST_MS = 4000;
  const LONG_TOAST_MS = 9000;
  const NEAR_END_PX = 120;
  const TYPING_MS = 3000;
  const LEAST_TYPED = 2;

  // --- notes that confirm something -------------------------------------------------------------
  function tendToasts() {
    for (const toast of $$("[data-toast]:not([data-tended])")) {
      toast.dataset.tended = "";
      const stays = toast.dataset.toast === "long" ? LONG_TOAST_MS : TOAST_MS;
      setTimeout(() => toast.remove(), stays);
      if ("done" in toast.dataset) {
        const here = new URL(location.href);
        here.searchParams.delete("done");
        history.replaceState(history.state, "", here);
      }
    }
  }

  // --- the thread: its end stays in view ---------------------------------------------------------
  let wasNearEnd = true;
  const box = () => $("[data-messages]");
  function noteEnd() {
    const messages = box();
    if (messages) {
      wasNearEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < NEAR_END_PX;
    }
  }
  function toEnd() {
    const messages = box();
    if (messages) messages.scrollTop = messages.scrollHeight;
  }

  function tendPage() {
    tendToasts();
    const messages = box();
    if (messages && !("tended" in messages.dataset)) {
      messages.dataset.tended = "";
      messages.addEventListener("scroll", noteEnd, { passive: true });
      wasNearEnd = true;
      toEnd();
    } else if (wasNearEnd) {
      toEnd();
    }
    markOpenThread();
    if (localStorage.getItem("cauce-person")) $(".inbox")?.setAttribute("data-shut", "");
    for (const tab of $$(".subtabs [aria-current]")) {
      tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
    }
    if (!window.CSS.supports("field-sizing: content")) $$("[data-grow], [data-compose]").forEach(grow);
  }
  function grow(area) {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  // --- the list shows which thread is open -------------------------------------------------------
  function markOpenThread() {
    const open = $("#thread")?.dataset.conversation ?? "";
    for (const link of $$("[data-thread]")) {
      if (link.dataset.thread !== open) {
        link.removeAttribute("aria-current");
        continue;
      }
      link.setAttribute("aria-current", "true");
      link.classList.remove("thread-unread");
      $(".unread", link)?.remove();
    }
    const field = $("[data-open]");
    if (field) field.value = open;
  }

  document.addEventListener("htmx:before:swap", noteEnd);
  document.addEventListener("htmx:after:swap", (event) => {
    const source = event.detail?.ctx?.sourceElement;
    if (source instanceof Element && source.matches("[data-older]")) source.remove();
    if (source instanceof Element && source.matches("[data-drawer]")) {
      const drawer = $("#drawer");
      if (drawer && !drawer.open) drawer.showModal();
    }
    if (source instanceof Element && source.matches(".compose")) wasNearEnd = true;
    tendPage();
  });

  // --- clicks -------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    for (const open of $$("details.drop[open], details.me-more[open], details.tabs-more[open]")) {
      if (!open.contains(target) || target.closest(".pop button, .pop a")) open.open = false;
    }
    const dialog = target.closest("dialog");
    if (dialog && target === dialog) dialog.close();
    if (target.closest("[data-theme-toggle]")) switchTheme();
    if (target.closest("[data-help]")) $("#help")?.showModal();
    const picture = target.closest("[data-lightbox]");
    if (picture && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const shown = $("#lightbox img");
      shown.src = picture.href;
      shown.alt = $("img", picture)?.alt ?? "";
      $("#lightbox").showModal();
    }
    if (target.closest("[data-person]")) showPerson();
    else if (target.closest("[data-thread]")) $(".inbox")?.removeAttribute("data-over");
    const generate = target.closest("[data-generate]");
    if (generate) makeSecret($("[data-secret]", generate.parentElement));
    const copy = target.closest("[data-copy]");
    if (copy) copyFrom(copy);
    const suggest = target.closest("[data-suggest]");
    if (suggest) fill($("[data-compose]"), suggest.dataset.suggest);
    const sample = target.closest("[data-fill]");
    if (sample) fill($("textarea", sample.form ?? sample.closest("form")), sample.dataset.fill);
  });
  // Four groups that can be read aloud: no l beside 1, no o beside 0.
  function makeSecret(input) {
    const letters = "abcdefghijkmnpqrstuvwxyz23456789";
    const drawn = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => letters[one % letters.length]);
    input.type = "text";
    input.value = drawn.join("").replace(/.{4}(?=.)/g, "$&-");
    input.select();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // Beside the thread it stays as somebody left it; over the thread it is opened each time.
  const beside = matchMedia("(min-width: 1500px)");
  function showPerson() {
    const inbox = $(".inbox");
    inbox.toggleAttribute(beside.matches ? "data-shut" : "data-over");
    if (beside.matches) localStorage.setItem("cauce-person", inbox.hasAttribute("data-shut") ? "shut" : "");
  }
  function fill(area, text) {
    if (!area) return;
    area.value = text;
    area.focus();
    noteTyping(area);
    if (!window.CSS.supports("field-sizing: content")) grow(area);
  }
  async function copyFrom(button) {
    const text = $(button.dataset.copy)?.textContent ?? "";
    await navigator.clipboard.writeText(text);
    button.classList.add("btn-main");
    setTimeout(() => button.classList.remove("btn-main"), 1200);
  }
  function switchTheme() {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `cauce_theme=${next}; path=/; max-age=31536000; samesite=lax${secure}`;
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-submit]")) event.target.form?.requestSubmit();
  });
  // --- a file that goes with a reply ---------------------------------------------------------------
  function showAttached(input) {
    const note = $("[data-unattach]", input.form);
    note.hidden = !input.files.length;
    $("span", note).textContent = input.files[0]?.name ?? "";
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-attach]")) showAttached(event.target);
  });
  document.addEventListener("click", (event) => {
    const input = $("[data-attach]", event.target.closest?.("[data-unattach]")?.form ?? document.createElement("form"));
    if (!input) return;
    input.value = "";
    showAttached(input);
  });

  document.addEventListener("input", (event) => {
    event.target.closest?.("[data-dirty]")?.setAttribute("data-changed", "");
    const area = event.target;
    if (area.matches?.("[data-look] [name=colour]")) {
      $$("[data-look-fill]", area.form).forEach((shape) => shape.setAttribute("fill", area.value));
    }
    if (area.matches?.("[data-compose]")) noteTyping(area);
    if (area.matches?.("[data-grow], [data-compose]") && !window.CSS.supports("field-sizing: content")) grow(area);
  });

  // --- rows of a form: added and taken away --------------------------------------------------------
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const form = target?.closest("form");
    if (target?.closest("[data-add]")) {
      const blank = $(".term-blank", form);
      const row = blank.cloneNode(true);
      row.classList.remove("term-blank");
      blank.before(row);
      $("input:not([type=hidden])", row).focus();
    } else if (target?.closest("[data-remove]")) {
      event.preventDefault();
      const row = target.closest("[data-term]");
      const near = row.nextElementSibling?.matches(":not(.term-blank)") ? row.nextElementSibling : row.previousElementSibling;
      row.remove();
      ($("input:not([type=hidden])", near ?? form) ?? $("[data-add]", form)).focus();
    } else {
      return;
    }
    form.setAttribute("data-changed", "");
  }, true);

  // --- a field that was refused ------------------------------------------------------------------
  document.addEventListener("htmx:after:request", (event) => {
    const { response, sourceElement } = event.detail?.ctx ?? {};
    const form = sourceElement?.closest?.("form");
    if (form) $$(".field-refused", form).forEach(forgive);
    const name = response?.headers?.get?.("X-Refused-Field");
    if (!form || !name) return;
    const inputs = $$("input, select, textarea", form).filter((one) => one.name === decodeURIComponent(name));
    const input = inputs[Number(response.headers.get("X-Refused-Row"))] ?? inputs[0];
    if (!input) return;
    for (let fold = input.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const told = document.createElement("small");
    told.className = "field-refused";
    told.id = "refused";
    told.textContent = decodeURIComponent(response.headers.get("X-Refused-Text") ?? "");
    (input.closest(".money, .week-times") ?? input).after(told);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", told.id);
    input.focus();
    input.addEventListener("input", () => forgive(told), { once: true });
  });
  function forgive(told) {
    const input = $("[aria-invalid]", told.closest("form"));
    input?.removeAttribute("aria-invalid");
    input?.removeAttribute("aria-describedby");
    told.remove();
  }

  // --- a reply that is being typed ---------------------------------------------------------------
  let toldTyping = { area: null, at: -TYPING_MS };
  function noteTyping(area) {
    if (!area.matches("[data-compose]") || area.value.trim().length < LEAST_TYPED) return;
    if (toldTyping.area === area && performance.now() - toldTyping.at < TYPING_MS) return;
    toldTyping = { area, at: performance.now() };
    document.body.dispatchEvent(new CustomEvent("typing-reply"));
  }

  // --- keys ---------------------------------------------------------------------------------------
  const typing = (element) => element?.matches?.("input, textarea, select, [contenteditable]");
  const places = { i: "/app/inbox", t: "/app", a: "/app/approvals", c: "/app/contacts", f: "/app/flows", k: "/app/knowledge" };
  let going = false;

  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("[data-compose]")) return composerKey(event);
    if (event.key === "Escape") return escape(event);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return undefined;
    if (going && places[event.key]) {
      going = false;
      return go(places[event.key]);
    }
    going = event.key === "g";
    if (going) setTimeout(() => { going = false; }, 1200);
    const act = shortcuts[event.key];
    if (act && act() !== false) event.preventDefault();
    return undefined;
  });
  function composerKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
      event.preventDefault();
      if (event.target.value.trim() || $("[data-attach]", event.target.form)?.files.length) event.target.form.requestSubmit();
    } else if (event.key === "Escape") {
      event.target.blur();
    }
  }
  function escape(event) {
    if ($("dialog[open]")) return;
    if (typing(event.target)) event.target.blur();
    else if ($("details.drop[open], details.me-more[open]")) $$("details[open].drop, details[open].me-more").forEach((one) => { one.open = false; });
    else if ($(".inbox[data-over]")) $(".inbox").removeAttribute("data-over");
    else if ($("#thread") && matchMedia("(max-width: 800px)").matches) go("/app/inbox");
  }
  function go(address) {
    const link = $(`a[href="${address}"]`);
    if (link) link.click();
    else location.href = address;
  }
  function move(step) {
    const rows = $$("[data-threads] [data-thread]").length ? $$("[data-threads] [data-thread]") : $$("[data-row]");
    if (!rows.length) return false;
    const inside = rows.findIndex((row) => row.contains(document.activeElement) || row.getAttribute("aria-current") === "true");
    const next = rows[Math.min(rows.length - 1, Math.max(0, inside + step))];
    const handle = next.matches("a") ? next : $("a, summary, button, input:not([type=hidden])", next);
    handle?.focus();
    next.scrollIntoView({ block: "nearest" });
    if (next.matches("[data-thread]")) next.click();
    return true;
  }
  const press = (selector) => {
    const button = $(selector);
    if (!button) return false;
    button.click();
    return true;
  };
  const shortcuts = {
    j: () => move(1),
    k: () => move(-1),
    "/": () => { const field = $("[data-search]"); field?.focus(); field?.select(); return Boolean(field); },
    r: () => { const area = $("[data-compose]"); area?.focus(); return Boolean(area); },
    e: () => press("[data-key-close]"),
    t: () => press("[data-key-take]"),
    "?": () => { $("#help")?.showModal(); return true; },
  };

  // --- "3 minutes ago" stays true ----------------------------------------------------------------
  const units = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  function refreshTimes() {
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
    for (const time of $$("time[data-ago]")) {
      const passed = (Date.parse(time.dateTime) - Date.now()) / 1000;
      const [unit, size] = units.find(([, seconds]) => Math.abs(passed) >= seconds) ?? [];
      if (unit) time.textContent = words.format(Math.round(passed / size), unit);
    }
  }
  setInterval(refreshTimes, 60000);

  tendPage();
})();
