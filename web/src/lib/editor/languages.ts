import type { Extension } from "@codemirror/state";

type Load = () => Promise<Extension>;

async function legacy(load: () => Promise<unknown>, name: string): Promise<Extension> {
  const [{ StreamLanguage }, modes] = await Promise.all([import("@codemirror/language"), load()]);
  const mode = (modes as Record<string, Parameters<typeof StreamLanguage.define>[0]>)[name];
  return mode ? StreamLanguage.define(mode) : [];
}

const cFamily = () => import("@codemirror/legacy-modes/mode/clike");

/** Highlighting by the editor mode of the language table; each is loaded when first needed. */
const modes: Record<string, Load> = {
  cpp: async () => (await import("@codemirror/lang-cpp")).cpp(),
  c: async () => (await import("@codemirror/lang-cpp")).cpp(),
  go: async () => (await import("@codemirror/lang-go")).go(),
  java: async () => (await import("@codemirror/lang-java")).java(),
  javascript: async () => (await import("@codemirror/lang-javascript")).javascript(),
  typescript: async () => (await import("@codemirror/lang-javascript")).javascript({ typescript: true }),
  python: async () => (await import("@codemirror/lang-python")).python(),
  php: async () => (await import("@codemirror/lang-php")).php(),
  rust: async () => (await import("@codemirror/lang-rust")).rust(),
  sql: async () => (await import("@codemirror/lang-sql")).sql(),
  csharp: () => legacy(cFamily, "csharp"),
  kotlin: () => legacy(cFamily, "kotlin"),
  scala: () => legacy(cFamily, "scala"),
  dart: () => legacy(cFamily, "dart"),
  ruby: () => legacy(() => import("@codemirror/legacy-modes/mode/ruby"), "ruby"),
  perl: () => legacy(() => import("@codemirror/legacy-modes/mode/perl"), "perl"),
  lua: () => legacy(() => import("@codemirror/legacy-modes/mode/lua"), "lua"),
  haskell: () => legacy(() => import("@codemirror/legacy-modes/mode/haskell"), "haskell"),
  swift: () => legacy(() => import("@codemirror/legacy-modes/mode/swift"), "swift"),
  pascal: () => legacy(() => import("@codemirror/legacy-modes/mode/pascal"), "pascal"),
  r: () => legacy(() => import("@codemirror/legacy-modes/mode/r"), "r"),
  erlang: () => legacy(() => import("@codemirror/legacy-modes/mode/erlang"), "erlang"),
  ocaml: () => legacy(() => import("@codemirror/legacy-modes/mode/mllike"), "oCaml"),
  fsharp: () => legacy(() => import("@codemirror/legacy-modes/mode/mllike"), "fSharp"),
  shell: () => legacy(() => import("@codemirror/legacy-modes/mode/shell"), "shell"),
  julia: () => legacy(() => import("@codemirror/legacy-modes/mode/julia"), "julia"),
  fortran: () => legacy(() => import("@codemirror/legacy-modes/mode/fortran"), "fortran"),
  d: () => legacy(() => import("@codemirror/legacy-modes/mode/d"), "d"),
  clojure: () => legacy(() => import("@codemirror/legacy-modes/mode/clojure"), "clojure"),
  commonlisp: () => legacy(() => import("@codemirror/legacy-modes/mode/commonlisp"), "commonLisp"),
  "objective-c": () => legacy(cFamily, "objectiveC"),
  coffeescript: () => legacy(() => import("@codemirror/legacy-modes/mode/coffeescript"), "coffeeScript"),
  livescript: () => legacy(() => import("@codemirror/legacy-modes/mode/livescript"), "liveScript"),
  scheme: () => legacy(() => import("@codemirror/legacy-modes/mode/scheme"), "scheme"),
  tcl: () => legacy(() => import("@codemirror/legacy-modes/mode/tcl"), "tcl"),
  cobol: () => legacy(() => import("@codemirror/legacy-modes/mode/cobol"), "cobol"),
  vb: () => legacy(() => import("@codemirror/legacy-modes/mode/vb"), "vb"),
  octave: () => legacy(() => import("@codemirror/legacy-modes/mode/octave"), "octave"),
  groovy: () => legacy(() => import("@codemirror/legacy-modes/mode/groovy"), "groovy"),
  haxe: () => legacy(() => import("@codemirror/legacy-modes/mode/haxe"), "haxe"),
  forth: () => legacy(() => import("@codemirror/legacy-modes/mode/forth"), "forth"),
  crystal: () => legacy(() => import("@codemirror/legacy-modes/mode/crystal"), "crystal"),
  sml: () => legacy(() => import("@codemirror/legacy-modes/mode/mllike"), "sml"),
  gas: () => legacy(() => import("@codemirror/legacy-modes/mode/gas"), "gas"),
  markdown: async () => (await import("@codemirror/lang-markdown")).markdown(),
};

const alsoKnownAs: Record<string, string> = {
  bash: "shell",
  sh: "shell",
  "c++": "cpp",
  js: "javascript",
  ts: "typescript",
  node: "javascript",
  sqlite: "sql",
};

/** Plain text when there is no highlighting for it. */
export async function loadLanguage(editorMode: string): Promise<Extension> {
  const name = editorMode.toLowerCase();
  const load = modes[name] ?? modes[alsoKnownAs[name] ?? ""];
  return load ? load() : [];
}
