// The pages work without this; with it they follow what happens.
"use strict";

(() => {
  const body = document.body;

  // Every change in the world is told to whoever asked with hx-trigger="world from:body". A browser has six
  // connections to a server for all its pages, so only those in sight listen.
  let changes = null;
  const listen = () => {
    changes?.close();
    delete body.dataset.connected;
    if (document.hidden || !body.dataset.live) return;
    changes = new EventSource(body.dataset.live);
    changes.addEventListener("change", () => htmx.trigger(body, "world"));
    changes.addEventListener("open", () => { body.dataset.connected = "yes"; });
    changes.addEventListener("error", () => { delete body.dataset.connected; });
    // Who asked a deleted sandbox again would open another of its name.
    changes.addEventListener("over", () => { delete body.dataset.live; listen(); });
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => changes?.close());
  listen();

  // On a narrow screen the pages' names scroll; the one that is open is in sight.
  document.querySelector(".pages [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // What a reader opened stays open when its part of the page is renewed.
  body.addEventListener("htmx:beforeSwap", () => {
    body.dataset.open = [...document.querySelectorAll("details[id][open]")].map((one) => one.id).join(" ");
  });
  body.addEventListener("htmx:afterSettle", () => {
    for (const id of (body.dataset.open || "").split(" ").filter(Boolean)) {
      document.getElementById(id)?.setAttribute("open", "");
    }
  });

  // Who lets time pass by the keyboard finds the button again on the page that comes.
  body.addEventListener("submit", ({ submitter }) => {
    if (submitter?.matches("#clockbar :focus-visible")) sessionStorage.setItem("pressed", submitter.id);
  });
  document.getElementById(sessionStorage.getItem("pressed"))?.focus({ preventScroll: true });
  sessionStorage.removeItem("pressed");

  body.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch { // there is no clipboard for pages of other machines that come without TLS
      getSelection().selectAllChildren(source);
      button.textContent = "Selected: copy it";
    }
  });

  // A field that shows its own choices sends its form at once.
  body.addEventListener("change", (event) => {
    const field = event.target.closest("[data-send]");
    if (field) field.form.requestSubmit();
  });
})();
