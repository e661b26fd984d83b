import type { Call, Query, Transport } from "./transport";
import type { AttributesOf, ResourceType } from "./types";

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

/** Relationships to send: the name, and what it points to. */
export type Relations = Record<string, Identifier>;

function withEtag<T extends ResourceType>(item: Item<T>, response: Response): Item<T> {
  return { ...item, etag: response.headers.get("ETag") ?? undefined };
}

const at = (type: string, id?: string) => `/v1/${type}${id ? `/${encodeURIComponent(id)}` : ""}`;

function linkage(relations: Relations | undefined) {
  if (!relations) return undefined;
  return Object.fromEntries(Object.entries(relations).map(([name, data]) => [name, { data }]));
}

/** The resources of the API, each by its type. */
export class Resources {
  #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get<T extends ResourceType>(type: T, id: string, options: { query?: Query; signal?: AbortSignal } = {}) {
    return this.#single<T>(at(type, id), options);
  }

  /** That of which there is one only, and to which no id leads. */
  only<T extends ResourceType>(type: T, options: { signal?: AbortSignal } = {}) {
    return this.#single<T>(at(type), options);
  }

  async list<T extends ResourceType>(
    type: T,
    query: Query = {},
    options: { signal?: AbortSignal } = {},
  ): Promise<Page<T>> {
    const response = await this.#transport.request(at(type), { query, signal: options.signal });
    const document = (await response.json()) as { data: Item<T>[]; links?: Links };
    const next = document.links?.next;
    const after = new URLSearchParams(next?.slice(next.indexOf("?"))).get("page[after]") ?? undefined;
    return { items: document.data, after };
  }

  /** Every page of a list that is known to be short: the tests of a problem, the answers of an attempt. */
  async all<T extends ResourceType>(type: T, query: Query = {}, options: { signal?: AbortSignal } = {}) {
    const items: Item<T>[] = [];
    let after: string | undefined;
    do {
      const page = await this.list(type, { "page[size]": 100, ...query, "page[after]": after }, options);
      items.push(...page.items);
      after = page.after;
    } while (after && items.length < 5000);
    return items;
  }

  create<T extends ResourceType>(
    type: T,
    attributes: Partial<AttributesOf[T]> & Record<string, unknown>,
    relations?: Relations,
    options: Pick<Call, "anonymous" | "asMember" | "idempotencyKey" | "query" | "signal"> = {},
  ) {
    return this.#single<T>(at(type), {
      method: "POST",
      idempotencyKey: this.#transport.platform.newId(),
      ...options,
      body: { data: { type, attributes, relationships: linkage(relations) } },
    });
  }

  async update<T extends ResourceType>(
    item: { type: T; id: string; etag?: string },
    attributes: Partial<AttributesOf[T]>,
    relations?: Relations,
    options: Pick<Call, "keepalive"> = {},
  ): Promise<Item<T>> {
    const body = { data: { type: item.type, id: item.id, attributes, relationships: linkage(relations) } };
    return this.#single<T>(at(item.type, item.id), { ...options, method: "PATCH", etag: item.etag, body });
  }

  async remove(item: { type: ResourceType; id: string; etag?: string }): Promise<void> {
    await this.#transport.request(at(item.type, item.id), { method: "DELETE", etag: item.etag });
  }

  /** A POST that answers nothing to keep: 202 or 204. */
  async order(type: string, attributes: Record<string, unknown>, options: Pick<Call, "anonymous"> = {}) {
    const body = { data: { type, attributes } };
    await this.#transport.request(at(type), {
      method: "POST",
      idempotencyKey: this.#transport.platform.newId(),
      ...options,
      body,
    });
  }

  async #single<T extends ResourceType>(path: string, call: Call): Promise<Item<T>> {
    const response = await this.#transport.request(path, call);
    const document = (await response.json()) as { data: Item<T> };
    return withEtag(document.data, response);
  }
}

/** The id a to-one relationship points to. */
export function related<T extends ResourceType>(item: Item<T>, name: string): string | undefined {
  const data = item.relationships?.[name]?.data;
  return data && !Array.isArray(data) ? data.id : undefined;
}
