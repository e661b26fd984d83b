import { busyOf } from "./busy";
import { ApiError, type Problem, unreachable } from "./errors";
import { waitFor } from "./waits";

const mediaType = "application/vnd.api+json";

export type Query = Record<string, string | number | boolean | undefined>;

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

/** Who is signed in: how requests say so, and what there is to do once they are refused. */
export interface Session {
  /** Headers that say who asks. */
  headers: (method: string) => Record<string, string>;
  /** Asks for fresh tokens with the given way to send and keeps them; false where that did not work. */
  refresh: (send: (path: string, call: Call) => Promise<Response>) => Promise<boolean>;
  /** The session is over and could not be refreshed. */
  lost: () => void;
}

/** What a client needs of the place where it runs. */
export interface Platform {
  /** Stands before every path; empty in a page of the server's own. */
  baseAddress: string;
  fetch: (address: string, init: RequestInit) => Promise<Response>;
  session: Session;
  isOffline: () => boolean;
  /** Tells when the network is back; what it answers ends that. */
  onOnline: (listener: () => void) => () => void;
  /** A name that nothing had before: a UUID. */
  newId: () => string;
}

/** A way in beside the session, which stays as it is: that of a preview's candidate, for this tab alone. */
interface Actor {
  token: string;
  /** Gets a fresh token, and acts with it. */
  renew: () => Promise<unknown>;
}

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}${path.includes("?") ? "&" : "?"}${text}` : path;
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

/** How requests leave and what holds for all of them. */
export class Transport {
  readonly platform: Platform;
  #actor: Actor | undefined;
  #refreshing: Promise<boolean> | undefined;
  #renewing: Promise<boolean> | undefined;

  constructor(platform: Platform) {
    this.platform = platform;
  }

  /** From now on requests act as somebody else; as the signed-in person again with nobody. */
  actAs(next: Actor | undefined) {
    this.#actor = next;
  }

  /** The token of whom requests act as; none while that is the signed-in person. */
  actorToken(): string | undefined {
    return this.#actor?.token;
  }

  /** Asks for fresh tokens, once for however many requests found the old ones spent. */
  refreshSession(asMember = false): Promise<boolean> {
    if (this.#actor && !asMember) return this.#renew(this.#actor);
    const { session } = this.platform;
    this.#refreshing ??= session
      .refresh((path, call) => this.#send(path, { ...call, asMember: true }))
      .finally(() => {
        this.#refreshing = undefined;
      });
    return this.#refreshing;
  }

  /** Renewing it asks as the member, whose rights it ends with. */
  #renew({ renew }: Actor): Promise<boolean> {
    this.#renewing ??= renew()
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        this.#renewing = undefined;
      });
    return this.#renewing;
  }

  /**
   * One request with everything that holds for all: a spent session is refreshed once, overload is waited out
   * in sight when that is safe and short, and every failure becomes an ApiError.
   */
  async request(path: string, call: Call = {}): Promise<Response> {
    const repeatable = !call.method || call.method === "GET" || call.idempotencyKey !== undefined;
    let response = await this.#send(path, call);
    if (response.status === 401 && !call.anonymous) {
      const isActor = this.#actor !== undefined && !call.asMember;
      if (await this.refreshSession(call.asMember)) response = await this.#send(path, call);
      if (response.status === 401 && !isActor) this.platform.session.lost();
    }
    for (let tries = 0; tries < 2 && repeatable && [429, 503].includes(response.status); tries++) {
      const wait = retryAfter(response);
      if (wait === undefined || wait > longestWait) break;
      const busy = busyOf(await failure(response.clone()));
      if (!busy) break;
      await waitFor(busy, call.signal);
      response = await this.#send(path, call);
    }
    if (!response.ok) throw await failure(response);
    return response;
  }

  /** Opens a stream of events; a spent session is refreshed once. */
  async stream(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const { baseAddress, fetch } = this.platform;
    const open = () => {
      const all = { Accept: "text/event-stream", ...headers, ...this.#identity("GET") };
      return fetch(baseAddress + path, { headers: all, signal, cache: "no-store" });
    };
    const response = await open();
    return response.status === 401 && (await this.refreshSession()) ? open() : response;
  }

  #identity(method: string, asMember = false): Record<string, string> {
    const own = this.platform.session.headers(method);
    return this.#actor && !asMember ? { ...own, Authorization: `Bearer ${this.#actor.token}` } : own;
  }

  async #send(path: string, call: Call): Promise<Response> {
    const method = call.method ?? "GET";
    const headers = new Headers({ Accept: mediaType, ...this.#identity(method, call.asMember) });
    if (call.body !== undefined) headers.set("Content-Type", call.contentType ?? mediaType);
    if (call.etag) headers.set("If-Match", call.etag);
    if (call.idempotencyKey) headers.set("Idempotency-Key", call.idempotencyKey);
    const raw = call.body instanceof Blob || call.body instanceof FormData || typeof call.body === "string";
    const { baseAddress, fetch, isOffline } = this.platform;
    try {
      return await fetch(baseAddress + url(path, call.query), {
        method,
        headers,
        body: call.body === undefined ? undefined : raw ? (call.body as BodyInit) : JSON.stringify(call.body),
        signal: call.signal,
        keepalive: call.keepalive,
      });
    } catch (error) {
      if (call.signal?.aborted) throw error;
      throw unreachable(isOffline());
    }
  }
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
