// Nothing that a representative typed is lost when the network fails or the sitting ends.
//
// A form[data-outbox="name"] is kept as a draft on this telephone while it is being typed. Where it
// says data-outbox-waits, too, an entry that was finished without a network waits in the outbox and
// is sent later with the same one-time key, so that twice sent is once logged. Everything works
// without this file, only that a page without a network is then a page lost.
//
// Telephones are passed around. Drafts and entries lie under an opaque name of the account and are
// shown to, and sent by, that account only (the server checks it once more). Who somebody is — what
// is [data-private]: the voter's name and telephone — is never written down here: it is the one
// thing that could harm a third person on a telephone that others use, it may be added on the
// visit's page afterwards, and while the page is open it is in the field anyway. Pictures are too
// large for this store. Both is said on the page instead of being lost in silence.
//
// Written for old browsers: no optional chaining, no async functions.
(function () {
  "use strict";
  var place = document.querySelector("[data-outbox-of]");
  if (!place || !window.fetch || !window.Promise || !window.URLSearchParams) return;

  var OWNER = place.getAttribute("data-outbox-of");
  var STATUS = place.getAttribute("data-outbox-status");
  var BOX = "outbox:" + OWNER;
  var WAIT = 10000; // ms until a network that does not answer counts as none
  var AGAIN = 60000; // ms between two tries of a page that stays open
  var LEAVING = 60000; // ms for which the browser is given time to send an entry whole, name and pictures
  var KEPT = 30 * 24 * 3600 * 1000; // ms that a draft is kept; a finished entry waits for ever
  var PRIVATE = "[type=password],[type=file],[data-private],[name=csrfmiddlewaretoken]";

  // --- the store
  function read(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch (error) { return null; }
  }
  function write(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch (error) { return false; }
  }
  function forget(name) {
    try { localStorage.removeItem(name); } catch (error) { /* storage is off */ }
  }
  function draftOf(name) { return "draft:" + OWNER + ":" + name; }
  function waiting() { return read(BOX) || []; }
  function waitsFor(key) { return waiting().some(function (entry) { return entry.key === key; }); }
  function drop(key) {
    write(BOX, waiting().filter(function (entry) { return entry.key !== key; }));
  }
  function forgetDrafts(test) {
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(draftOf("")) === 0 && test(read(name) || {})) forget(name);
      });
    } catch (error) { /* storage is off */ }
  }

  // --- forms
  function matches(field, what) { return (field.matches || field.msMatchesSelector).call(field, what); }
  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.type !== "submit" && field.type !== "button" && !matches(field, PRIVATE);
    });
  }
  function ticked(field) { return field.type === "checkbox" || field.type === "radio"; }
  function keyField(form) { return form.querySelector("[name=key]"); }
  function keyOf(form) { return keyField(form) ? keyField(form).value : ""; }
  function newKey() {
    var bytes = new Uint8Array(16);
    window.crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
  }
  function typed(form) {
    return fields(form).filter(function (field) { return field.type !== "hidden"; }).map(function (field) {
      return [field.name, ticked(field) ? field.value : "", ticked(field) ? field.checked : field.value];
    });
  }
  function putBack(form, kept) {
    kept.forEach(function (one) {
      fields(form).forEach(function (field) {
        if (field.name !== one[0] || field.type === "hidden") return;
        if (!ticked(field)) field.value = one[2];
        else if (field.value === one[1]) field.checked = one[2];
      });
    });
    Array.prototype.forEach.call(form.querySelectorAll("details"), function (part) {
      var written = Array.prototype.some.call(part.querySelectorAll("textarea,[type=text]"), function (field) {
        return field.value && field.value !== field.defaultValue;
      });
      if (written) part.open = true;
    });
  }
  function toSend(form) {
    var found = [];
    fields(form).forEach(function (field) {
      if (!ticked(field) || field.checked) found.push([field.name, field.value]);
    });
    return found;
  }

  // --- words on the page
  function make(tag, className, text) {
    var made = document.createElement(tag);
    made.className = className;
    made.textContent = text || "";
    return made;
  }
  function button(words, act) {
    var made = make("button", "btn btn-quiet", words);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  function notice(parent, text) {
    var line = make("div", "notice outbox");
    line.appendChild(make("p", "", text));
    parent.insertBefore(line, parent.firstChild);
    return line;
  }

  // --- the network
  function ask(address, how) {
    how.credentials = "same-origin";
    return Promise.race([
      fetch(address, how),
      new Promise(function (resolve, reject) { setTimeout(function () { reject(new Error("slow")); }, WAIT); })
    ]);
  }
  // {owner, token}; null when nobody is signed in. Rejects without a network.
  function status() {
    return ask(STATUS, { headers: { "X-Unattended": "1" } }).then(function (answer) {
      var isData = /json/.test(answer.headers.get("Content-Type") || "");
      if (!isData && answer.status >= 500) throw new Error("server");
      return isData ? answer.json() : null;
    });
  }

  // --- the outbox
  var said = null;
  var busy = false;
  var sentLinks = [];

  function show(words) {
    var entries = waiting();
    if (said) said.parentNode.removeChild(said);
    said = null;
    if (!entries.length && !sentLinks.length) return;
    if (!entries.length) {
      said = notice(place, "刚才没有发出的 " + sentLinks.length + " 条，已经发出了。姓名、照片可以打开补上：");
      sentLinks.forEach(function (link, place) {
        var line = make("a", "btn btn-quiet", "打开第 " + (place + 1) + " 条");
        line.href = link;
        said.appendChild(line);
      });
      return;
    }
    said = notice(place, words || (entries.length + " 条还没有发出，联网后自动再发。"));
    entries.forEach(function (entry) {
      said.appendChild(make("p", "muted", entry.day + "　" + entry.title + (entry.refused ? "　（要补充以后才能发）" : "")));
      if (entry.refused) said.appendChild(button("补充这一条", function () { reopen(entry); }));
    });
    said.appendChild(button("点这里再发", function () { sendAll(true); }));
  }

  // An entry that the server refused goes back into its form.
  function reopen(entry) {
    write(draftOf(entry.form), { key: entry.key, at: Date.now(), typed: entry.typed });
    drop(entry.key);
    window.location.href = entry.action + entry.query;
  }

  function sendOne(entry, token) {
    var body = new URLSearchParams();
    entry.fields.forEach(function (one) { body.append(one[0], one[1]); });
    var headers = { "X-CSRFToken": token, "X-Outbox": "1" };
    return ask(entry.action, { method: "POST", body: body, headers: headers }).then(function (answer) {
      var isData = /json/.test(answer.headers.get("Content-Type") || "");
      if (isData && answer.status === 200) {
        drop(entry.key);
        forgetDrafts(function (draft) { return draft.key === entry.key; });
        return answer.json().then(function (kept) { sentLinks.push(kept.link); });
      }
      if (isData && answer.status === 422) {
        write(BOX, waiting().map(function (one) {
          if (one.key === entry.key) one.refused = true;
          return one;
        }));
      }
    });
  }

  function mayGo(entry) { return !entry.refused && !(Date.now() - entry.leaving < LEAVING); }

  function sendAll(asked) {
    if (busy || !waiting().some(mayGo)) return;
    busy = true;
    status().then(function (who) {
      if (!who || who.owner !== OWNER) {
        if (asked) window.location.href = place.getAttribute("data-outbox-home") || "/my/";
        return "登录以后会自动发出。";
      }
      return waiting().filter(mayGo).reduce(function (before, entry) {
        return before.then(function () { return sendOne(entry, who.token); });
      }, Promise.resolve()).then(function () { return ""; });
    }).catch(function () {
      return asked ? "还是没有网络。" + waiting().length + " 条还存在这部手机上，联网后自动再发。" : "";
    }).then(function (words) { busy = false; show(words); });
  }

  // --- one form
  function watch(form) {
    var name = form.getAttribute("data-outbox");
    var blank = JSON.stringify(typed(form));
    var draft = read(draftOf(name));
    var isNewer = document.querySelector(".error-summary,[data-carried]");
    if (isNewer) drop(keyOf(form)); // it was not taken as it was: it is no finished entry
    else if (draft && !waitsFor(draft.key) && JSON.stringify(draft.typed) !== blank) restore(form, name, draft);
    form.addEventListener("input", function () { keep(form, name); });
    form.addEventListener("change", function () { keep(form, name); });
    if (form.hasAttribute("data-outbox-waits")) form.addEventListener("submit", function (event) { submit(event, form, name); });
  }

  function keep(form, name) {
    write(draftOf(name), { key: keyOf(form), at: Date.now(), typed: typed(form) });
  }

  function restore(form, name, draft) {
    putBack(form, draft.typed);
    if (draft.key && keyField(form)) keyField(form).value = draft.key;
    var line = notice(form, "上次写的、还没有保存的内容，已经替您找回来了。姓名、电话和照片没有存在手机上，要的请再填。");
    line.setAttribute("role", "status");
    line.appendChild(button("不要了，重新写", function () {
      forget(draftOf(name));
      form.reset();
      if (keyField(form)) keyField(form).value = newKey();
      line.parentNode.removeChild(line);
    }));
  }

  function submit(event, form, name) {
    if (event.defaultPrevented || !keyOf(form)) return;
    var entry = {
      key: keyOf(form), form: name, action: form.getAttribute("action"), query: window.location.search,
      leaving: Date.now(), fields: toSend(form), typed: typed(form), day: form.elements.on ? form.elements.on.value : "",
      title: (form.elements.content ? form.elements.content.value : "").slice(0, 20)
    };
    drop(entry.key);
    if (!write(BOX, waiting().concat([entry]))) return; // no store: the browser sends as ever
    event.preventDefault();
    var press = form.querySelector("button.btn-primary");
    press.disabled = true;
    setTimeout(function () { press.disabled = false; }, WAIT);
    status().then(function (who) {
      var token = form.querySelector("[name=csrfmiddlewaretoken]");
      // Signed out meanwhile: the server carries the text through the page to sign in.
      if (!who || who.owner !== OWNER) drop(entry.key);
      else if (token) token.value = who.token;
      form.submit();
    }, function () { waits(form, name, entry.key); press.disabled = false; });
  }

  function waits(form, name, key) {
    write(BOX, waiting().map(function (one) {
      if (one.key === key) one.leaving = 0;
      return one;
    }));
    forget(draftOf(name));
    form.reset();
    keyField(form).value = newKey();
    show("没有网络。写好的 " + waiting().length + " 条已经存在这部手机上，联网后自动发出，不会丢。姓名、电话和照片没有存，发出后在走访页上补。可以接着写下一条。");
    said.setAttribute("tabindex", "-1");
    said.focus();
  }

  var saved = document.querySelector("[data-sent-form]");
  if (saved) forget(draftOf(saved.getAttribute("data-sent-form")));
  var sent = document.querySelector("[data-sent]");
  if (sent) {
    drop(sent.getAttribute("data-sent"));
    forgetDrafts(function (draft) { return draft.key === sent.getAttribute("data-sent"); });
  }
  var now = Date.now();
  forgetDrafts(function (draft) { return !(draft.at > now - KEPT); });
  Array.prototype.forEach.call(document.querySelectorAll("form[data-outbox]"), watch);
  show();
  sendAll();
  window.addEventListener("online", function () { sendAll(); });
  setInterval(function () { if (!document.hidden) sendAll(); }, AGAIN);
})();
