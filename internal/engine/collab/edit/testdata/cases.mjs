// Writes cases.json.gz: what the real @codemirror/state and @codemirror/collab answer to random edits.
//
//   cd testdata && npm install --no-save @codemirror/state@6.7.6 @codemirror/collab@6.1.1 && node cases.mjs
//
// The random numbers are seeded: the same library versions write the same cases.
import { ChangeSet, EditorState, Text } from "@codemirror/state";
import { collab, receiveUpdates, sendableUpdates } from "@codemirror/collab";
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

let seed = 1;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >> 8) % n;
};
const letters = [...'abc\n é😀xyz("\\\t'];
const string = (n) => Array.from({ length: n }, () => letters[random(letters.length)]).join("");
const text = (s) => Text.of(s.split("\n"));

// Positions are UTF-16 units, so some edits part the two halves of 😀, as a browser's may.
const edit = (units) => {
  const changes = Array.from({ length: 1 + random(3) }, () => {
    const from = random(units + 1);
    const to = Math.min(units, from + (random(3) ? 0 : random(5)));
    return { from, to, insert: text(random(3) ? string(random(4)) : "") };
  });
  return ChangeSet.of(changes, units);
};

const transform = () => {
  const doc = string(random(30));
  const [a, b] = [edit(doc.length), edit(doc.length)];
  const c = edit(a.newLength);
  return {
    doc, a, b, c,
    applied: a.apply(text(doc)).toString(),
    mapped: a.map(b), mappedBefore: a.map(b, true), composed: a.compose(c),
  };
};

// An editor with unconfirmed edits receives the others' updates one at a time.
const rebase = () => {
  const doc = string(random(30));
  let state = EditorState.create({ doc: text(doc), extensions: collab({ startVersion: 0, clientID: "own" }) });
  const pending = Array.from({ length: 1 + random(4) }, () => {
    const changes = edit(state.doc.length);
    state = state.update({ changes }).state;
    return changes;
  }).filter((changes) => !changes.empty);
  let units = doc.length;
  const others = Array.from({ length: 1 + random(4) }, () => {
    const changes = edit(units);
    units = changes.newLength;
    state = receiveUpdates(state, [{ changes, clientID: "other" }]).state;
    return changes;
  });
  return { doc, pending, others, text: state.doc.toString(), left: sendableUpdates(state).map((u) => u.changes) };
};

const cases = {
  transforms: Array.from({ length: 2000 }, transform),
  rebases: Array.from({ length: 1000 }, rebase),
};
writeFileSync("cases.json.gz", gzipSync(JSON.stringify(cases), { level: 9 }));
