import type { AttributesOf, ResourceType } from "@/api/types";
import { busyOf } from "./busy";
import { ApiError, type Problem, unreachable } from "./errors";
import { waitFor } from "./waits";

const mediaType = "application/vnd.api+json";

interface Identifier {
  type: string;
  id: string;
}

interface Links {
  [name: string]: string | undefined;
}

/** A resource as the server sends it. */
export interface Item<T extends ResourceType> {
  type: T;
  id: string;
  attributes: AttributesOf[T];
  relationships?: Record<string, { data?: Identifier | Identifier[] | null; links?: Links }>;
  links?: Links;
  /** What `If-Match` wants on the next change; present on answers about one resource. */
  etag?: string;
}

/** A page of a list. `after` opens the next one. */
export interface Page<T extends ResourceType> {
  items: Item<T>[];
  after?: string;
}

export type Query = Record<string, string | number | boolean | undefined>;
/** Relationships to send: the name, and what it points to. */
export type Relations = Record<string, Identifier>;

export interface Call {
  method?: string;
  query?: Query;
  body?: unknown;
  contentType?: string;
  etag?: string;
  signal?: AbortSignal;
  /** Names one intention of a person, so that a repeated POST creates nothing twice. */
  idempotencyKey?: string;
  /** A request that itself signs in: its 401 is an answer, not a lost session. */
  anonymous?: boolean;
  /** Goes out with the member's own session, whomever the page acts as. */
  asMember?: boolean;
  /** Goes out even when the page is being closed. */
  keepalive?: boolean;
}

/** Called when the session is over and cannot be refreshed; the app then shows the sign-in page. */
let onSessionLost: () => void = () => {};
export function whenSessionIsLost(listener: () => void) {
  onSessionLost = listener;
}

/** A way in beside the session's cookies, which stay as they are: that of a preview's candidate, for this tab alone. */
interface Actor {
  token: string;
  /** Gets a fresh token, and acts with it. */
  renew: () => Promise<unknown>;
}

let actor: Actor | undefined;

/** From now on the page acts as somebody else; as the signed-in person again with nobody. */
export function actAs(next: Actor | undefined) {
  actor = next;
}

/** The token of whom the page acts as; none while that is the signed-in person. */
export function actorToken(): string | undefined {
  return actor?.token;
}

