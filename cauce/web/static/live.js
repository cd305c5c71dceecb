// News from the server, told to the parts of the open page that asked for them.
(() => {
  "use strict";
  const LIST_MS = 800;
  const THREAD_MS = 150;
  const TODAY_MS = 5000;
  const LOST_AFTER_MS = 6000;
  const waiting = new Map();
  let unseen = false;

  function tell(name, after) {
    if (waiting.has(name)) return;
    waiting.set(name, setTimeout(() => {
      waiting.delete(name);
      document.body.dispatchEvent(new CustomEvent(name));
    }, after));
  }
  // Loading the news of a thread makes it read, so it waits until somebody looks at the page.
  function tellThread(after) {
    if (document.visibilityState === "visible") tell("live-thread", after);
    else unseen = true;
  }
  document.addEventListener("visibilitychange", () => {
    if (!unseen || document.visibilityState !== "visible") return;
    unseen = false;
    tellThread(0);
  });
  function everything() {
    tell("live-list", 0);
    tellThread(0);
    tell("live-approvals", 0);
    tell("live-alerts", 0);
    tell("live-menu", 0);
    tell("live-today", 0);
  }
  function heard(news) {
    if (news.kind === "missed") return everything();
    if (news.kind.endsWith(".typing")) return undefined;
    tell("live-menu", LIST_MS);
    tell("live-today", TODAY_MS);
    if (news.conversation) {
      tell("live-list", LIST_MS);
      const open = document.querySelector("#thread")?.dataset.conversation === news.conversation;
      if (open && news.kind !== "conversation.read") tellThread(THREAD_MS);
    }
    if (news.kind.startsWith("alert.") || news.alert) tell("live-alerts", LIST_MS);
    if (news.kind.startsWith("approval.") || news.approval) tell("live-approvals", LIST_MS);
    return undefined;
  }

  const address = document.querySelector("[data-live]")?.dataset.live;
  if (!address) return;
  let lost = null;
  let opened = false;
  const showLost = (is) => {
    const note = document.querySelector("#live");
    if (note) note.hidden = !is;
  };
  function listen() {
    const source = new EventSource(address);
    source.onopen = () => {
      clearTimeout(lost);
      lost = null;
      showLost(false);
      document.documentElement.dataset.listening = "";
      if (opened) everything();
      opened = true;
    };
    source.onmessage = (message) => heard(JSON.parse(message.data));
    source.onerror = () => {
      lost ??= setTimeout(() => showLost(true), LOST_AFTER_MS);
      // A stream that was refused is not tried again by the browser itself.
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, LOST_AFTER_MS);
    };
    addEventListener("pagehide", () => source.close(), { once: true });
    addEventListener("pageshow", (event) => { if (event.persisted) listen(); }, { once: true });
  }
  listen();
})();
