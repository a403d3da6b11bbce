// The board: follows one meeting, shows what the server writes, and computes the time from the
// server's deadline. Every text comes from the server, or stands in the attributes of <body>.
"use strict";

(() => {
  const RING = 339.292; // the ring's length, as in dialogs/board/now.py
  const SILENT = 40_000; // ms without a sign of life: the server gives one each 15 s
  const FIRST_WAIT = 500, LONGEST_WAIT = 10_000; // ms between two attempts to connect
  const TEAMS_ANSWERS_WITHIN = 10_000; // ms
  const LIVE = ["now", "tavle", "genogram", "controls"];

  const by = (id) => document.getElementById(id);
  const said = document.body.dataset;
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const link = location.hash.slice(1);

  const state = {
    inTeams: false, // Teams has answered
    shared: new URLSearchParams(location.search).get("shared") === "1",
    over: false,
    connection: null, // what ends the present one
    heardAt: 0,
    lost: false,
    say: "",
    hint: "",
    clock: null,
    time: null, // {now, at, speed}: the server's time, and ours when it came
    shown: {}, // what each part shows, as it was written
    view: "now",
    asked: 0, // which view was asked for last
  };

  // --- what is remembered on this device, where it may be -------------------------------------

  const kept = {
    get(name) { try { return localStorage.getItem(`sparringsrum.${name}`); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(`sparringsrum.${name}`, value); } catch { /* as well without */ } },
  };

  // --- colours, seconds, the large view ---------------------------------------------------------

  function wear(theme) {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  function theme(teamsTheme) {
    const chosen = kept.get("theme") || "auto";
    by("theme").value = chosen;
    wear(chosen === "auto" && teamsTheme ? teamsTheme : chosen);
  }

  function pressed(button, on) {
    button.setAttribute("aria-pressed", String(on));
  }

  function quiet(on) {
    pressed(by("quiet"), on);
    kept.set("quiet", on ? "1" : "");
    tick();
  }

  const isQuiet = () => by("quiet").getAttribute("aria-pressed") === "true";

  function large(on) {
    document.body.classList.toggle("large", on);
    pressed(by("large"), on);
    state.shared = on; // the server then sends nothing to press
    if (on) show("now");
    reconnect();
  }

  // --- time -----------------------------------------------------------------------------------

  function serverNow() {
    return state.time.now + (Date.now() - state.time.at) * state.time.speed;
  }

  function hearTime({ now, speed }) {
    const at = Date.now();
    const ahead = state.time && speed === 1 ? serverNow() - now : 0;
    // What came late by a little says less than what came sooner.
    if (ahead > 0 && ahead < 2000 && state.time.speed === speed) return;
    state.time = { now, at, speed };
  }

  function left() {
    const clock = state.clock;
    if (!clock || !state.time) return null;
    if (clock.left !== null) return clock.left;
    return clock.ends === null ? null : clock.ends - serverNow();
  }

  function inWords(ms) {
    if (state.clock.up || ms <= 0) return said.phraseUp;
    const seconds = Math.ceil(ms / 1000);
    if (!isQuiet()) {
      const rest = String(seconds % 60).padStart(2, "0");
      return said.phraseSeconds.replace("{m}", Math.floor(seconds / 60)).replace("{s}", rest);
    }
    if (ms < 60_000) return said.phraseLast;
    return said.phraseLeft.replace("{n}", Math.ceil(ms / 60_000));
  }

  function tick() {
    const words = by("left"), ring = by("ring");
    if (!words || !ring) return;
    const ms = left();
    const text = ms === null ? "" : inWords(ms);
    if (words.textContent !== text) words.textContent = text;
    const whole = state.clock ? state.clock.whole : 0;
    const steps = isQuiet() ? 60_000 : 1000;
    const shown = ms === null || state.clock.up ? 0 : Math.ceil(Math.max(0, ms) / steps) * steps;
    const share = whole ? Math.min(1, shown / whole) : 0;
    const offset = (RING * (1 - share)).toFixed(1);
    if (ring.getAttribute("stroke-dashoffset") !== offset) ring.setAttribute("stroke-dashoffset", offset);
  }

  // --- what is shown ----------------------------------------------------------------------------

  function put(name, html) {
    if (state.shown[name] === html) return;
    const part = by(name);
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const press = focused && focused.dataset.press;
    part.innerHTML = html; // escaped by the server; the policy allows no script in it
    state.shown[name] = html;
    if (!focused) return;
    const again = press && part.querySelector(`[data-press="${CSS.escape(press)}"]`);
    const next = again || part.querySelector("button");
    if (next) next.focus();
    else by("view").focus();
  }

  function notice(html) {
    by("notice").hidden = !html;
    if (by("notice").innerHTML !== html) by("notice").innerHTML = html;
  }

  function offer(view, there) {
    document.querySelector(`[data-view="${view}"]`).hidden = !there;
    if (!there && state.view === view && view !== "now") show("now");
  }

  function hear(picture) {
    const runs = picture.state === "meeting";
    state.clock = runs ? picture.clock : null;
    for (const name of LIVE) put(name, picture.parts[name] || "");
    notice(runs ? "" : picture.notice);
    by("controls").hidden = !picture.parts.controls;
    offer("tavle", runs);
    offer("genogram", runs);
    by("now").hidden = state.view !== "now" || !runs;
    if (picture.say !== state.say) by("said").textContent = state.say = picture.say;
    const hint = picture.hint || "";
    if (hint && hint !== state.hint) by("said").textContent = hint;
    state.hint = hint;
    if (picture.state === "over") state.over = true;
    tick();
  }

  async function show(view) {
    state.view = view;
    const asked = ++state.asked;
    for (const button of document.querySelectorAll("[data-view]")) {
      const here = button.dataset.view === view;
      if (here) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
      by(button.dataset.view).hidden = !here || (view === "now" && !state.clock);
    }
    by("notice").hidden = view !== "now" || !by("notice").innerHTML;
    if (view !== "year" && view !== "learning") return;
    try {
      const answer = await ask(`/board/views/${view}`);
      const told = await answer.json();
      if (asked === state.asked) by(view).innerHTML = answer.ok ? told.html : told.notice;
    } catch {
      if (asked === state.asked) by(view).innerHTML = said.notnow;
    }
  }

  // --- the connection -----------------------------------------------------------------------------

  async function authorization() {
    if (link) return `Link ${link}`;
    return `Bearer ${await teams.token()}`;
  }

  async function ask(path, more = {}) {
    const headers = { ...more.headers, Authorization: await authorization() };
    return fetch(path, { cache: "no-store", ...more, headers });
  }

  function reconnect() {
    if (state.connection) state.connection.abort("again");
  }

  function hearEvent(text) {
    const lines = text.split("\n");
    const name = (lines.find((line) => line.startsWith("event: ")) || "").slice(7);
    const data = (lines.find((line) => line.startsWith("data: ")) || "").slice(6);
    if (name === "time") hearTime(JSON.parse(data));
    if (name === "picture") hear(JSON.parse(data));
  }

  async function read(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      state.heardAt = Date.now();
      const events = (rest + value).split("\n\n");
      rest = events.pop();
      events.forEach(hearEvent);
    }
  }

  function line(text) {
    if (by("line").textContent !== text) by("line").textContent = text;
  }

  async function connect() {
    state.connection = new AbortController();
    state.heardAt = Date.now();
    const shared = state.shared ? "1" : "0";
    const answer = await ask(`/board/live?shared=${shared}`, { signal: state.connection.signal });
    if (answer.ok) {
      line(state.lost ? said.back : "");
      state.lost = false;
      await read(answer.body);
      return true;
    }
    const told = await answer.json();
    if (answer.status === 403) {
      state.over = true;
      line("");
      hear({ state: "over", parts: {}, notice: told.notice, say: "" });
    } else if (!state.clock) {
      line("");
      notice(told.notice);
    }
    return false;
  }

  async function follow() {
    let wait = FIRST_WAIT;
    while (!state.over) {
      try {
        if (await connect()) { wait = FIRST_WAIT; if (!state.over) await sleep(50); continue; }
      } catch (error) {
        if (error === "again") { wait = FIRST_WAIT; continue; }
      }
      if (state.over) return;
      state.lost = true;
      line(said.lost);
      const ends = sleep(wait * (0.5 + Math.random() / 2));
      await Promise.race([ends, new Promise((done) => addEventListener("online", done, { once: true }))]);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  function watch() {
    const silence = Date.now() - state.heardAt;
    if (state.connection && !state.lost && !state.over && silence > SILENT) reconnect();
    tick();
  }

  // --- what is pressed ------------------------------------------------------------------------------

  async function press(button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    const { press: verb, ...more } = button.dataset;
    button.setAttribute("aria-disabled", "true");
    by("refused").textContent = "";
    try {
      const answer = await ask("/board/press", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ verb, ...more }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      by("refused").textContent = (await answer.json()).said;
    } catch {
      by("refused").textContent = said.notsent;
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  // --- Teams ----------------------------------------------------------------------------------------

  async function inTeams() {
    if (!teams.there) return;
    const late = sleep(TEAMS_ANSWERS_WITHIN).then(() => { throw new Error("Teams is silent"); });
    await Promise.race([teams.initialize(), late]);
    const context = await Promise.race([teams.context(), late]);
    state.inTeams = true;
    theme(context.theme);
    teams.onTheme(theme);
    if (context.frameContext === "meetingStage") {
      document.body.classList.add("large");
      by("large").hidden = true; // large it stays
      state.shared = true; // everybody in the meeting sees the stage
    }
    teams.ready();
  }

  async function views() {
    try {
      const answer = await ask("/board/views");
      const there = answer.ok ? (await answer.json()).views : [];
      for (const view of ["year", "learning"]) offer(view, there.includes(view));
    } catch { /* the meeting goes on without them */ }
  }

  async function begin() {
    theme();
    if (kept.get("quiet")) quiet(true);
    if (state.shared) {
      document.body.classList.add("large");
      pressed(by("large"), true);
    }
    try { await inTeams(); } catch { /* a link works without */ }
    if (!link && !state.inTeams) {
      line("");
      notice(said.where);
      return;
    }
    setInterval(watch, 250);
    views();
    await follow();
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.press) press(button);
    else if (button.dataset.view) show(button.dataset.view);
    else if (button.id === "quiet") quiet(!isQuiet());
    else if (button.id === "large") large(!document.body.classList.contains("large"));
  });
  by("theme").addEventListener("change", ({ target }) => { kept.set("theme", target.value); wear(target.value); });
  addEventListener("hashchange", () => location.reload());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - state.heardAt > SILENT / 2) reconnect();
  });
  begin();
})();
