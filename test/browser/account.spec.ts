import { Api } from "./api";
import { lookAtWidths as look } from "./look";
import { expect, type Person, test } from "./people";

const secret = "violet lantern harbour";

/** A new organization with its owner, made from the sign-in page. */
async function found(founder: Person, name: string, email: string) {
  const { page } = founder;
  await page.goto("/signin");
  await page.getByRole("link", { name: "Create an organization" }).click();
  await page.getByLabel("Organization").fill(name);
  await page.getByLabel("Your name").fill("Olga Owner");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(secret);
  await look(page, "register");
  await page.getByRole("button", { name: "Create the organization" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
}

/** The link in the mail to somebody, which takes a moment to be sent. */
async function linkTo(api: Api, email: string): Promise<string> {
  const sent = async () =>
    (await api.list("/v1/mails")).find(({ attributes }) => attributes.to.includes(email))?.attributes.text ?? "";
  await expect.poll(sent).toContain("/join?token=");
  const link = new URL(/https?:\S+/.exec(await sent())?.[0] ?? "");
  return link.pathname + link.search;
}

async function openFromMenu({ page }: Person, item: string) {
  await page.getByRole("button", { name: /^Account of / }).click();
  await page.getByRole("menuitem", { name: item }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

test("who registers has an account and an organization of their own to look after", async ({ arrive }) => {
  const olga = await arrive({ viewport: { width: 1280, height: 800 } });
  const { page } = olga;
  await page.goto("/signin");
  await expect(page.getByRole("link", { name: "Create an organization" })).toBeVisible();
  await look(page, "signin");
  await found(olga, "Olga's Engines", "olga@engines.example");

  const phone = await arrive();
  await phone.page.goto("/signin?return=/members");
  await phone.page.getByLabel("E-mail").fill("olga@engines.example");
  await phone.page.getByLabel("Password").fill(secret);
  await phone.page.getByRole("button", { name: "Sign in" }).click();
  await expect(phone.page.getByRole("heading", { name: "Members" })).toBeVisible();

  await openFromMenu(olga, "Your account");
  const devices = page.getByRole("list", { name: "Your devices" });
  await expect(devices.getByRole("listitem")).toHaveCount(2);
  await expect(devices.getByRole("listitem").first()).toContainText(/Chrome on Linux.*This device/);
  await look(page, "account");
  await page.getByLabel("Your name").fill("Olga Ownerson");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByRole("button", { name: "Account of Olga Ownerson" })).toBeVisible();

  olga.tolerate(/^422 POST \/v1\/password-changes$/);
  await page.getByLabel("Current password").fill("not my password");
  await page.getByLabel("New password").fill("three quiet rivers");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await page.getByLabel("Current password").fill(secret);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your password is changed, and your other devices are signed out.")).toBeVisible();
  await expect(devices.getByRole("listitem")).toHaveCount(1);
  phone.tolerate(/^401 GET \/v1\//);
  await phone.page.reload();
  await expect(phone.page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await openFromMenu(olga, "Organization settings");
  await expect(page.getByRole("listitem").filter({ hasText: "Invitations of members" })).toContainText("0 of 2,000");
  await look(page, "organization");
  await page.getByLabel("Name of the organization").fill("Olga's Difference Engines");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByRole("complementary").getByText("Olga's Difference Engines")).toBeVisible();
});

test("an owner is made after a question, and a member joins by a link that is good once", { tag: "@whole" }, async ({ arrive }) => {
  const olga = await arrive({ viewport: { width: 1280, height: 800 } });
  const { page } = olga;
  await found(olga, "Bits & <Bytes>", "olga@bytes.example");
  await page.goto("/members");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("dialog").getByLabel("E-mail").fill("max@bytes.example");
  await page.getByRole("dialog").getByLabel("Role").selectOption("author");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByText("max@bytes.example", { exact: true })).toBeVisible();
  const owner = await Api.signedIn("owner");
  const link = await linkTo(owner, "max@bytes.example");
  await owner.close();
  await look(page, "members");

  const max = await arrive({ viewport: { width: 1280, height: 800 } });
  await max.page.goto(link);
  await expect(max.page.getByRole("heading", { name: "Join Bits & <Bytes>" })).toBeVisible();
  await expect(max.page.getByText("Olga Owner invites you as author.")).toBeVisible();
  await expect(max.page.getByLabel("E-mail")).toHaveValue("max@bytes.example");
  await look(max.page, "join");
  await max.page.getByLabel("Your name").fill("Max Member");
  await max.page.getByLabel("Password").fill(secret);
  await max.page.getByRole("button", { name: "Join" }).click();
  await expect(max.page.getByRole("navigation", { name: "Main" })).toBeVisible();
  max.tolerate(/^410 POST \/v1\/member-invitation-previews$/);
  await max.page.goto(link);
  await expect(max.page.getByRole("heading", { name: "You have joined already" })).toBeVisible();
  await look(max.page, "join-dead");

  await page.reload();
  await page.getByLabel("Role of Max Member").selectOption("owner");
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("Owners can do everything");
  await look(page, "make-owner");
  await question.getByRole("button", { name: "Make an owner" }).click();
  await expect(question).toBeHidden();
  await page.getByLabel("Your own role").selectOption("admin");
  await expect(question).toContainText("Give up your ownership?");
  await look(page, "give-up");
  await question.getByRole("button", { name: "Give it up" }).click();
  await expect(page.getByLabel("Your own role")).toHaveCount(0);
  await expect(page.getByRole("row", { name: /Max Member/ }).getByRole("combobox")).toHaveCount(0);
});
