import { type APIRequestContext, expect, request } from "@playwright/test";
import { origin, password, type Staff } from "./people";

const mediaType = "application/vnd.api+json";

export interface Resource {
  id: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they name, and fail when it is not there
  attributes: Record<string, any>;
}

/** The API, for what a test needs but does not tell: its story begins where this ends. */
export class Api {
  private constructor(private readonly context: APIRequestContext) {}

  static async signedIn(who: Staff): Promise<Api> {
    return Api.holding("sessions", { email: `${who}@demo.example`, password });
  }

  /** Somebody who has opened the link of an invitation to an interview. */
  static async guest(link: string): Promise<Api> {
    return Api.holding("interview-entries", { invitationToken: link.split("/").at(-1) });
  }

  /** Whoever gets a token for what they tell of themselves. */
  private static async holding(type: string, attributes: object): Promise<Api> {
    const anyone = new Api(await request.newContext({ baseURL: origin }));
    const { accessToken } = (await anyone.create(type, attributes)).attributes;
    await anyone.close();
    const extraHTTPHeaders = { Authorization: `Bearer ${accessToken}` };
    return new Api(await request.newContext({ baseURL: origin, extraHTTPHeaders }));
  }

  async create(type: string, attributes: object, related: Record<string, Resource> = {}): Promise<Resource> {
    const relationships = Object.fromEntries(
      Object.entries(related).map(([name, { type, id }]) => [name, { data: { type, id } }]),
    );
    return this.send("post", `/v1/${type}`, { data: { type, attributes, relationships } });
  }

  async update({ type, id }: Resource, attributes: object): Promise<Resource> {
    return this.send("patch", `/v1/${type}/${id}`, { data: { type, id, attributes } });
  }

  async one(path: string): Promise<Resource> {
    return this.send("get", path);
  }

  async list(path: string): Promise<Resource[]> {
    return this.send("get", path);
  }

  async remove({ type, id }: Resource): Promise<void> {
    const at = `/v1/${type}/${id}`;
    const read = await this.context.get(at, { headers: { Accept: mediaType } });
    const answer = await this.context.delete(at, { headers: { "If-Match": read.headers().etag ?? "*" } });
    expect(answer.status(), await answer.text()).toBe(204);
  }

  /** An assessment that people can be invited to. */
  async publish({ type, id }: Resource): Promise<void> {
    const at = `/v1/${type}/${id}`;
    const read = await this.context.get(at, { headers: { Accept: mediaType } });
    const answer = await this.context.patch(at, {
      headers: { "Content-Type": mediaType, "If-Match": read.headers().etag ?? "*" },
      data: JSON.stringify({ data: { type, id, attributes: { state: "published" } } }),
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  }

  /** The assessment of this title, which the demo has or a test made. */
  async assessment(title: string): Promise<Resource> {
    const found = (await this.list("/v1/assessments?page[size]=100")).find((a) => a.attributes.title === title);
    expect(found, `the assessment “${title}”`).toBeDefined();
    return found as Resource;
  }

  async invite(assessment: Resource, email: string, name: string): Promise<Resource> {
    return this.create("invitations", { email, name }, { assessment });
  }

  async close() {
    await this.context.dispose();
  }

  private async send(method: "get" | "post" | "patch", path: string, body?: object) {
    const answer = await this.context[method](path, {
      headers: { Accept: mediaType, ...(body && { "Content-Type": mediaType }) },
      data: body && JSON.stringify(body),
    });
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()).data;
  }
}
