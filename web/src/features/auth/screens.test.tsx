import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRouter, RouterProvider } from "@tanstack/react-router";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queryClient } from "@/api/query";
import { router } from "@/routes";

type Answer = unknown | ((body: unknown) => unknown);
let answers: Record<string, Answer>;
let asked: string[];
let root: Root | undefined;

const refuse = (status: number, code: string, detail: string) =>
  new Response(JSON.stringify({ errors: [{ status: String(status), code, title: "No", detail }] }), {
    status,
  });

const session = (role: string) => ({
  data: {
    type: "sessions",
    id: "s1",
    attributes: {
      email: `${role}@example.org`,
      name: "Ada",
      kind: "member",
      userId: "u1",
      organizationId: "o1",
      organizationName: "Engines",
      role,
      permissions: ["organization:read", "organization:manage", "members:read", "members:manage"],
    },
  },
});

const member = (id: string, name: string, role: string) => ({
  type: "memberships",
  id,
  attributes: { name, role, email: `${role}@example.org`, joinedAt: "2026-03-01T12:00:00Z" },
});

async function serve(path: string, init?: RequestInit): Promise<Response> {
  const asking = `${init?.method ?? "GET"} ${path.split("?")[0]}`;
  asked.push(asking);
  const answer = answers[asking];
  if (answer === undefined) return refuse(401, "sign_in", "sign in first");
  const made = typeof answer === "function" ? answer(init?.body && JSON.parse(String(init.body))) : answer;
  if (made instanceof Response) return made.clone();
  return made === null ? new Response(null, { status: 204 }) : new Response(JSON.stringify(made));
}

const text = () => document.body.textContent ?? "";
const see = (words: string | RegExp) => vi.waitFor(() => expect(text()).toMatch(words), { timeout: 10_000 });
const labelled = <E extends HTMLElement>(name: string) => {
  const label = [...document.querySelectorAll("label")].find((one) => one.textContent?.startsWith(name));
  const byId = document.getElementById(label?.htmlFor ?? "");
  return (byId ?? document.querySelector(`[aria-label="${name}"]`)) as E;
};

async function press(name: string) {
  const button = await vi.waitFor(() => {
    const named = [...document.querySelectorAll("button")].filter(
      (one) => (one.getAttribute("aria-label") ?? one.textContent?.trim()) === name,
    );
    expect(named.at(-1)?.disabled).toBe(false);
    return named.at(-1);
  });
  button?.click();
}

/** Writes into the field as a person does: React hears of it by the events only. */
async function write(name: string, value: string) {
  const field = await vi.waitFor(() => {
    const found = labelled<HTMLInputElement | HTMLSelectElement>(name);
    expect(found).not.toBeNull();
    return found;
  });
  const { prototype } = field instanceof HTMLSelectElement ? HTMLSelectElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function open(path: string) {
  const place = document.body.appendChild(document.createElement("div"));
  const own = createRouter({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) });
  root = createRoot(place);
  root.render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={own as typeof router} />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  vi.stubGlobal("fetch", serve);
  asked = [];
  answers = { "GET /v1/setup": { meta: { required: false, openRegistration: true } } };
});
afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
  queryClient.clear();
  vi.unstubAllGlobals();
});

test("where anybody may register, the sign-in page leads there", async () => {
  open("/signin");
  await see("Create an organization");
});

test("where nobody may, the sign-in page and the address itself say so", async () => {
  answers["GET /v1/setup"] = { meta: { required: false, openRegistration: false } };
  open("/signin");
  await see("New people join by invitation");
  root?.unmount();
  open("/register");
  await see("People join here by invitation");
});

