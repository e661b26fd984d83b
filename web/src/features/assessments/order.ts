import type { Section } from "@codecraft/api/types";

/** Where an item stands. */
export interface Place {
  section: number;
  item: number;
}

/** Takes the item out and puts it in before whatever stands at the place then; sections are never changed in place. */
export function moveItem(sections: Section[], from: Place, to: Place): Section[] {
  const next = sections.map((section) => ({ ...section, items: [...section.items] }));
  const [moved] = next[from.section]?.items.splice(from.item, 1) ?? [];
  const target = next[to.section];
  if (!moved || !target) return sections;
  target.items.splice(Math.min(to.item, target.items.length), 0, moved);
  return next;
}

export function moveSection(sections: Section[], from: number, to: number): Section[] {
  if (to < 0 || to >= sections.length) return sections;
  const next = [...sections];
  const [moved] = next.splice(from, 1);
  if (moved) next.splice(to, 0, moved);
  return next;
}
