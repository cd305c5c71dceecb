// The customer's hand: it asks every moment what the phone shows, and tells what is done with it.

import { ask, choice, form, make, open, tell, upload } from "./api.js";
import { row } from "./bubbles.js";
import { drawPanel, startPanel } from "./panel.js";

const EVERY = 700;
const channel = location.pathname.split("/").pop();
const NAMES = { whatsapp: "WhatsApp", messenger: "Messenger", instagram: "Instagram" };
const at = (name) => document.getElementById(name);
const chosen = { id: sessionStorage.getItem(`customer-${channel}`), replyTo: null };
let people = [];
let drawn = "";

document.body.dataset.channel = channel;
document.title = `${NAMES[channel]} · teléfono de prueba`;
at("app").textContent = `como ${NAMES[channel]}`;

const me = () => people.find((one) => one.id === chosen.id);
const path = (rest = "") => `customers/${chosen.id}${rest}`;

async function say(said) {
  await ready;
  const about = chosen.replyTo && !said.message ? { reply_to: chosen.replyTo.id } : {};
  reply(null);
  await ask(path("/say"), { ...about, ...said });
  await look();
}

const act = {
  tap: (given, message) => {
    if (given.kind === "send_location") return shareLocation(message.id);
    const kind = channel === "whatsapp" && given.kind === "quick_reply" ? "button" : null;
    const names = { reply: "button_reply", quick_reply: "quick_reply", postback: "postback" };
    const about = channel === "whatsapp" ? { reply_to: message.id } : {};
    return say({
      kind: kind ?? names[given.kind], id: given.id ?? given.payload, title: given.title, ...about,
    });
  },
  row: (one, message) => say({
    kind: "list_reply", id: one.id, title: one.title, description: one.description ?? "",
    reply_to: message.id,
  }),
  react: (message, emoji) => say({ kind: "reaction", message: message.id, emoji }),
  reply: (message) => { reply(message); at("text").focus(); },
  revoke: (message) => say({ kind: "revoke", message: message.id }),
  edit: (message) => form("Editar", [["text", "Texto", message.content.text, true]], "Guardar",
    ({ text }) => say({ kind: "edit", message: message.id, text })),
  play: (message) => {
    if (channel === "whatsapp" && message.side === "business") ask(path(`/play/${message.id}`), {});
  },
};

function reply(message) {
  chosen.replyTo = message;
  at("replying").hidden = !message;
  at("replying").firstElementChild.textContent = message?.content.text ?? "";
}
at("replying").lastElementChild.onclick = () => reply(null);

function draw() {
  const phone = me();
  const state = JSON.stringify([phone?.messages, phone?.typing, chosen.id]);
  at("presence").textContent = presence(phone);
  if (state === drawn) return;
  drawn = state;
  const log = at("log");
  const known = new Map([...log.children].map((one) => [one.dataset.state, one]));
  const rows = [];
  let day = "";
  for (const message of phone?.messages ?? []) {
    const today = new Date(message.at).toLocaleDateString("es", { day: "numeric", month: "long" });
    if (today !== day) rows.push(make("span", { class: "day" }, today));
    day = today;
    const key = JSON.stringify(message);
    const made = known.get(key) ?? row(message, phone, act);
    made.dataset.state = key;
    rows.push(made);
  }
  if (phone?.typing) rows.push(make("div", { class: "row business" }, dots()));
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  log.replaceChildren(...rows);
  if (atEnd || rows.length < 3) log.scrollTop = log.scrollHeight;
  quick(phone);
}

function dots() {
  const made = make("div", { class: "bubble dots", role: "img", "aria-label": "Escribiendo" });
  made.append(make("i"), make("i"), make("i"));
  return made;
}

function quick(phone) {
  const last = phone?.messages.at(-1);
  const offered = last?.side === "business" ? last.content.quick_replies ?? [] : [];
  at("quick").hidden = !offered.length;
  at("quick").replaceChildren(...offered.map((one) => make("button", {
    type: "button", onclick: () => act.tap(one, last),
  }, one.title)));
}

function presence(phone) {
  if (!phone) return "";
  if (phone.typing) return "escribiendo…";
  if (!phone.window.until) return "aún no le has escrito";
  return phone.window.open ? "puede contestarte" : "ventana de respuesta cerrada";
}

function names() {
  const select = at("customer");
  const listed = people.map((one) => [one.id, `${one.name} · ${one.address}`]);
  const state = JSON.stringify([listed, chosen.id]);
  if (select.dataset.state === state) return;
  select.dataset.state = state;
  select.replaceChildren(...listed.map(([id, name]) => make("option", {
    value: id, selected: id === chosen.id,
  }, name)));
}

async function become(id) {
  if (me()) await ask(path(), { here: false }, "PATCH");
  chosen.id = id;
  sessionStorage.setItem(`customer-${channel}`, id);
  reply(null);
  await ask(path(), { here: true }, "PATCH");
  await look();
}

