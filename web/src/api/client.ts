import { Resources } from "@codecraft/api/resources";
import { type Call, Transport } from "@codecraft/api/transport";

let onSessionLost: () => void = () => {};
/** Called when the session is over and cannot be refreshed; the app then shows the sign-in page. */
export function whenSessionIsLost(listener: () => void) {
  onSessionLost = listener;
}

export function csrfToken(): string | undefined {
  const match = /(?:^|;\s*)(?:__Host-)?codecraft_csrf=([^;]*)/.exec(document.cookie);
  return match?.[1] ? decodeURIComponent(match[1]) : undefined;
}

/** A new name for one intention; made when a form is first sent and kept over its repeats. */
export function newIntention(): string {
  return crypto.randomUUID();
}

/** The browser keeps the session's tokens in cookies that no script reads; this one proves that a page of ours asks. */
function csrfHeader(method: string): Record<string, string> {
  const token = csrfToken();
  return token && method !== "GET" ? { "X-CSRF-Token": token } : {};
}

async function refresh(send: (path: string, call: Call) => Promise<Response>): Promise<boolean> {
  // The token lives as long as the session's cookies: without it there is nothing to refresh.
  if (!csrfToken()) return false;
  const response = await send("/v1/session-refreshes", {
    method: "POST",
    body: { data: { type: "session-refreshes", attributes: {} } },
    idempotencyKey: newIntention(),
  });
  return response.ok;
}

export const transport = new Transport({
  baseAddress: "",
  fetch: (address, init) => fetch(address, { credentials: "same-origin", ...init }),
  session: { headers: csrfHeader, refresh, lost: () => onSessionLost() },
  isOffline: () => !navigator.onLine,
  onOnline: (listener) => {
    window.addEventListener("online", listener);
    return () => window.removeEventListener("online", listener);
  },
  newId: newIntention,
});

export const api = new Resources(transport);
