// What a tab says to the Teams that shows it, and hears of it: the few messages that the board
// needs, as Microsoft's own library (TeamsJS) sends them. Decision 0030 says why it is ours.
"use strict";

const teams = (() => {
  const SPEAKS = "2.58.0", RUNTIME = 4; // the library and runtime whose messages these are
  const framed = window.parent !== window;
  const native = framed ? undefined : window.nativeInterface; // a phone shows tabs without a frame
  const asked = new Map(); // what waits for an answer, by the message's number
  const handlers = new Map(); // what Teams may say by itself
  let host = "*"; // the first message holds nothing, and its answer tells from where it comes
  let number = 0;

  function tell(func, args = []) {
    const message = {
      id: number++,
      uuidAsString: crypto.randomUUID(),
      func,
      args,
      timestamp: Date.now(),
      apiVersionTag: `v2_${func}`,
      isProxiedFromChild: false,
    };
    if (framed) window.parent.postMessage(message, host);
    else native.framelessPostMessage(JSON.stringify(message));
    return message;
  }

  function ask(func, args) {
    return new Promise((answered) => {
      const message = tell(func, args);
      asked.set(message.id, { uuid: message.uuidAsString, answered });
    });
  }

  function heard({ data, origin }) {
    if (!data || typeof data !== "object") return;
    if (typeof data.id === "number") {
      const waits = asked.get(data.id);
      if (!waits || (data.uuidAsString && data.uuidAsString !== waits.uuid)) return;
      asked.delete(data.id);
      if (framed) host = origin;
      waits.answered(data.args || []);
    } else if (handlers.has(data.func)) {
      handlers.get(data.func)(...(data.args || []));
    }
  }

  return {
    there: framed || Boolean(native),

    async initialize() {
      // Only Teams may frame the page (its policy says so), so what frames it is Teams.
      if (framed) addEventListener("message", (event) => { if (event.source === window.parent) heard(event); });
      else window.onNativeMessage = heard;
      await ask("initialize", [SPEAKS, RUNTIME, undefined]);
    },

    // {theme, frameContext, …}
    async context() {
      const [context] = await ask("getContext");
      return context;
    },

    async token() {
      const [given, token] = await ask("authentication.getAuthToken", [undefined, undefined, undefined, undefined]);
      if (!given) throw new Error(token);
      return token;
    },

    onTheme(handler) {
      handlers.set("themeChange", handler);
      tell("registerHandler", ["themeChange"]);
    },

    // For the page that adds a tab: what is kept of it when somebody saves.
    onSave(settings) {
      handlers.set("settings.save", async () => {
        const [kept, reason] = await ask("settings.setSettings", [settings]);
        if (kept) tell("settings.save.success");
        else tell("settings.save.failure", [reason]);
      });
      tell("registerHandler", ["save"]);
      tell("settings.setValidityState", [true]);
    },

    ready() {
      tell("appInitialization.success", [SPEAKS]);
    },
  };
})();