async function look() {
  people = (await ask(`customers?channel=${channel}`)).customers;
  if (!me() && people.length) return become(people[0].id);
  names();
  draw();
  drawPanel(me());
  return null;
}

function another() {
  const fields = [["name", "Nombre", "", true]];
  if (channel === "whatsapp") fields.push(["address", "Número (con código de país; vacío: uno cualquiera)", ""]);
  fields.push(["username", "Usuario (puede quedar vacío)", ""]);
  form("Otro cliente", fields, "Crear", async (given) => {
    const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim()));
    const made = await ask("customers", { channel, ...told });
    await become(made.id);
  });
}

at("another").onclick = another;
at("customer").onchange = (event) => become(event.target.value);
at("composer").onsubmit = (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (!text) return;
  at("text").value = "";
  say({ kind: "text", text });
};
at("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
});

at("attach").onclick = () => open("Adjuntar",
  choice("Foto", "", () => pickFile("image", "image/*")),
  choice("Video", "", () => pickFile("video", "video/*")),
  choice("Audio de un archivo", "", () => pickFile("audio", "audio/*")),
  choice("Documento", "", () => pickFile("document", "")),
  choice("Ubicación", "", () => shareLocation()),
  channel === "whatsapp" ? choice("Contacto", "", shareContact) : "",
  channel === "instagram" ? choice("Respuesta a una historia", "", answerStory) : "",
  choice("Algo que la API no entiende", "Encuesta, pegatina especial…", () => say({ kind: "unsupported" })));

function pickFile(kind, accept) {
  const input = at("file");
  input.accept = accept;
  input.onchange = async () => {
    const [file] = input.files;
    input.value = "";
    if (file) await sendFile(kind, file, file.name);
  };
  input.click();
}

async function sendFile(kind, blob, name, voice = false) {
  const media = await upload(blob, name);
  const text = kind === "image" ? at("text").value.trim() : "";
  if (text) at("text").value = "";
  await say({ kind, media, voice, text });
}

function shareLocation(replyTo) {
  form("Ubicación", [
    ["latitude", "Latitud", "8.98336", true], ["longitude", "Longitud", "-79.51968", true],
    ["name", "Nombre del lugar", ""],
  ], "Enviar", ({ latitude, longitude, name }) => say({
    kind: "location", latitude: Number(latitude), longitude: Number(longitude), name,
    ...(replyTo && channel === "whatsapp" ? { reply_to: replyTo } : {}),
  }));
}

function shareContact() {
  form("Contacto", [["name", "Nombre", "", true], ["address", "Teléfono", "", true]], "Enviar",
    ({ name, address }) => say({ kind: "contacts", name, address }));
}

function answerStory() {
  form("Respuesta a una historia", [["text", "Mensaje", "", true]], "Enviar",
    ({ text }) => say({ kind: "story_reply", text }));
}

let recorder = null;
at("voice").onclick = async () => {
  if (recorder) return recorder.stop();
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    tell("Sin micrófono: elige un archivo de audio.");
    return pickFile("audio", "audio/*");
  }
  const kinds = ["audio/ogg;codecs=opus", "audio/mp4", "audio/webm;codecs=opus"];
  recorder = new MediaRecorder(stream, { mimeType: kinds.find((one) => MediaRecorder.isTypeSupported(one)) });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = async () => {
    stream.getTracks().forEach((track) => track.stop());
    at("voice").setAttribute("aria-pressed", "false");
    const blob = new Blob(parts, { type: recorder.mimeType });
    recorder = null;
    await sendFile("audio", blob, "voice", true);
  };
  recorder.start();
  return at("voice").setAttribute("aria-pressed", "true");
};

for (const button of document.querySelectorAll("[data-view]")) {
  if (button.tagName !== "BUTTON") continue;
  button.onclick = () => {
    document.querySelector(".desk").dataset.view = button.dataset.view;
    for (const one of document.querySelectorAll(".switch button")) {
      one.setAttribute("aria-pressed", String(one === button));
    }
  };
}
// Whoever looks elsewhere does not read.
function attend(here) {
  if (me()) fetch(`/control/${path()}`, {
    method: "PATCH", keepalive: true, headers: { "content-type": "application/json" },
    body: JSON.stringify({ here }),
  });
}
addEventListener("pagehide", () => attend(false));
document.addEventListener("visibilitychange", () => attend(!document.hidden));

async function live() {
  try {
    if (!document.hidden) await look();
  } catch {
    at("presence").textContent = "sin conexión con el sandbox";
  }
  setTimeout(live, EVERY);
}

async function begin() {
  people = (await ask(`customers?channel=${channel}`)).customers;
  if (!people.length) people = [await ask("customers", { channel, name: "Ana Pérez" })];
  const kept = people.find((one) => one.id === chosen.id);
  chosen.id = null;
  await become((kept ?? people[0]).id);
}

// What is written while the page still asks who it is waits for that and is not lost.
const ready = begin();
await ready;
startPanel(channel, () => chosen.id, look);
live();
