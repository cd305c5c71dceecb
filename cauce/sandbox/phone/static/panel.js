// The side panel: the raw payloads of both directions, and everything that can be switched.

import { ask, form, make, tell } from "./api.js";

const at = (name) => document.getElementById(name);
const journal = { last: 0 };
let channel = "whatsapp";
let who = () => null;
let look = async () => {};
let shown = "";

const SENDING = [
  ["Demasiado rápido con esta persona", { kind: "status", code: 131056 }],
  ["Límite del número", { kind: "rate_limit", code: 130429, retry_after: 3 }],
  ["Token vencido", { kind: "token_dead" }],
  ["Respuesta perdida (se envía igual)", { kind: "answer_lost" }],
  ["Conexión cortada", { kind: "reset" }],
  ["Error 500", { kind: "status", status: 500 }],
  ["Respuesta ilegible", { kind: "malformed" }],
  ["Lento, 6 s", { kind: "latency", seconds: 6 }],
];
const LATER = [
  ["Falla después: fuera de 24 h", { kind: "wrong", code: 131047 }],
  ["Falla después: no entregable", { kind: "wrong", code: 131026 }],
  ["Falla después: archivo", { kind: "wrong", code: 131053 }],
];
const HOOKS = [
  ["Repetido", { manner: "duplicated" }],
  ["Fuera de orden", { manner: "reordered" }],
  ["Perdido", { manner: "missing" }],
  ["Tarde, 30 s", { manner: "delayed", seconds: 30 }],
  ["Firma falsa", { manner: "bad_signature" }],
  ["Sin firma", { manner: "no_signature" }],
  ["Cuerpo cortado", { manner: "malformed" }],
  ["Campos desconocidos", { manner: "unknown_fields" }],
];
const ABOUT = {
  messages: "mensaje", statuses: "estado", echoes: "eco", comments: "comentario",
  templates: "plantilla", preferences: "preferencia", account: "cuenta", raw: "bytes sueltos",
};
const MANNERS = [
  ["phone_on", "Su teléfono está encendido"],
  ["on_platform", "Tiene cuenta en la plataforma"],
  ["blocks_us", "Bloqueó al negocio"],
  ["skips_delivered", "No avisa «entregado», solo «leído»"],
  ["shows_phone", "Muestra su número (si no, solo su usuario)"],
  ["opted_out", "No quiere mensajes de marketing"],
  ["in_experiment", "Está en un experimento de Meta"],
];

export function startPanel(name, current, again) {
  [channel, who, look] = [name, current, again];
  for (const tab of document.querySelectorAll("[role=tab]")) {
    tab.onclick = () => {
      for (const one of document.querySelectorAll("[role=tab]")) {
        one.setAttribute("aria-selected", String(one === tab));
        at(one.dataset.tab).hidden = one !== tab;
      }
    };
  }
  traffic();
}

async function traffic() {
  try {
    const { crossings } = await ask(`journal?after=${journal.last}`);
    if (!crossings.length && !at("traffic").children.length) {
      at("traffic").append(make("p", { class: "small" }, "Aquí aparece cada llamada, tal como es, en las dos direcciones."));
    }
    if (crossings.length && !journal.last) at("traffic").replaceChildren();
    for (const one of crossings) {
      journal.last = one.number;
      at("traffic").prepend(crossing(one));
    }
    while (at("traffic").children.length > 200) at("traffic").lastChild.remove();
  } catch { /* The next look tells. */ }
  setTimeout(traffic, 1000);
}

function hook(one) {
  const [about, attempt] = one.note.split(", attempt ");
  const named = ABOUT[about] ?? about;
  return `aviso de ${named}${attempt ? ` · intento ${attempt}` : ""}`;
}

