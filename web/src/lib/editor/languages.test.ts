import { expect, test } from "vitest";
import { loadLanguage } from "./languages";

const known =
  "c cpp go java javascript typescript python rust sql ruby php perl lua r shell csharp kotlin scala groovy clojure commonlisp scheme haskell ocaml sml erlang " +
  "objective-c fortran pascal d crystal haxe forth cobol vb octave tcl coffeescript livescript bash";

test.each(known.split(" "))("there is highlighting for %s", async (mode) => {
  expect(await loadLanguage(mode)).not.toEqual([]);
});

test("what is not known is plain text", async () => {
  expect(await loadLanguage("klingon")).toEqual([]);
});
