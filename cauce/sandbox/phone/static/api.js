// Speaking with the sandbox, and making elements without ever touching markup.

const notice = document.getElementById("notice");
let fading;

export function tell(words) {
  notice.textContent = words;
  clearTimeout(fading);
  fading = setTimeout(() => { notice.textContent = ""; }, 4000);
}

export async function ask(path, body, method) {
  const how = method ?? (body === undefined ? "GET" : "POST");
  const sent = body === undefined ? {} : {
    headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  };
  const answer = await fetch(`/control/${path}`, { method: how, ...sent });
  const told = await answer.json();
  if (!answer.ok) {
    tell(typeof told.detail === "string" ? told.detail : "No se pudo.");
    throw new Error(`${answer.status}`);
  }
  return told;
}

export async function upload(blob, name) {
  const answer = await fetch(`/control/media?filename=${encodeURIComponent(name)}`, {
    method: "POST", headers: { "content-type": blob.type || "application/octet-stream" }, body: blob,
  });
  return (await answer.json()).id;
}

export function make(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "onclick" || name === "onchange" || name === "onsubmit") made[name] = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

export function clock(at) {
  return new Date(at).toLocaleTimeString("es", { hour: "2-digit", minute: "2-digit" });
}

const sheet = document.getElementById("sheet");
sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });

export function open(title, ...children) {
  sheet.replaceChildren(make("div", { class: "sheet" }, make("h2", {}, title), ...children));
  if (!sheet.open) sheet.showModal();
}

export function close() {
  sheet.close();
}

export function choice(title, description, action) {
  const chosen = () => { close(); action(); };
  return make("button", { type: "button", class: "pick", onclick: chosen },
    make("strong", {}, title), description ? make("span", {}, description) : "");
}

export function form(title, fields, word, action) {
  const inputs = fields.map(([name, label, value, needed]) => make("label", {}, label,
    make("input", { name, value, required: needed, autocomplete: "off" })));
  const send = (event) => {
    event.preventDefault();
    close();
    action(Object.fromEntries(new FormData(event.target)));
  };
  open(title, make("form", { onsubmit: send }, ...inputs, make("div", { class: "end" },
    make("button", { type: "button", class: "button", onclick: close }, "Cancelar"),
    make("button", { class: "button main" }, word))));
}
