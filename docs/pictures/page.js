// Runs in the browser: window.draw puts one document (a card, a form or a whole chat) on the stage.
"use strict";

const AC = window.AdaptiveCards;
const BOT = "Sparringsrum";

/** What a card's text may hold in Teams; a single line break is not among it. */
const cardText = window.markdownit("zero").enable(["emphasis", "link", "list", "newline", "escape", "entity"]);
const messageText = window.markdownit({ breaks: true, linkify: true });

function toHtml(markdown, text) {
  return markdown.render(text).replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<span class="mention">$1</span>');
}

AC.Strings.defaults.overflowButtonText = () => "⋯";
AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = toHtml(cardText, text);
  result.didProcess = true;
};

/** Teams' own element; without a value it only says that something goes on. */
class ProgressBar extends AC.CardElement {
  static value = new AC.NumProperty(AC.Versions.v1_0, "value");
  static max = new AC.NumProperty(AC.Versions.v1_0, "max", 100);
  static color = new AC.StringProperty(AC.Versions.v1_0, "color", true, undefined, "Accent");

  getJsonTypeName() {
    return "ProgressBar";
  }

  internalRender() {
    const value = this.getValue(ProgressBar.value);
    const bar = element("div", `progress ${this.getValue(ProgressBar.color).toLowerCase()}`);
    const done = element("div", value === undefined ? "unknown" : "");
    if (value !== undefined) done.style.width = `${(100 * value) / this.getValue(ProgressBar.max)}%`;
    bar.append(done);
    return bar;
  }
}

/** Sizes are Teams'; colours are names from teams.css, so that both themes share this. */
function hostConfig() {
  const shade = (name) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle, var(--${name}))` });
  const foregroundColors = {
    default: shade("text"), dark: shade("dark"), light: shade("light"), accent: shade("accent"),
    good: shade("good"), warning: shade("warning"), attention: shade("attention"),
  };
  const fontSizes = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 };
  const style = (name) => ({ backgroundColor: `var(--${name}-fill)`, foregroundColors });
  const names = ["default", "emphasis", "good", "attention", "warning", "accent"];
  return new AC.HostConfig({
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: "var(--line)" },
    fontTypes: {
      default: {
        fontFamily: "var(--font)",
        fontSizes,
        fontWeights: { lighter: 200, default: 400, bolder: 600 },
      },
      monospace: { fontFamily: "monospace", fontSizes },
    },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    imageSizes: { small: 32, medium: 52, large: 100 },
    containerStyles: Object.fromEntries(names.map((name) => [name, style(name)])),
    actions: {
      maxActions: 6, buttonSpacing: 0, spacing: "default", actionsOrientation: "horizontal", actionAlignment: "left",
      showCard: { actionMode: "inline", inlineTopMargin: 16, style: "emphasis" },
    },
    factSet: { title: { weight: "bolder", wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 16 },
    inputs: {
      label: { inputSpacing: "small", requiredInputs: { suffix: " *", suffixColor: "attention" }, optionalInputs: {} },
    },
    adaptiveCard: { allowCustomStyle: true },
  });
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** The browser writes dates in its own language; Teams writes them in the reader's. */
function writeOut(input) {
  const { type, value } = input;
  const moment = new Date(type === "date" ? `${value}T12:00` : `2000-01-01T${value}`);
  const words = type === "date" ? moment.toLocaleDateString() : moment.toLocaleTimeString([], { timeStyle: "short" });
  input.classList.add(type);
  input.type = "text";
  input.value = value && words;
  if (!input.placeholder) input.placeholder = type === "date" ? "Vælg en dato" : "Vælg et tidspunkt";
}

/** Gives the drawn card and the buttons behind its ⋯; what the renderer complains of is added to `notes`. */
function drawCard(source, look, notes) {
  const card = new AC.AdaptiveCard();
  const context = new AC.SerializationContext();
  const hidden = [];
  card.hostConfig = hostConfig();
  card.onRenderOverflowActions = (actions) => {
    hidden.push(...actions);
    return false;
  };
  card.parse(source, context);
  const failures = card.validateProperties().validationEvents;
  for (let i = 0; i < context.eventCount; i++) failures.push(context.getEventAt(i));
  notes.push(...new Set(failures.map((failure) => failure.message)));
  const drawn = card.render();
  for (const input of drawn.querySelectorAll("input[type=date], input[type=time]")) writeOut(input);
  return [drawn, look.menu ? hidden : []];
}

function drawAvatar(name) {
  const initials = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const avatar = element("div", name === BOT ? "avatar bot" : "avatar", name === BOT ? "S" : initials);
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 0);
  avatar.style.setProperty("--hue", hue);
  return avatar;
}

/** Whoever goes on writing is not named again, unless the time is given. */
function drawMessage(message, look, notes, before) {
  const from = message.from ?? BOT;
  const who = element("div", "who", element("b", "", from));
  if (from === BOT) who.append(element("span", "badge", "App"));
  if (message.at) who.append(element("span", "", message.at));
  const column = element("div", "column", who);
  if (message.text) {
    const bubble = element("div", "bubble text");
    bubble.innerHTML = toHtml(messageText, message.text);
    column.append(bubble);
  }
  if (message.card) {
    const [card, hidden] = drawCard(message.card, look, notes);
    const full = message.card.msteams?.width?.toLowerCase() === "full";
    column.append(element("div", full ? "bubble card full" : "bubble card", card));
    if (hidden.length) {
      column.append(element("div", "menu", ...hidden.map((action) => element("div", "", action.title))));
    }
  }
  const goesOn = before && !before.dialog && (before.from ?? BOT) === from && !message.at;
  return element("div", goesOn ? "message again" : "message", drawAvatar(from), column);
}

function drawDialog(message, look, notes) {
  const title = element("div", "title", drawAvatar(BOT), element("b", "", message.dialog), element("span", "", "✕"));
  return element("div", "dialog", title, drawCard(message.card, look, notes)[0]);
}

window.draw = async (source, look) => {
  if (look.fallback) AC.GlobalRegistry.elements.unregister("ProgressBar");
  else AC.GlobalRegistry.elements.register("ProgressBar", ProgressBar, AC.Versions.v1_0);
  const notes = [];
  const stage = document.querySelector("#stage");
  document.documentElement.className = `${look.theme} ${look.device}`;
  stage.className = source.dialog ? "behind-dialog" : "";
  const messages = source.messages ?? [source];
  const drawn = messages.map((message, i) =>
    message.dialog ? drawDialog(message, look, notes) : drawMessage(message, look, notes, messages[i - 1]),
  );
  stage.replaceChildren(...drawn);
  await Promise.allSettled([...document.images].map((image) => image.decode()));
  return notes;
};
