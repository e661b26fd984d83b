// Writes src/schema.ts from the API's document: the schemas that src/types.ts names, and what those are made of.
//
//   node packages/api/generate.mjs docs/openapi.json packages/api/src/schema.ts
import { readFile, writeFile } from "node:fs/promises";
import openapi, { astToString } from "openapi-typescript";

const [source, target] = process.argv.slice(2);
const document = JSON.parse(await readFile(source, "utf8"));
const types = await readFile(new URL("src/types.ts", import.meta.url), "utf8");

const kept = {};
const keep = (name) => {
  if (kept[name]) return;
  kept[name] = document.components.schemas[name];
  if (!kept[name]) throw new Error(`${source} has no schema ${name}, which src/types.ts names`);
  for (const [, other] of JSON.stringify(kept[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g))
    keep(other);
};
for (const [, name] of types.matchAll(/Schemas\["(\w+)"\]/g)) keep(name);

const schemas = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
const { openapi: version, info } = document;
const written = await openapi({ openapi: version, info, paths: {}, components: { schemas } });
await writeFile(
  target,
  `/** Generated from the API's document by make gen: change that one. */\n\n${astToString(written)}`,
);
