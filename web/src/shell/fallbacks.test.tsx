import { ApiError } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient, sessionQuery } from "@/api/query";
import { Loaded } from "@/ui/states";
import { NotFound, RouteFailed } from "./fallbacks";

beforeEach(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));
afterEach(() => vi.unstubAllGlobals());

const attributes = {
  kind: "member",
  name: "Ann",
  email: "",
  role: "admin",
  organizationName: "House",
  permissions: ["problems:read"],
};
const member = { type: "sessions", id: "current", attributes } as unknown as Item<"sessions">;

const missing = new ApiError(404, [
  {
    status: "404",
    code: "problem_not_found",
    title: "Not found",
    detail: "there is no problem with this id here",
  },
]);

function Unknown() {
  return (
    <Loaded page query={{ data: undefined, error: missing, refetch: vi.fn(), isPending: false }}>
      {() => null}
    </Loaded>
  );
}

function Broken(): never {
  throw new TypeError("Cannot read properties of undefined");
}

async function visit(path: string, session: Item<"sessions"> | null) {
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  queryClient.setQueryData(sessionQuery.queryKey, session);
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
  const at = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path, component });
  const router = createRouter({
    routeTree: root.addChildren([at("/unknown", Unknown), at("/broken", Broken)]),
    history: createMemoryHistory({ initialEntries: [path] }),
    defaultErrorComponent: RouteFailed,
  });
  const page = document.createElement("div");
  document.body.append(page);
  const shown = createRoot(page);
  await act(async () => {
    await router.load();
    shown.render(
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>,
    );
  });
  const leave = async () => {
    await act(async () => shown.unmount());
    page.remove();
  };
  return { page, leave };
}

const home = (page: HTMLElement) => page.querySelector("a[href='/']:not([aria-label])")?.textContent;

it("a page that is not there has a way home, and the navigation of whoever works here", async () => {
  const stranger = await visit("/nowhere", null);
  expect(stranger.page.textContent).toContain("There is no such page");
  expect(stranger.page.textContent).toContain("CodeCraft");
  expect(home(stranger.page)).toBe("Go to the start");
  expect(stranger.page.querySelector("nav")).toBeNull();
  await stranger.leave();
  const staff = await visit("/nowhere", member);
  await vi.waitFor(async () => {
    await act(async () => {}); // the navigation is loaded when it is first needed
    expect(staff.page.querySelector("nav")).not.toBeNull();
  });
  expect(home(staff.page)).toBe("Go to the start");
  await staff.leave();
});

it("what the server does not know has a way home in place of trying again", async () => {
  const { page, leave } = await visit("/unknown", member);
  expect(page.textContent).toContain("There is no problem with this id here.");
  expect(home(page)).toBe("Go to the start");
  expect(page.textContent).not.toContain("Try again");
  await leave();
});

it("a page that fails says so in words for people", async () => {
  const { page, leave } = await visit("/broken", null);
  expect(page.textContent).toContain("This page cannot be shown");
  expect(page.textContent).not.toContain("undefined");
  expect(home(page)).toBe("Go to the start");
  await leave();
});