test("where addresses are proven, registering begins with a mail and goes on with its link", async () => {
  answers["GET /v1/setup"] = { meta: { required: false, openRegistration: true, provenAddresses: true } };
  answers["POST /v1/registrations"] = {};
  open("/register");
  await see("We send you a link to go on with");
  await write("E-mail", "bob@example.org");
  await press("Send the link");
  await see("A mail to bob@example.org is on its way");
  await press("try again or with another address");
  expect(labelled("E-mail")).not.toBeNull();
  root?.unmount();

  answers["POST /v1/registration-previews"] = {
    data: {
      type: "registration-previews",
      id: "r1",
      attributes: { email: "bob@example.org", expiresAt: "2026-03-08T12:00:00Z" },
    },
  };
  const sent: unknown[] = [];
  answers["POST /v1/users"] = (body: unknown) => {
    sent.push(body);
    return refuse(422, "x", "not today");
  };
  open("/register?token=t");
  await see("Create the organization");
  expect(asked).not.toContain("POST /v1/users");
  const email = labelled<HTMLInputElement>("E-mail");
  expect([email.value, email.readOnly]).toEqual(["bob@example.org", true]);
  await write("Organization", "Engines");
  await write("Your name", "Bob");
  await write("Password", "violet lantern harbour");
  await press("Create the organization");
  await see("Not today.");
  expect(sent).toMatchObject([
    {
      data: { attributes: { email: "bob@example.org", organizationName: "Engines", registrationToken: "t" } },
    },
  ]);
  root?.unmount();

  answers["POST /v1/registration-previews"] = refuse(410, "registration_invalid", "ask for a new one");
  open("/register?token=used");
  await see("This link leads nowhere");
  expect(text()).toContain("Ask for a new link");
  expect(document.querySelector("form")).toBeNull();
});

test.each([
  ["invitation_used", "You have joined already"],
  ["invitation_expired", "This invitation has expired"],
  ["invitation_withdrawn", "This invitation was withdrawn"],
  ["invitation_replaced", "There is a newer invitation"],
  ["invitation_invalid", "This link leads nowhere"],
])("a dead link (%s) says so as it is opened", async (code, title) => {
  answers["POST /v1/member-invitation-previews"] = refuse(410, code, "ask for a new one");
  open("/join?token=t");
  await see(title);
  expect(text()).toContain("Ask for a new one.");
  expect(document.querySelector("form")).toBeNull();
});

test("a mail's link to a new password names the account, and says at once that it is dead", async () => {
  answers["POST /v1/password-reset-previews"] = {
    data: {
      type: "password-reset-previews",
      id: "u1",
      attributes: { email: "bob@example.org", expiresAt: "2026-03-08T12:00:00Z" },
    },
  };
  open("/reset?token=t");
  await see("For the account of bob@example.org");
  expect(labelled("New password")).not.toBeNull();
  root?.unmount();
  answers["POST /v1/password-reset-previews"] = refuse(
    410,
    "reset_token_invalid",
    "this link is not valid any more",
  );
  open("/reset?token=used");
  await see("This link leads nowhere");
  expect(text()).toContain("Ask for a new link");
  expect(document.querySelector("form")).toBeNull();
});

const preview = (more: object) => ({
  data: {
    type: "member-invitation-previews",
    id: "i1",
    attributes: {
      email: "bob@example.org",
      role: "author",
      organizationName: "Engines",
      invitedBy: "Ada",
      hasAccount: false,
      name: "",
      expiresAt: "2026-03-08T12:00:00Z",
      ...more,
    },
  },
});

test("an invitation names the organization, the role and who invites, and knows the address", async () => {
  answers["POST /v1/member-invitation-previews"] = preview({});
  open("/join?token=t");
  await see("Join Engines");
  expect(text()).toContain("Ada invites you as author.");
  const email = labelled<HTMLInputElement>("E-mail");
  expect([email.value, email.readOnly]).toEqual(["bob@example.org", true]);
  expect(labelled("Your name")).not.toBeNull();
});

test("who has an account joins with its password, and needs no name", async () => {
  answers["POST /v1/member-invitation-previews"] = preview({ hasAccount: true, name: "Bob" });
  open("/join?token=t");
  await see("There is an account of Bob with this address");
  expect(labelled("Your name")).toBeNull();
  const sent: unknown[] = [];
  answers["POST /v1/users"] = (body: unknown) => {
    sent.push(body);
    return refuse(422, "x", "not today");
  };
  await write("Password of your account", "violet lantern harbour");
  await press("Join");
  await see("Not today.");
  expect(sent).toMatchObject([
    { data: { attributes: { email: "bob@example.org", name: "Bob", invitationToken: "t" } } },
  ]);
});

