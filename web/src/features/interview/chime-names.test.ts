import { expect, it } from "vitest";
import { identityOf } from "./chime-names";

// The same pairs stand in internal/engine/media/chime/name_internal_test.go.
it.each([
  ["@ada", "ada"],
  [
    "@=06dc5s3v7pu5b79b04hkaps9lc.=1de1ufk8l977pceivrebl63mag",
    "019ac2f0-7f3e-7c55-9d2b-0123456789ab.0b5c1f3e-88aa-4e7c-b1d2-fedcba987654",
  ],
  ["@=06dc5s3v7pu5b79b04hkaps9lc.tab-1", "019ac2f0-7f3e-7c55-9d2b-0123456789ab.tab-1"],
  ["@=00000000000000000000000000", "00000000-0000-0000-0000-000000000000"],
  ["@=vvvvvvvvvvvvvvvvvvvvvvvvvs", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
])("reads %s as the server wrote it", (external, identity) => {
  expect(identityOf(external)).toBe(identity);
});
