import type { Platform } from "./transport";

/** A place without anything of a browser, whose session is refreshed whenever the server says so. */
export function fakePlatform(fetch: Platform["fetch"], more: Partial<Platform> = {}): Platform {
  return {
    baseAddress: "",
    fetch,
    session: {
      headers: () => ({}),
      refresh: async (send) => (await send("/v1/session-refreshes", { method: "POST" })).ok,
      lost: () => {},
    },
    isOffline: () => false,
    onOnline: () => () => {},
    newId: () => crypto.randomUUID(),
    ...more,
  };
}
