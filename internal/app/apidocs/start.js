// Starts Swagger UI. The page's policy allows no script in the page itself, so this is a file.
(function () {
  "use strict";

  function csrfToken() {
    const match = /(?:^|;\s*)(?:__Host-)?codecraft_csrf=([^;]*)/.exec(document.cookie);
    return match ? decodeURIComponent(match[1]) : "";
  }

  // A call with the browser's session must show that this page may read our cookie; and whoever tries a call that
  // creates something need not invent a key for it.
  function prepare(request) {
    const method = (request.method || "GET").toUpperCase();
    if (method === "GET" || request.loadSpec) return request;
    const token = csrfToken();
    if (token) request.headers["X-CSRF-Token"] = token;
    if (method === "POST" && !request.headers["Idempotency-Key"]) request.headers["Idempotency-Key"] = key();
    return request;
  }

  function key() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  }

  function say(text, link, label) {
    const who = document.getElementById("who");
    who.textContent = `${text} `;
    if (!link) return;
    const a = document.createElement("a");
    a.href = link;
    a.textContent = label;
    who.append(a);
  }

  // A session's cookies are there or not: only who has them asks, so that a stranger's console stays clean.
  async function tellWho() {
    if (!csrfToken()) {
      say("You are not signed in: calls are made as nobody, or with a token by Authorize.", "/signin?return=%2Fdocs%2F", "Sign in");
      return;
    }
    const answer = await fetch("/v1/sessions/current", { headers: { Accept: "application/vnd.api+json" } });
    if (answer.ok) say("Calls are made as the person who is signed in in this browser.");
    else say("Your session has ended: calls are made as nobody.", "/signin?return=%2Fdocs%2F", "Sign in");
  }

  const services = (document.documentElement.dataset.services || "").split(" ").filter(Boolean);
  window.ui = SwaggerUIBundle({
    dom_id: "#swagger-ui",
    urls: [{ url: "/v1/openapi.json", name: "All services" }].concat(services.map((name) => ({ url: `/v1/openapi/${name}.json`, name }))),
    layout: "StandaloneLayout",
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    deepLinking: true,
    docExpansion: "none", // over two hundred operations take seconds to draw
    filter: true,
    showExtensions: true,
    showCommonExtensions: true,
    persistAuthorization: false,
    validatorUrl: null,
    defaultModelsExpandDepth: -1,
    requestInterceptor: prepare,
  });
  tellWho();
})();
