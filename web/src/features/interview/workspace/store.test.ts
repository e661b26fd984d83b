import { expect, test, vi } from "vitest";
import { WorkspaceStore } from "./store";

const entry = (id: string, kind = "message") => ({ id, name: "entry", data: { id, kind, data: {} } });
const workspace = (files: string[]) => ({
  id: "",
  name: "workspace",
  data: { id: "i", attributes: { locked: false }, files: files.map((id) => ({ id })), problems: [] },
});

test("the workspace is replaced whole, and other events tell nobody", () => {
  const store = new WorkspaceStore();
  expect(store.known().workspace).toBeUndefined();
  const told = vi.fn();
  store.subscribe(told);
  store.take({ id: "", name: "interview", data: {} });
  expect(told).not.toHaveBeenCalled();
  store.take(workspace(["a", "b"]));
  store.take(workspace(["b"]));
  expect(store.known().workspace?.files).toEqual([{ id: "b" }]);
  expect(told).toHaveBeenCalledTimes(2);
});

test("entries are kept in their order, and once each over a stream that begins anew", () => {
  const store = new WorkspaceStore();
  for (const id of ["1", "2"]) store.take(entry(id));
  const before = store.known().entries;
  for (const id of ["1", "2"]) store.take(entry(id));
  expect(store.known().entries).toBe(before);
  store.take(entry("3", "run"));
  expect(store.known().entries.map(({ id }) => id)).toEqual(["1", "2", "3"]);
});
