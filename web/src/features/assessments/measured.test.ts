import { expect, it } from "vitest";
import { measured } from "./measured";

it("says nothing of what is hidden or never ran, instead of naught", () => {
  expect(measured({ cpuTimeMs: 0, wallTimeMs: 0, memoryKb: 0 })).toEqual({ cpu: "", wall: "", memory: "" });
});

it("tells of a program that was too quick for a clock", () => {
  expect(measured({ cpuTimeMs: 0, wallTimeMs: 2, memoryKb: 1024 })).toEqual({
    cpu: "0 ms",
    wall: "2 ms",
    memory: "1 MiB",
  });
});