test("making an owner is asked about, and says what owners can do", async () => {
  answers["GET /v1/sessions/current"] = session("owner");
  answers["GET /v1/memberships"] = {
    data: [member("m1", "Ada", "owner"), member("m2", "Bob", "author")],
  };
  answers["GET /v1/member-invitations"] = { data: [] };
  answers["GET /v1/memberships/m2"] = { data: member("m2", "Bob", "author") };
  answers["PATCH /v1/memberships/m2"] = { data: member("m2", "Bob", "owner") };
  open("/members");
  await see("Bob");
  await write("Role of Bob", "owner");
  await see("Make Bob an owner?");
  expect(text()).toContain("Owners can do everything");
  expect(asked).not.toContain("PATCH /v1/memberships/m2");
  await press("Make an owner");
  await vi.waitFor(() => expect(asked).toContain("PATCH /v1/memberships/m2"));
  await vi.waitFor(() => expect(document.querySelector("[role=alertdialog]")).toBeNull());
  await write("Your own role", "admin");
  await see("Give up your ownership?");
  expect(asked).not.toContain("PATCH /v1/memberships/m1");
});

test("inviting an owner is asked about", async () => {
  answers["GET /v1/sessions/current"] = session("owner");
  answers["GET /v1/memberships"] = { data: [member("m1", "Ada", "owner")] };
  answers["GET /v1/member-invitations"] = { data: [] };
  answers["POST /v1/member-invitations"] = { data: { type: "member-invitations", id: "i", attributes: {} } };
  open("/members");
  await see("Invite");
  await press("Invite");
  await write("E-mail", "new@example.org");
  await write("Role", "owner");
  await press("Send the invitation");
  await see(/Invite new@example.org as an owner\?/);
  expect(asked).not.toContain("POST /v1/member-invitations");
  await press("Invite an owner");
  await vi.waitFor(() => expect(asked).toContain("POST /v1/member-invitations"));
});

test("an administrator is not offered what only owners may do", async () => {
  answers["GET /v1/sessions/current"] = session("admin");
  answers["GET /v1/memberships"] = { data: [member("m1", "Olga", "owner"), member("m2", "Bob", "author")] };
  answers["GET /v1/member-invitations"] = { data: [] };
  open("/members");
  await see("Bob");
  const role = await vi.waitFor(() => {
    const found = labelled<HTMLSelectElement>("Role of Bob"); // once it is known what who looks may do
    expect(found).not.toBeNull();
    return found;
  });
  const options = [...role.options].map(({ value }) => value);
  expect(options).toEqual(["admin", "author", "recruiter", "interviewer"]);
  expect(labelled("Role of Olga")).toBeNull();
  expect(labelled("Remove Olga")).toBeNull();
});

const device = (id: string, agent: string, isCurrent: boolean) => ({
  type: "sessions",
  id,
  attributes: {
    device: agent,
    isCurrent,
    organizationName: "Engines",
    usedAt: "2026-03-01T12:00:00Z",
    createdAt: "2026-03-01T12:00:00Z",
  },
});

