/* The chat a business puts on its website: one script, nothing else to load.
   Everything it shows is built from text nodes, and nothing typed is lost while the line is down. */
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || window.cauceChat) return;

  const CSS = `
:host{all:initial;--a:#0f6b5c;--on:#fff;--link:var(--a);--bg:#fff;--back:#f4f5f3;--ink:#1b2120;--soft:#5f6a67;
--line:#e3e6e3;--bubble:#fff;--good:#157a54;--warn:#8a5000;--bad:#c2233a;--sun:#fff4d6;--read:#8fe0ff;--low:0 1px 2px rgb(16 28 25/.09);--tint:color-mix(in srgb,var(--link) 40%,transparent);--shade:0 12px 48px rgb(16 28 25/.18),0 2px 8px rgb(16 28 25/.08);
font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);color-scheme:light dark}
@media (prefers-color-scheme:dark){:host{--bg:#16191a;--back:#0f1112;--ink:#eceeed;--soft:#9ba5a2;--line:#2a2f30;
--bubble:#212627;--good:#4fce9a;--warn:#f0b35c;--bad:#ff8795;--sun:#33290f;--link:color-mix(in srgb,var(--a) 45%,#fff);--shade:0 12px 48px rgb(0 0 0/.6),0 0 0 1px #2a2f30}}
*{box-sizing:border-box;margin:0}
[hidden]{display:none!important}
button,textarea{font:inherit;color:inherit;border:0;background:none;padding:0}
button,a{cursor:pointer;-webkit-tap-highlight-color:transparent}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
svg{width:1em;height:1em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;display:block}
.launch,.face,.icon,.pic,.down,.send{display:grid;place-items:center}
.launch{position:fixed;z-index:2147483000;right:20px;bottom:20px;width:60px;height:60px;border-radius:30px;background:var(--a);
color:var(--on);font-size:27px;box-shadow:0 6px 24px rgb(16 28 25/.28);animation:pop .3s;transition:transform .15s}
.launch:hover{transform:scale(1.05)}
.badge{position:absolute;top:-3px;right:-3px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#d6293e;color:#fff;
font-size:12px;font-weight:700;line-height:22px;text-align:center;box-shadow:0 0 0 2px var(--bg)}
.panel{position:fixed;z-index:2147483001;right:20px;bottom:92px;width:388px;height:min(660px,calc(100dvh - 112px));background:var(--bg);
border-radius:20px;box-shadow:var(--shade);display:flex;flex-direction:column;overflow:hidden;animation:in .2s ease-out}
header{display:flex;align-items:center;gap:12px;padding:14px 12px 14px 16px;border-bottom:1px solid var(--line)}
.face{flex:none;width:42px;height:42px;border-radius:21px;background:var(--a);color:var(--on);font-weight:650;font-size:16px}
.who{flex:1;min-width:0}
h2{font-size:16px;font-weight:650;line-height:1.25;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.state{font-size:13px;color:var(--soft);display:flex;gap:6px;line-height:1.3}
.state::before{content:"";flex:none;width:8px;height:8px;margin-top:5px;border-radius:4px;background:#a3aba8}
.state.on::before{background:#1ea672}
.icon{width:40px;height:40px;border-radius:20px;font-size:21px;color:var(--soft)}
.icon:hover{background:var(--back)}
.notice{background:var(--sun);color:var(--warn);font-size:13px;padding:8px 16px;text-align:center}
.body{flex:1;min-height:0;position:relative;background:var(--back)}
.log{height:100%;overflow-y:auto;overscroll-behavior:contain;padding:16px 14px 10px;display:flex;flex-direction:column;gap:3px}
.log::before{content:"";margin-top:auto}
.day{align-self:center;font-size:12px;color:var(--soft);background:var(--bg);border-radius:10px;padding:3px 12px;margin:10px 0 8px}
.row{display:flex;flex-direction:column;align-items:flex-start;max-width:100%;gap:6px;animation:in .18s ease-out}
.row.first{margin-top:9px}
.row.customer{align-items:flex-end}
.name{font-size:12px;color:var(--soft);padding:0 12px;margin-bottom:-3px}
.bubble{max-width:84%;padding:8px 12px 7px;border-radius:18px;background:var(--bubble);box-shadow:var(--low);
white-space:pre-wrap;overflow-wrap:anywhere}
.row.first .bubble{border-top-left-radius:6px}
.customer .bubble{background:var(--a);color:var(--on)}
.customer.first .bubble{border-radius:18px;border-top-right-radius:6px}
.bubble a{color:var(--link);text-underline-offset:2px}
.customer .bubble a{color:inherit}
.meta{float:right;display:inline-flex;align-items:center;gap:4px;font-size:11px;margin:7px -2px -2px 12px}
.meta time{opacity:.75}
.meta svg{width:17px;height:17px;margin:-4px 0;stroke-width:2.3}
.meta .read{color:var(--read)}
.retry{font-size:12.5px;color:var(--bad);text-decoration:underline}
.dots{display:inline-flex;gap:4px;padding:13px 14px}
.dots i{width:7px;height:7px;border-radius:4px;background:var(--soft);animation:dot 1.2s infinite}
.dots i:nth-child(2){animation-delay:.16s}.dots i:nth-child(3){animation-delay:.32s}
.chips{display:flex;flex-wrap:wrap;gap:8px;padding:5px 0 3px}
.chip{border:1.5px solid var(--tint);color:var(--link);background:var(--bg);border-radius:18px;padding:7px 14px;font-size:14px;font-weight:550}
.chip:hover,.want:hover{background:color-mix(in srgb,var(--a) 10%,var(--bg))}
.cards{display:flex;gap:10px;width:calc(100% + 28px);margin:0 -14px;padding:3px 14px 6px;overflow-x:auto;scroll-snap-type:x proximity;scroll-padding:14px;scrollbar-width:none}
.card{flex:none;width:206px;scroll-snap-align:start;background:var(--bubble);border-radius:16px;overflow:hidden;box-shadow:var(--low);display:flex;flex-direction:column}
.card:only-child{width:250px}
.pic{height:112px;background:linear-gradient(135deg,color-mix(in srgb,var(--a) 16%,var(--bubble)),color-mix(in srgb,var(--a) 5%,var(--bubble)));
font-size:40px;color:color-mix(in srgb,var(--link) 65%,var(--bubble))}
.pic svg{stroke-width:1.3}
.pic img{width:100%;height:112px;object-fit:cover}
.about{padding:10px 12px 12px;display:flex;flex-direction:column;gap:3px;flex:1}
.about b{font-size:14px;font-weight:600;line-height:1.3;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.price{font-size:17px;font-weight:700;margin-top:auto}
.stock{font-size:12.5px;color:var(--soft)}.in,.paid{color:var(--good)}.low{color:var(--warn)}
.want{margin-top:7px;border:1.5px solid var(--tint);border-radius:12px;padding:7px;font-size:14px;font-weight:600;color:var(--link);text-align:center}
.file{max-width:84%}.file img{max-width:100%;max-height:260px;border-radius:16px}
.order{width:min(300px,100%);background:var(--bubble);border-radius:16px;padding:14px 16px;box-shadow:var(--low);font-size:14px}
.order h3{font-size:14px;font-weight:650;margin-bottom:8px}
.sum{display:flex;justify-content:space-between;gap:14px;padding:3px 0}
.sum span:last-child{white-space:nowrap;font-variant-numeric:tabular-nums}
.sum.light{color:var(--soft)}
.sum.total{border-top:1px solid var(--line);margin-top:7px;padding-top:9px;font-weight:700;font-size:16px}
.pay{display:block;margin-top:12px;background:var(--a);color:var(--on);text-align:center;text-decoration:none;border-radius:12px;padding:11px;font-weight:650}
.paid{margin-top:10px;font-weight:650;display:flex;gap:6px;align-items:center}
.down{position:absolute;right:14px;bottom:12px;width:38px;height:38px;border-radius:19px;background:var(--bg);box-shadow:0 2px 10px rgb(16 28 25/.2);font-size:19px;color:var(--soft)}
form{display:flex;align-items:flex-end;gap:8px;padding:10px 12px calc(10px + env(safe-area-inset-bottom));border-top:1px solid var(--line)}
textarea{flex:1;resize:none;height:42px;max-height:132px;padding:10px 16px;border-radius:21px;background:var(--back);line-height:22px;font-size:16px;scrollbar-width:none}
textarea::placeholder{color:var(--soft);opacity:1}
textarea:focus{outline:1.5px solid var(--tint);outline-offset:-1px}
.send{flex:none;width:42px;height:42px;border-radius:21px;background:var(--a);color:var(--on);font-size:19px;transition:opacity .15s}
.send:disabled{opacity:.35;cursor:default}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (max-width:480px){.panel{inset:0;width:100%;height:var(--vh,100dvh);border-radius:0;bottom:auto}.launch.open{display:none}header{padding-top:calc(12px + env(safe-area-inset-top))}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}.dots i{opacity:.6}}
@keyframes pop{from{transform:scale(0)}}
@keyframes in{from{opacity:0;transform:translateY(8px)}}
@keyframes dot{0%,60%,100%{opacity:.3;transform:none}30%{opacity:1;transform:translateY(-3px)}}`;
  const ICONS = {
    chat: "M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3.5 20.5 5 15.4A8.4 8.4 0 1 1 21 11.5Z",
    down: "m6 9 6 6 6-6", send: "M12 19V5m-6.5 6.5L12 5l6.5 6.5", check: "m5 12.5 4.5 4.5L19 7.5",
    bag: "M6 8h12l1 12H5L6 8Zm3 3V7a3 3 0 0 1 6 0v4",
    queued: "M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z", delivered: "m1 12.5 4.5 4.5L15 7.5m-4 8 1.5 1.5L22 7.5",
  };
  ICONS.read = ICONS.delivered;
  ICONS.sent = ICONS.check;

  const api = new URL("api/", script.src).href;
  const wanted = (script.dataset.language || navigator.language || "").slice(0, 2).toLowerCase();
  const STORE = "cauce-chat:" + new URL(api).host;
  const saved = load();
  let welcome = saved.welcome || {};
  // Every text comes with the greeting: in the language of the browser, then in that of the customer.
  let t = {};
  const seen = {};
  let messages = [], queue = saved.queue || [], conversation = null, opened = false;
  let typing = null, typingTimer, line = null, lineTries = 0, sending = false, lastTyped = 0, acknowledged = "";

  function load() {
    try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch { return {}; }
  }
  function save() {
    saved.queue = queue.filter((m) => !m.failed);
    saved.welcome = welcome;
    try { localStorage.setItem(STORE, JSON.stringify(saved)); } catch { /* private browsing: kept until the page closes */ }
  }

  // Building the page out of elements and text, never out of markup.
  function el(tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "class") node.className = value;
      else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }
  function tap(kind, act, ...children) { return el("button", { class: kind, type: "button", onclick: act }, ...children); }
  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }
  function fill(text, x) { return text.replace("{x}", () => x); }

  const host = el("cauce-chat");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];

  const badge = el("span", { class: "badge" });
  const launch = tap("launch", () => (opened ? close() : open()), icon("chat"), badge);
  const face = el("div", { class: "face", "aria-hidden": "true" });
  const title = el("h2", { id: "title" });
  const state = el("p", { class: "state" });
  const notice = el("p", { class: "notice", role: "status", hidden: true });
  const log = el("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
  const latest = tap("down", () => toEnd(true), icon("down"));
  const input = el("textarea", { rows: "1", maxlength: "4000", enterkeyhint: "send", autocomplete: "off" });
  const button = el("button", { class: "send", type: "submit", disabled: true }, icon("send"));
  const hide = tap("icon", () => close(), icon("down"));
  const form = el("form", { onsubmit: (event) => { event.preventDefault(); submit(); } }, input, button);
  const panel = el("section", { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
    el("header", {}, face, el("div", { class: "who" }, title, state), hide), notice,
    el("div", { class: "body" }, log, latest), form);
  root.append(panel, launch);

  function speak({ language, locale, words, status, open }) {
    if (words) { welcome = { ...welcome, language, locale, words, status, open }; dress(); save(); }
  }
  function dress() {
    if (!host.isConnected) document.body.append(host);
    t = welcome.words;
    const colour = script.dataset.colour || welcome.colour;
    if (/^#[0-9a-f]{6}$/i.test(colour || "")) {
      const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
      host.style.setProperty("--a", colour);
      host.style.setProperty("--on", r * 0.299 + g * 0.587 + b * 0.114 > 165 ? "#14201d" : "#fff");
    }
    title.textContent = welcome.business || "Chat";
    face.textContent = (welcome.business || "?").trim().charAt(0).toUpperCase();
    state.textContent = welcome.status || "";
    state.classList.toggle("on", Boolean(welcome.open));
    notice.textContent = t.offline;
    for (const [node, word] of [[hide, t.close], [button, t.send], [log, t.log], [latest, t.latest], [input, t.write]]) node.setAttribute("aria-label", word);
    input.placeholder = t.write;
    draw();
  }

  // Messages on the screen.
  const nodes = new Map();
  function draw(stay) {
    const near = nearEnd();
    const shown = [];
    let day = "", before = "";
    const all = messages.concat(queue.filter((one) => !messages.some((m) => m.client_id === one.client_id)));
    const list = (welcome.greeting ? [{ id: "hello", sender: "bot", text: welcome.greeting, quick_replies: welcome.quick_replies, bare: true }] : []).concat(all);
    list.forEach((message, index) => {
      const date = new Date(message.at), key = message.bare ? "" : date.toDateString();
      if (key !== day) shown.push(keep("day:" + key, t.today + new Date().getDate(), () => el("div", { class: "day" }, dayOf(date))));
      const who = message.sender + (message.agent || ""), first = before !== who || key !== day;
      before = who;
      day = key;
      const last = index === list.length - 1;
      const tick = message.sender === "customer" ? tickOf(message) : "";
      shown.push(keep("m:" + (message.client_id || message.id), JSON.stringify([message.text, tick, message.failed, first, last, message.order, t.send]),
        () => row(message, first, last, tick)));
    });
    if (typing) shown.push(keep("typing", typing, dots));
    for (const [key, kept] of nodes) if (!shown.includes(kept.node)) { kept.node.remove(); nodes.delete(key); }
    shown.forEach((node, at) => { if (log.children[at] !== node) log.insertBefore(node, log.children[at] || null); });
    if (!stay && (near || stay === false)) toEnd();
    const unread = messages.filter((m) => m.sender !== "customer" && m.status !== "read").length;
    badge.hidden = !unread || opened;
    badge.textContent = unread > 9 ? "9+" : String(unread);
    launch.setAttribute("aria-label", (opened ? t.close : t.open) + (unread && !opened ? ", " + fill(t.unread, unread) : ""));
  }
  function keep(key, sign, make) {
    const kept = nodes.get(key);
    if (kept && kept.sign === sign) return kept.node;
    const node = make();
    if (kept) kept.node.replaceWith(node);
    nodes.set(key, { node, sign });
    return node;
  }
  function row(message, first, last, tick) {
    const mine = message.sender === "customer";
    const node = el("div", { class: `row ${message.sender}${first ? " first" : ""}` });
    if (first && message.agent) node.append(el("span", { class: "name" }, message.agent));
    if (message.text) {
      const meta = el("span", { class: "meta" });
      if (!message.bare) meta.append(el("time", {}, new Date(message.at).toLocaleTimeString(welcome.locale, { hour: "numeric", minute: "2-digit" })));
      if (mine && !message.failed) meta.append(el("span", { class: tick, role: "img", "aria-label": t[tick] }, icon(tick)));
      node.append(el("div", { class: "bubble" }, ...linked(message.text), message.bare ? null : meta));
    }
    for (const file of message.files || []) node.append(shown(file));
    if (message.failed) node.append(tap("retry", () => { message.failed = false; save(); draw(); flush(); }, t.failed));
    if (message.cards && message.cards.length) node.append(el("div", { class: "cards", tabindex: "0", role: "group" }, ...message.cards.map(card)));
    if (message.order) node.append(order(message.order));
    if (last && message.quick_replies && message.quick_replies.length) {
      node.append(el("div", { class: "chips" }, ...message.quick_replies.map((reply) =>
        tap("chip", () => { say(reply.says); focus(); }, reply.title))));
    }
    return node;
  }
  function shown({ as, url, name }) {
    if (as === "image") return link(url, { class: "file" }, el("img", { src: url, alt: name }));
    if (as) return el(as, { class: "file", src: url, controls: true, preload: "metadata" });
    return el("div", { class: "bubble" }, link(url, {}, name));
  }
  function tickOf(message) {
    if (!message.sequence) return message.sent ? "sent" : "queued";
    if (message.conversation !== conversation || message.sequence <= (seen[conversation] || 0)) return "read";
    return "delivered";
  }
  function linked(text) {
    const parts = [];
    let from = 0;
    for (const found of text.matchAll(/https?:\/\/[^\s<>"']+/gi)) {
      const address = found[0].replace(/[.,;:!?)\]}…]+$/, "");
      const named = address.replace(/^https?:\/\//i, "");
      parts.push(text.slice(from, found.index), link(address, {}, named.length > 44 ? named.slice(0, 43) + "…" : named));
      from = found.index + address.length;
    }
    return parts.concat(text.slice(from));
  }
  function link(address, props, text) {
    let safe = null;
    try { safe = new URL(address, api); } catch { /* shown as text */ }
    if (!safe || !/^https?:$/.test(safe.protocol)) return text;
    return el("a", { href: safe.href, target: "_blank", rel: "noopener noreferrer", ...props }, text);
  }
  function card(one) {
    const pic = el("div", { class: "pic" });
    const drawn = () => pic.replaceChildren(icon("bag"));
    const address = one.image && new URL(one.image, api);
    if (address && /^https?:$/.test(address.protocol)) pic.append(el("img", { src: address.href, alt: "", loading: "lazy", onerror: drawn }));
    else drawn();
    return el("article", { class: "card" }, pic, el("div", { class: "about" }, el("b", {}, one.name),
      one.stock_label ? el("span", { class: "stock " + one.stock }, one.stock_label) : null,
      el("span", { class: "price" }, one.price),
      one.stock === "out" ? null : tap("want", () => say(fill(t.wanting, one.name)), t.want, el("span", { class: "sr" }, ": " + one.name))));
  }
  function order(one) {
    const sum = (name, amount, kind) => el("div", { class: "sum " + (kind || "") }, el("span", {}, name), el("span", {}, amount || ""));
    const node = el("section", { class: "order" }, el("h3", {}, one.number ? fill(t.order, one.number) : t.draft),
      ...one.lines.map((item) => sum(`${item.quantity} × ${item.name}`, item.total)),
      one.discount ? sum(t.off, "−" + one.discount, "light") : null,
      one.shipping === null ? null : sum(t.shipping, one.shipping || t.free, "light"), sum(t.total, one.total, "total"));
    if (one.status === "awaiting_payment") node.append(link(one.link, { class: "pay" }, t.pay));
    else if (one.status !== "draft" && one.status !== "cancelled") node.append(el("p", { class: "paid" }, icon("check"), t.paid));
    return node;
  }
  function dots() {
    return el("div", { class: "row first", role: "status" }, el("div", { class: "bubble dots" }, el("i"), el("i"), el("i"), el("span", { class: "sr" }, t.typing)));
  }
  function dayOf(date) {
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
    if (days < 2) return days < 1 ? t.today : t.yesterday;
    return date.toLocaleDateString(welcome.locale, { weekday: "long", day: "numeric", month: "long" });
  }
  function nearEnd() { return log.scrollHeight - log.scrollTop - log.clientHeight < 120; }
  function toEnd(smooth) {
    log.scrollTo({ top: log.scrollHeight, behavior: smooth && !matchMedia("(prefers-reduced-motion:reduce)").matches ? "smooth" : "auto" });
  }

  // Opening and closing.
  function toggle(yes) {
    opened = yes;
    panel.hidden = !yes;
    launch.classList.toggle("open", yes);
    launch.setAttribute("aria-expanded", yes);
    launch.replaceChildren(icon(yes ? "down" : "chat"), badge);
  }
  function open() {
    if (opened) return;
    toggle(true);
    draw(false);
    toEnd();
    focus();
    acknowledge();
  }
  function close() {
    if (!opened) return;
    toggle(false);
    draw(true);
    launch.focus({ preventScroll: true });
  }
  // On a phone the keyboard would hide what was just opened.
  function focus() { (matchMedia("(pointer:coarse)").matches ? hide : input).focus({ preventScroll: true }); }
  function trap(event) {
    if (event.key === "Escape") { event.stopPropagation(); close(); return; }
    if (event.key !== "Tab") return;
    const able = [...panel.querySelectorAll("button,a[href],textarea,[tabindex='0']")].filter((one) => !one.disabled && one.offsetParent !== null);
    const edge = event.shiftKey ? able[0] : able[able.length - 1];
    if (root.activeElement === edge) { event.preventDefault(); able[event.shiftKey ? able.length - 1 : 0].focus(); }
  }

  // Talking to the house.
  async function ask(path, options = {}) {
    const headers = { ...options.headers };
    if (saved.token) headers.authorization = "Bearer " + saved.token;
    if (options.json) headers["content-type"] = "application/json";
    return fetch(api + path, { ...options, headers, method: options.json ? "POST" : "GET", body: options.json && JSON.stringify(options.json), credentials: "omit" });
  }
  // Longer each time, never all browsers at once, and over as soon as the network is back.
  function pause(tries) {
    return new Promise((go) => {
      addEventListener("online", go, { once: true });
      setTimeout(go, Math.min(30000, 1000 * 2 ** tries) * (0.7 + Math.random() * 0.6));
    });
  }
  function reachable(yes) {
    const near = nearEnd();
    notice.hidden = yes;
    if (near) toEnd();
  }
  async function start(tries = 0) {
    try {
      const answer = await ask("session", { json: { language: wanted || null } });
      if (!answer.ok) throw answer;
      const { token, conversation: known, ...rest } = await answer.json();
      saved.token = token;
      welcome = rest;
      reachable(true);
      dress();
      save();
      latest.hidden = true;
      if (known) await history();
      draw(false);
      if (queue.length) flush();
    } catch {
      reachable(false);
      await pause(tries);
      if (!line) return start(tries + 1);
    }
  }
  async function history() {
    const answer = await ask("messages?language=" + (welcome.language || wanted));
    if (!answer.ok) throw answer;
    const told = await answer.json();
    speak(told);
    conversation = told.conversation;
    seen[conversation] = told.seen;
    log.setAttribute("aria-busy", "true");
    messages = [];
    told.messages.forEach(take);
    setTimeout(() => log.removeAttribute("aria-busy"), 100);
    if (!line) listen();
    acknowledge();
  }
  function take(message) {
    const at = messages.findIndex((one) => one.id === message.id || (message.client_id && one.client_id === message.client_id));
    if (at >= 0) messages[at] = message;
    else {
      const after = messages.findIndex((one) => one.conversation === message.conversation && one.sequence > message.sequence);
      messages.splice(after < 0 ? messages.length : after, 0, message);
    }
    queue = queue.filter((one) => one.client_id !== message.client_id);
    if (message.sender !== "customer") typing = null;
  }
  function say(text) {
    const words = text.trim().slice(0, 4000);
    if (!words) return;
    const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    queue.push({ client_id: id, text: words, sender: "customer", at: new Date().toISOString() });
    save();
    draw(false);
    flush();
  }
  function submit() {
    say(input.value);
    input.value = "";
    grow();
  }
  async function flush() {
    if (sending || !saved.token) return;
    sending = true;
    for (let tries = 0, next; (next = queue.find((one) => !one.sent && !one.failed)); ) {
      try {
        const answer = await ask("messages", { json: { text: next.text, client_id: next.client_id, page: location.href.slice(0, 2000) } });
        if (answer.ok) {
          const stored = await answer.json();
          next.sent = true;
          tries = 0;
          reachable(true);
          if (stored.conversation !== conversation || !line) { conversation = stored.conversation; listen(); }
        } else if (answer.status === 429) {
          await new Promise((go) => setTimeout(go, 1000 * (Number(answer.headers.get("retry-after")) || 5)));
        } else if (answer.status === 401) {
          saved.token = null;
          sending = false;
          return start();
        } else if (answer.status < 500) next.failed = true;
        else throw answer;
      } catch {
        reachable(false);
        await pause(tries++);
      }
      save();
      draw();
    }
    sending = false;
  }

  // The open line: messages, ticks and typing come down it; it is picked up again when it breaks.
  async function listen() {
    if (line) line.abort();
    const mine = (line = new AbortController());
    const last = messages.reduce((most, one) => (one.conversation === conversation ? Math.max(most, one.sequence) : most), 0);
    let watchdog;
    const alive = () => { clearTimeout(watchdog); watchdog = setTimeout(() => mine.abort(), 40000); };
    try {
      alive();
      const answer = await ask(`stream?conversation=${conversation}&language=${welcome.language || wanted}`, { headers: { "last-event-id": String(last) }, signal: mine.signal });
      if (answer.status === 401) { saved.token = line = null; return start(); }
      if (!answer.ok) throw answer;
      reachable(true);
      flush();
      const reader = answer.body.getReader(), decoder = new TextDecoder();
      for (let text = ""; ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        alive();
        lineTries = 0;
        text += decoder.decode(value, { stream: true });
        const events = text.split("\n\n");
        text = events.pop();
        events.forEach(hear);
      }
    } catch { /* picked up again below */ }
    clearTimeout(watchdog);
    if (line !== mine) return;
    const noticed = setTimeout(() => { if (line === mine) reachable(false); }, lineTries ? 0 : 2500);
    await pause(lineTries++);
    clearTimeout(noticed);
    if (line === mine) listen();
  }
  function hear(event) {
    const name = /^event: (.*)$/m.exec(event), data = /^data: (.*)$/m.exec(event);
    if (!name || !data) return;
    const told = JSON.parse(data[1]);
    if (name[1] === "message") {
      take(told);
      save();
    } else if (name[1] === "seen") seen[told.conversation] = told.up_to;
    else if (name[1] === "language") { speak(told); history().then(() => draw(), () => {}); return; }
    else if (name[1] === "paid") { history().then(() => draw(), () => {}); return; }
    else if (name[1] === "typing") {
      typing = told.who;
      clearTimeout(typingTimer);
      typingTimer = setTimeout(() => { typing = null; draw(); }, typing === "agent" ? 6000 : 20000);
    }
    draw();
    acknowledge();
  }
  function acknowledge() {
    const status = opened && document.visibilityState === "visible" ? "read" : "delivered";
    const theirs = messages.filter((one) => one.conversation === conversation && one.sender !== "customer");
    const last = theirs[theirs.length - 1];
    if (status === "read") { messages.forEach((one) => { if (one.sender !== "customer") one.status = "read"; }); draw(true); }
    if (!last || acknowledged === last.id + status || acknowledged === last.id + "read") return;
    acknowledged = last.id + status;
    ask("read", { json: { up_to: last.sequence, status } }).catch(() => { acknowledged = ""; });
  }

  function grow() {
    button.disabled = !input.value.trim();
    input.style.height = "42px";
    input.style.height = Math.min(132, input.scrollHeight) + "px";
  }
  input.addEventListener("input", () => {
    grow();
    if (conversation && input.value.trim() && Date.now() - lastTyped > 3000) {
      lastTyped = Date.now();
      ask("typing", { json: {} }).catch(() => {});
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
  });
  panel.addEventListener("keydown", trap);
  log.addEventListener("scroll", () => { latest.hidden = nearEnd(); });
  document.addEventListener("visibilitychange", acknowledge);
  addEventListener("offline", () => reachable(false));
  // Any element of the page may open the chat: <button data-chat-ask="What it asks">.
  document.addEventListener("click", (event) => {
    const asks = event.target instanceof Element && event.target.closest("[data-chat-ask]");
    if (!asks) return;
    event.preventDefault();
    open();
    if (asks.dataset.chatAsk) say(asks.dataset.chatAsk);
  });
  if (window.visualViewport) visualViewport.addEventListener("resize", () => { host.style.setProperty("--vh", visualViewport.height + "px"); });

  window.cauceChat = { open, close, say: (text) => { open(); say(String(text)); } };
  if (welcome.words) dress();
  start();
})();
