// One bubble of the conversation, with everything a message can carry.

import { choice, clock, make, open } from "./api.js";

const TICKS = { accepted: "✓", sent: "✓", delivered: "✓✓", read: "✓✓", played: "✓✓" };
const STATUS = {
  accepted: "aceptado", sent: "enviado", delivered: "entregado", read: "leído", played: "escuchado",
};
const REASONS = {
  131026: "no tiene WhatsApp o no puede recibirlo",
  131047: "pasaron más de 24 horas desde que escribió",
  131049: "ya recibió demasiada publicidad hoy",
  131050: "no quiere mensajes de marketing",
  130472: "está en un experimento de Meta",
  131053: "el archivo no se pudo subir",
};

export function row(message, phone, act) {
  const content = message.content;
  const made = make("div", { class: classes(message), "data-id": message.id });
  if (content.cards) made.append(cards(content.cards, message, act));
  else made.append(bubble(message, phone, act));
  const taps = buttons(content, message, act);
  if (taps.length) made.append(make("div", { class: "taps" }, ...taps));
  if (message.reaction) made.append(make("span", { class: "reaction" }, message.reaction));
  if (message.side === "business") made.append(status(message));
  return made;
}

function classes(message) {
  const also = [message.status === "failed" ? "failed" : "", message.foreign ? "foreign" : ""];
  return ["row", message.side, ...also].join(" ").trim();
}

function bubble(message, phone, act) {
  const { content } = message;
  const inside = [];
  if (message.reply_to) inside.push(quoted(message.reply_to, phone));
  if (content.header) inside.push(make("h4", {}, content.header));
  for (const name of ["header_media", "media"]) {
    if (content[name]) inside.push(media(content[name], message, act));
  }
  if (content.location) inside.push(place(content.location));
  for (const one of content.contacts ?? []) {
    inside.push(make("span", { class: "tile" }, `👤 ${one.name.formatted_name}`));
  }
  const text = message.revoked ? "🚫 Mensaje eliminado" : content.text;
  if (text) inside.push(make("span", { class: "words" }, text));
  if (content.footer) inside.push(make("div", { class: "foot" }, content.footer));
  inside.push(time(message));
  inside.push(make("button", {
    type: "button", class: "more", "aria-label": "Opciones del mensaje",
    onclick: () => options(message, act),
  }, "⋯"));
  return make("div", { class: "bubble" }, ...inside);
}

function time(message) {
  const parts = [message.edited ? "editado · " : "", clock(message.at)];
  const made = make("span", { class: "time" }, ...parts);
  if (message.side === "customer") {
    const read = message.status === "read";
    const ticks = make("span", {
      class: `ticks ${read ? "read" : ""}`, role: "img", "aria-label": read ? "Leído" : "Enviado",
    }, read ? "✓✓" : TICKS[message.status] ?? "✓");
    made.append(" ", ticks);
  }
  return made;
}

function status(message) {
  if (message.error) {
    const [code, said] = message.error.split(": ");
    return make("span", { class: "status bad" }, `No llegó · ${code}: ${REASONS[code] ?? said}`);
  }
  const by = message.foreign ? "a mano, desde la app · " : "";
  return make("span", { class: "status" }, by + (STATUS[message.status] ?? message.status));
}

function quoted(id, phone) {
  const found = phone.messages.find((one) => one.id === id);
  return make("div", { class: "quoted" }, found?.content.text || "Mensaje");
}

function media(given, message, act) {
  const local = given.url?.startsWith("/");
  if (local && ["image", "sticker"].includes(given.kind)) {
    return make("img", { src: given.url, alt: "Imagen" });
  }
  if (local && given.kind === "video") return make("video", { src: given.url, controls: true });
  if (local && given.kind === "audio") {
    const made = make("audio", { src: given.url, controls: true });
    made.addEventListener("play", () => act.play(message));
    return made;
  }
  const named = given.filename || given.url || given.id || "";
  const label = { image: "🖼", video: "🎬", audio: "🎤", document: "📄", file: "📄" }[given.kind] ?? "📎";
  const tile = make("span", { class: "tile" }, `${label} ${named}`);
  if (given.kind !== "audio") return tile;
  tile.append(make("button", { type: "button", class: "button", onclick: () => act.play(message) }, "Escuchar"));
  return tile;
}

function place(given) {
  const named = [given.name, given.address].filter(Boolean).join(", ");
  const point = `${Number(given.latitude).toFixed(5)}, ${Number(given.longitude).toFixed(5)}`;
  return make("span", { class: "tile" }, `📍 ${named || point}`);
}

function cards(given, message, act) {
  return make("div", { class: "cards" }, ...given.map((one) => make("div", { class: "card" },
    make("div", {}, make("strong", {}, one.title), make("p", { class: "small" }, one.subtitle)),
    make("div", { class: "taps" }, ...one.buttons.map((tap) => button(tap, message, act))))));
}

function buttons(content, message, act) {
  const made = (content.buttons ?? []).map((one) => button(one, message, act));
  if (content.list) {
    const shown = () => list(content.list, message, act);
    made.push(make("button", { type: "button", onclick: shown }, `☰ ${content.list.button}`));
  }
  return made;
}

function button(given, message, act) {
  if (given.kind === "url") {
    return make("a", { href: given.url, target: "_blank", rel: "noopener noreferrer" }, `↗ ${given.title}`);
  }
  const known = ["reply", "quick_reply", "postback", "send_location"].includes(given.kind);
  const tap = () => act.tap(given, message);
  return make("button", { type: "button", disabled: !known, onclick: tap }, given.title);
}

function list(given, message, act) {
  const shown = given.sections.flatMap((section) => [
    section.title ? make("h3", {}, section.title) : "",
    ...section.rows.map((one) => choice(one.title, one.description, () => act.row(one, message))),
  ]);
  open(given.button, ...shown.filter(Boolean));
}

function options(message, act) {
  const hearts = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
  const emoji = hearts.map((one) => make("button", {
    type: "button", onclick: () => { document.getElementById("sheet").close(); act.react(message, one); },
  }, one));
  const picks = [make("div", { class: "emoji" }, ...emoji)];
  if (message.reaction) picks.push(choice("Quitar la reacción", "", () => act.react(message, "")));
  picks.push(choice("Responder", "", () => act.reply(message)));
  if (message.side === "customer") {
    picks.push(choice("Editar", "", () => act.edit(message)));
    picks.push(choice("Eliminar para todos", "", () => act.revoke(message)));
  }
  open("Mensaje", ...picks);
}