test("one's own account: the name, the password, and the devices in words", async () => {
  answers["GET /v1/sessions/current"] = session("author");
  answers["GET /v1/users/u1"] = { data: { type: "users", id: "u1", attributes: { name: "Ada" } } };
  answers["PATCH /v1/users/u1"] = { data: { type: "users", id: "u1", attributes: { name: "Ada L." } } };
  answers["GET /v1/sessions"] = {
    data: [
      device("s2", "Mozilla/5.0 (iPhone) Version/18.0 Mobile Safari/604.1", false),
      device("s1", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", true),
    ],
  };
  answers["DELETE /v1/sessions/s2"] = null;
  answers["DELETE /v1/sessions/others"] = null;
  const changes: unknown[] = [];
  answers["POST /v1/password-changes"] = (body: unknown) => changes.push(body) && null;
  open("/account");
  await see("Safari on iPhone");
  await see("Firefox on Linux");
  expect(text().indexOf("Firefox on Linux")).toBeLessThan(text().indexOf("Safari on iPhone"));
  expect(text()).toContain("This device");

  await vi.waitFor(() => expect(labelled<HTMLInputElement>("Your name").value).toBe("Ada"));
  await write("Your name", "Ada L.");
  await press("Save the name");
  await vi.waitFor(() => expect(asked).toContain("PATCH /v1/users/u1"));

  await write("Current password", "violet lantern harbour");
  await write("New password", "short");
  await press("Change the password");
  await see("Use at least 10 characters.");
  await write("New password", "three quiet rivers");
  await press("Change the password");
  await vi.waitFor(() => expect(changes).toHaveLength(1));
  expect(changes).toMatchObject([
    { data: { attributes: { currentPassword: "violet lantern harbour", password: "three quiet rivers" } } },
  ]);

  await press("Sign out Safari on iPhone");
  await vi.waitFor(() => expect(asked).toContain("DELETE /v1/sessions/s2"));
  await press("Sign out all other devices");
  await see("This device stays signed in.");
  await press("Sign them out");
  await vi.waitFor(() => expect(asked).toContain("DELETE /v1/sessions/others"));
});

test("the organization is renamed, and says what programs call it", async () => {
  answers["GET /v1/sessions/current"] = session("admin");
  const organization = (name: string) => ({
    data: { type: "organizations", id: "o1", attributes: { name, createdAt: "2026-03-01T12:00:00Z" } },
  });
  answers["GET /v1/organizations/o1"] = organization("Engines");
  answers["GET /v1/memberships"] = { data: [member("m1", "Ada", "owner")] };
  answers["GET /v1/usages"] = { data: [] };
  const sent: unknown[] = [];
  answers["PATCH /v1/organizations/o1"] = (body: unknown) => sent.push(body) && organization("Difference");
  open("/organization");
  await see("1 member");
  expect(text()).toContain("o1");
  await write("Name of the organization", "Difference");
  await press("Save the name");
  await vi.waitFor(() => expect(sent).toMatchObject([{ data: { attributes: { name: "Difference" } } }]));
});

const usage = (id: string, used: number, limit: number, windowSeconds: number | null) => {
  const [service, name] = id.split("-");
  const resetsAt = windowSeconds ? "2026-03-02T00:00:00Z" : null;
  return { type: "usages", id, attributes: { service, name, used, limit, windowSeconds, resetsAt } };
};

test("the organization's usage is told in words, and that it could not be loaded leaves the rest", async () => {
  answers["GET /v1/sessions/current"] = session("owner");
  answers["GET /v1/organizations/o1"] = {
    data: {
      type: "organizations",
      id: "o1",
      attributes: { name: "Engines", createdAt: "2026-03-01T12:00:00Z" },
    },
  };
  answers["GET /v1/memberships"] = { data: [member("m1", "Ada", "owner")] };
  answers["GET /v1/usages"] = refuse(500, "internal", "Some counter is broken.");
  open("/organization");
  await see("Some counter is broken.");
  expect(labelled<HTMLInputElement>("Name of the organization").value).toBe("Engines");

  answers["GET /v1/usages"] = {
    data: [
      usage("problems-bytes", 1024 ** 3, 5 * 1024 ** 3, null),
      usage("interviews-bytes", 3 * 1024 ** 3, 5 * 1024 ** 3, null),
      usage("assessments-mails", 2003, 2000, 86400),
      usage("execution-judgings", 16_000, 20_000, 86400),
      usage("execution-runs", 10, 6000, 60),
      usage("interviews-tea", 1, 2, 86400),
    ],
  };
  await press("Try again");
  await see("Tests, pictures and recordings");
  const rows = [...document.querySelectorAll("section li")].map((row) => row.textContent);
  expect(rows[0]).toMatch(
    /Invitations to assessments.*Used up.*2,003 of 2,000.*Counted anew .*Mar.*nobody more/,
  );
  expect(rows[1]).toMatch(/Judgings.*Nearly used up.*16,000 of 20,000/);
  expect(rows[2]).toMatch(/^Runs10 of 6,000Counted anew every minute/);
  expect(rows[3]).toMatch(/^Tests, pictures and recordings.*4 GiB of 5 GiBWhen the room/);
  expect(rows[4]).toMatch(/^tea1 of 2/); // of a server that is newer than this page
  const bar = document.querySelector('[role="progressbar"][aria-label^="Judgings"]');
  expect(bar?.getAttribute("aria-label")).toBe("Judgings: 16,000 of 20,000 used");
});
