// The pages work by forms alone; this makes them quicker: boxes are ticked in place and the conversation follows the bot.
"use strict";

const sent = new Map(); // id of a part -> its HTML as the server sent it

function parts(root) {
  return [...root.querySelectorAll("[data-live] > [id]")];
}

function remember(root) {
  for (const part of parts(root)) sent.set(part.id, part.outerHTML);
}

// A part in which somebody is writing, or has opened a form, is left alone.
function busy(part) {
  if (part.contains(document.activeElement) && document.activeElement.matches("textarea, input[type=text]")) return true;
  return [...part.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);
}

function place(live, fresh) {
  const wanted = [...fresh.children].filter((part) => part.id);
  for (const old of [...live.children]) {
    if (old.id && !wanted.some((part) => part.id === old.id) && !busy(old)) old.remove();
  }
  let before = null;
  for (const part of wanted) {
    const old = live.querySelector(":scope > #" + CSS.escape(part.id));
    const html = part.outerHTML;
    const keep = old && (sent.get(part.id) === html || busy(old));
    const shown = keep ? old : document.importNode(part, true);
    if (!keep) {
      if (old) {
        keepFolds(old, shown);
        old.replaceWith(shown);
      } else live.insertBefore(shown, before ? before.nextSibling : live.firstChild);
      sent.set(part.id, html);
    }
    before = shown;
  }
}

function keepFolds(old, shown) {
  const before = [...old.querySelectorAll("details")];
  const after = [...shown.querySelectorAll("details")];
  if (before.length === after.length) after.forEach((fold, i) => { fold.open = before[i].open; });
}

function tell(html) {
  const said = new DOMParser().parseFromString(html, "text/html").querySelector("[role=alert]");
  if (said) document.querySelector("main").prepend(document.importNode(said, true));
}

let known = null;

async function refresh() {
  const answer = await fetch(location.href, { headers: { "X-Refresh": "1" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const live of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(live.id);
    if (fresh) place(live, fresh);
  }
}

async function watch(address) {
  try {
    if (!document.hidden) {
      const answer = await fetch(address);
      const version = (await answer.json()).version;
      if (known !== null && version !== known) await refresh();
      known = version;
    }
  } catch (error) {
    console.debug("The sandbox does not answer just now.", error);
  }
  setTimeout(watch, document.hidden ? 3000 : 800, address);
}

document.addEventListener("change", async (event) => {
  const field = event.target;
  if (field.matches(".box") && field.form) {
    const body = new URLSearchParams(new FormData(field.form));
    const part = field.closest("[data-live] > [id]");
    if (part) sent.delete(part.id); // what stands here now is not what was sent
    field.disabled = true;
    const answer = await fetch(field.form.action, { method: "POST", body, redirect: "manual" });
    if (answer.status >= 400) tell(await answer.text());
    field.blur();
    await refresh();
  } else if (field.closest("[data-submit-on-change]")) field.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const quick = event.target.closest("[data-insert]");
  if (!quick) return;
  const field = document.getElementById(quick.dataset.into);
  field.value = field.value.trim() ? field.value.trimEnd() + "\n" + quick.dataset.insert : quick.dataset.insert;
  field.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form.requestSubmit(event.target.form.querySelector("button.main"));
  }
});

document.documentElement.classList.add("scripted");
remember(document);
if (document.body.dataset.watch) watch(document.body.dataset.watch);