export function csrfToken(): string | undefined {
  const match = /(?:^|;\s*)(?:__Host-)?codecraft_csrf=([^;]*)/.exec(document.cookie);
  return match?.[1] ? decodeURIComponent(match[1]) : undefined;
}

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}${path.includes("?") ? "&" : "?"}${text}` : path;
}

async function send(path: string, call: Call): Promise<Response> {
  const headers = new Headers({ Accept: mediaType });
  const method = call.method ?? "GET";
  if (call.body !== undefined) headers.set("Content-Type", call.contentType ?? mediaType);
  if (call.etag) headers.set("If-Match", call.etag);
  if (call.idempotencyKey) headers.set("Idempotency-Key", call.idempotencyKey);
  if (actor && !call.asMember) headers.set("Authorization", `Bearer ${actor.token}`);
  const csrf = csrfToken();
  if (csrf && method !== "GET") headers.set("X-CSRF-Token", csrf);
  const raw = call.body instanceof Blob || call.body instanceof FormData || typeof call.body === "string";
  try {
    return await fetch(url(path, call.query), {
      method,
      headers,
      body: call.body === undefined ? undefined : raw ? (call.body as BodyInit) : JSON.stringify(call.body),
      signal: call.signal,
      credentials: "same-origin",
      keepalive: call.keepalive,
    });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw unreachable();
  }
}

let refreshing: Promise<boolean> | undefined;

let renewing: Promise<boolean> | undefined;

/** Renewing it asks as the member, whose rights it ends with. */
function renewActor({ renew }: Actor): Promise<boolean> {
  renewing ??= renew()
    .then(
      () => true,
      () => false,
    )
    .finally(() => {
      renewing = undefined;
    });
  return renewing;
}

/** Asks for fresh tokens, once for however many requests found the old ones spent. */
export function refreshSession(asMember = false): Promise<boolean> {
  if (actor && !asMember) return renewActor(actor);
  // The token lives as long as the session's cookies: without it there is nothing to refresh.
  if (!csrfToken()) return Promise.resolve(false);
  refreshing ??= send("/v1/session-refreshes", {
    method: "POST",
    body: { data: { type: "session-refreshes", attributes: {} } },
    asMember: true,
    idempotencyKey: crypto.randomUUID(),
  })
    .then((response) => response.ok)
    .finally(() => {
      refreshing = undefined;
    });
  return refreshing;
}

const longestWait = 10;

/** Reads Retry-After: seconds, or a date. */
export function retryAfter(response: Response): number | undefined {
  const value = response.headers.get("Retry-After");
  if (!value) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - Date.now()) / 1000);
}

/**
 * One request with everything that holds for all: a spent session is refreshed once, overload is waited out
 * in sight when that is safe and short, and every failure becomes an ApiError.
 */
export async function request(path: string, call: Call = {}): Promise<Response> {
  const repeatable = !call.method || call.method === "GET" || call.idempotencyKey !== undefined;
  let response = await send(path, call);
  if (response.status === 401 && !call.anonymous) {
    const isActor = actor !== undefined && !call.asMember;
    if (await refreshSession(call.asMember)) response = await send(path, call);
    if (response.status === 401 && !isActor) onSessionLost();
  }
  for (let tries = 0; tries < 2 && repeatable && [429, 503].includes(response.status); tries++) {
    const wait = retryAfter(response);
    if (wait === undefined || wait > longestWait) break;
    const busy = busyOf(await failure(response.clone()));
    if (busy) await waitFor(busy, call.signal);
    response = await send(path, call);
  }
  if (!response.ok) throw await failure(response);
  return response;
}

async function failure(response: Response): Promise<ApiError> {
  const wait = retryAfter(response);
  let problems: Problem[] = [];
  try {
    problems = ((await response.json()) as { errors?: Problem[] }).errors ?? [];
  } catch {
    // A proxy's answer in between is no document of ours: the status has to do.
  }
  if (problems.length === 0) {
    problems = [
      {
        status: String(response.status),
        code: "unknown",
        title: response.statusText,
        detail:
          response.status >= 502
            ? "The server is not available right now: try again in a moment."
            : `The server answered ${response.status} ${response.statusText}`.trim(),
      },
    ];
  }
  return new ApiError(response.status, problems, wait);
}

function withEtag<T extends ResourceType>(item: Item<T>, response: Response): Item<T> {
  return { ...item, etag: response.headers.get("ETag") ?? undefined };
}

async function single<T extends ResourceType>(path: string, call: Call): Promise<Item<T>> {
  const response = await request(path, call);
  const document = (await response.json()) as { data: Item<T> };
  return withEtag(document.data, response);
}

const at = (type: string, id?: string) => `/v1/${type}${id ? `/${encodeURIComponent(id)}` : ""}`;

function linkage(relations: Relations | undefined) {
  if (!relations) return undefined;
  return Object.fromEntries(Object.entries(relations).map(([name, data]) => [name, { data }]));
}

/** A new name for one intention; made when a form is first sent and kept over its repeats. */
export function newIntention(): string {
  return crypto.randomUUID();
}

export const api = {
  get<T extends ResourceType>(type: T, id: string, options: { query?: Query; signal?: AbortSignal } = {}) {
    return single<T>(at(type, id), options);
  },

  async list<T extends ResourceType>(
    type: T,
    query: Query = {},
    options: { signal?: AbortSignal } = {},
  ): Promise<Page<T>> {
    const response = await request(at(type), { query, signal: options.signal });
    const document = (await response.json()) as { data: Item<T>[]; links?: Links };
    const next = document.links?.next;
    const after = next
      ? (new URL(next, location.origin).searchParams.get("page[after]") ?? undefined)
      : undefined;
    return { items: document.data, after };
  },

  /** Every page of a list that is known to be short: the tests of a problem, the answers of an attempt. */
  async all<T extends ResourceType>(type: T, query: Query = {}, options: { signal?: AbortSignal } = {}) {
    const items: Item<T>[] = [];
    let after: string | undefined;
    do {
      const page = await api.list(type, { "page[size]": 100, ...query, "page[after]": after }, options);
      items.push(...page.items);
      after = page.after;
    } while (after && items.length < 5000);
    return items;
  },

  create<T extends ResourceType>(
    type: T,
    attributes: Partial<AttributesOf[T]> & Record<string, unknown>,
    relations?: Relations,
    options: Pick<Call, "anonymous" | "asMember" | "idempotencyKey" | "query" | "signal"> = {},
  ) {
    return single<T>(at(type), {
      method: "POST",
      idempotencyKey: newIntention(),
      ...options,
      body: { data: { type, attributes, relationships: linkage(relations) } },
    });
  },

  async update<T extends ResourceType>(
    item: { type: T; id: string; etag?: string },
    attributes: Partial<AttributesOf[T]>,
    relations?: Relations,
    options: Pick<Call, "keepalive"> = {},
  ): Promise<Item<T>> {
    const body = { data: { type: item.type, id: item.id, attributes, relationships: linkage(relations) } };
    return single<T>(at(item.type, item.id), { ...options, method: "PATCH", etag: item.etag, body });
  },

  async remove(item: { type: ResourceType; id: string; etag?: string }): Promise<void> {
    await request(at(item.type, item.id), { method: "DELETE", etag: item.etag });
  },

  /** A POST that answers nothing to keep: 202 or 204. */
  async order(type: string, attributes: Record<string, unknown>, options: Pick<Call, "anonymous"> = {}) {
    const body = { data: { type, attributes } };
    await request(at(type), { method: "POST", idempotencyKey: newIntention(), ...options, body });
  },
};

/** The id a to-one relationship points to. */
export function related<T extends ResourceType>(item: Item<T>, name: string): string | undefined {
  const data = item.relationships?.[name]?.data;
  return data && !Array.isArray(data) ? data.id : undefined;
}