function crossing(one) {
  const ours = one.direction === "to_platform";
  const code = one.status === null ? "sin respuesta" : String(one.status);
  const time = new Date(one.at).toLocaleTimeString("es");
  const made = make("details", { class: `crossing ${one.direction}` },
    make("summary", {},
      make("span", { class: "way", title: ours ? "De Cauce a la plataforma" : "De la plataforma a Cauce" }, ours ? "↑" : "↓"),
      make("span", { class: "what" }, ours ? one.what : hook(one)),
      ours && one.note ? make("span", {}, one.note) : "",
      make("span", { class: `code ${one.status === 200 ? "ok" : "bad"}` }, code),
      make("time", {}, time)));
  made.addEventListener("toggle", () => {
    if (made.open && made.children.length === 1) {
      made.append(make("pre", {}, JSON.stringify(one.sent, null, 2)));
      made.append(make("pre", {}, typeof one.answered === "string" ? one.answered : JSON.stringify(one.answered, null, 2)));
    }
  });
  return made;
}

export async function drawPanel(person) {
  if (!person || document.querySelector(".tab:focus-within")) return;
  const state = await ask("state");
  const key = JSON.stringify([person.id, person.manners, person.name, person.address, person.user_id, person.window,
    state.faults, state.templates, state.comments, state.ahead, state.number]);
  const now = at("now");
  if (now) now.textContent = new Date(state.now).toLocaleString("es");
  if (key === shown) return;
  shown = key;
  at("trouble").replaceChildren(...trouble(state));
  at("person").replaceChildren(...aboutPerson(person));
  at("platform").replaceChildren(...platform(state));
}

function chips(listed, place, waiting) {
  return make("div", { class: "chips" }, ...listed.map(([label, fault]) => make("button", {
    type: "button",
    onclick: async () => { await ask("faults", { place, ...fault }); tell(`A la próxima: ${label}`); await look(); },
  }, label)));
}

function trouble(state) {
  const sending = channel === "whatsapp" ? [...SENDING, ...LATER] : SENDING.slice(2);
  const waiting = Object.entries(state.faults).flatMap(([place, faults]) => faults.map((one) => `${place}: ${one.kind}${one.code ? ` ${one.code}` : ""}${one.times ? "" : " (siempre)"}`));
  const pass = (label, hours) => make("button", {
    type: "button", onclick: async () => { await ask("clock", { hours }); await look(); },
  }, label);
  return [
    make("h3", {}, "Reloj"),
    make("p", { class: "small" }, "En el sandbox es ", make("span", { id: "now" }, new Date(state.now).toLocaleString("es"))),
    make("div", { class: "chips" }, pass("Adelantar 1 h", 1), pass("Adelantar 25 h", 25), pass("Adelantar 8 días", 192)),
    make("h3", {}, "El próximo envío de Cauce"),
    chips(sending, `meta.${channel}.messages`),
    make("h3", {}, "El próximo aviso a Cauce"),
    chips(HOOKS, "meta.webhook"),
    make("h3", {}, "En espera"),
    waiting.length ? make("ul", { class: "small" }, ...waiting.map((one) => make("li", {}, one))) : make("p", { class: "small" }, "Ninguna falla."),
    waiting.length ? make("div", { class: "chips" }, make("button", { type: "button", onclick: async () => { await ask("faults", undefined, "DELETE"); await look(); } }, "Quitar todas")) : "",
  ].filter(Boolean);
}

function aboutPerson(person) {
  const change = async (body) => { await ask(`customers/${who()}`, body, "PATCH"); await look(); };
  const facts = [["Nombre", person.name], ["Dirección", person.address], ["Id de usuario", person.user_id ?? "–"],
    ["Usuario", person.username ?? "–"], ["Ventana", person.window.until ? `${person.window.open ? "abierta hasta" : "cerrada desde"} ${new Date(person.window.until).toLocaleString("es")}` : "nunca escribió"]];
  const listed = channel === "whatsapp" ? MANNERS : MANNERS.slice(0, 4);
  const wishes = listed.map(([name, label]) => make("label", { class: "wish" },
    make("input", { type: "checkbox", checked: person.manners[name], onchange: (event) => change({ [name]: event.target.checked }) }), label));
  const rename = () => form("Nombre", [["name", "Nombre", person.name, true], ["username", "Usuario", person.username ?? ""]], "Guardar",
    ({ name, username }) => change({ name, username: username || null }));
  const more = [make("button", { type: "button", onclick: rename }, "Cambiar nombre")];
  if (channel === "whatsapp") {
    more.push(make("button", { type: "button", onclick: () => form("Número nuevo", [["address", "Número", "", true]], "Cambiar",
      async ({ address }) => { await ask(`customers/${who()}/number`, { address }); await look(); }) }, "Cambiar de número"));
    more.push(make("button", { type: "button", onclick: async () => { await ask(`customers/${who()}/device`, {}); tell("Teléfono cambiado."); } }, "Cambiar de teléfono"));
    more.push(make("button", { type: "button", onclick: () => ask(`customers/${who()}/say`, { text: "Hola, vi su anuncio", referral: { source_type: "ad", source_id: "120200000000000001", source_url: "https://sandbox.invalid/ad", headline: "Oferta", body: "Escríbenos", media_type: "image", ctwa_clid: "sandbox-click" } }).then(look) }, "Llegar por un anuncio"));
  } else {
    more.push(make("button", { type: "button", onclick: () => ask(`customers/${who()}/say`, { text: "Hola, vi su anuncio", referral: { source: "ADS", type: "OPEN_THREAD", ad_id: "120200000000000001", ref: "sandbox" } }).then(look) }, "Llegar por un anuncio"));
  }
  const byHand = () => form("Contestar a mano, desde la app del negocio", [["text", "Mensaje", "", true]], "Enviar",
    async ({ text }) => { await ask(`customers/${who()}/by_hand`, { text }); await look(); });
  return [
    make("dl", { class: "facts" }, ...facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
    make("h3", {}, "Su teléfono"), ...wishes,
    make("h3", {}, "Hacer"), make("div", { class: "chips" }, ...more, make("button", { type: "button", onclick: byHand }, "El negocio contesta a mano")),
  ];
}

function platform(state) {
  return channel === "whatsapp" ? templates(state) : comments(state);
}

function templates(state) {
  const number = state.number;
  const states = ["APPROVED", "PENDING", "PAUSED", "DISABLED", "REJECTED"];
  const rows = state.templates.map((one) => make("div", { class: "template" },
    make("strong", {}, `${one.name} · ${one.language}`),
    make("select", { "aria-label": `Estado de ${one.name}`, onchange: async (event) => { await ask(`templates/${one.id}`, { status: event.target.value }, "PATCH"); await look(); } },
      ...states.map((status) => make("option", { selected: status === one.status }, status))),
    make("p", {}, one.components.find((part) => part.type === "BODY")?.text ?? "")));
  const set = async (body) => { await ask("number", body, "PATCH"); await look(); };
  return [make("h3", {}, "Número"),
    make("dl", { class: "facts" }, make("dt", {}, "Del negocio"), make("dd", {}, number.display), make("dt", {}, "Id"), make("dd", {}, number.id)),
    make("label", { class: "wish" }, make("input", { type: "checkbox", checked: number.refuses === "at_once", onchange: (event) => set({ refuses: event.target.checked ? "at_once" : "later" }) }), "Rechazar en el acto lo que está fuera de 24 h (si no, avisa después)"),
    make("h3", {}, "Plantillas"), ...rows];
}

function comments(state) {
  const listed = state.comments.filter((one) => one.channel === channel);
  const write = async (event) => {
    event.preventDefault();
    const { text } = Object.fromEntries(new FormData(event.target));
    event.target.reset();
    event.target.querySelector("input").blur();
    await ask("comments", { channel, author: who(), text });
    await look();
  };
  return [make("h3", {}, "Comentar en una publicación del negocio"),
    make("form", { class: "line", onsubmit: write }, make("input", { name: "text", required: true, placeholder: "Comentario", "aria-label": "Comentario", autocomplete: "off" }), make("button", { class: "button" }, "Comentar")),
    make("h3", {}, "Comentarios"),
    ...(listed.length ? listed.map((one) => make("div", { class: `comment ${one.parent ? "reply" : ""} ${one.hidden ? "gone" : ""}` },
      `${one.author ? "Cliente" : "Negocio"}: ${one.text}`, one.answered_privately ? make("span", { class: "small" }, " · contestado en privado") : "")) : [make("p", { class: "small" }, "Ninguno todavía.")])];
}
