import type { Item } from "@codecraft/api/resources";

type Group = Item<"test-groups">;

/** The groups in the order of their tree, each with its depth; one whose parent is missing stands at the top. */
export function inTree(groups: Group[]): { group: Group; depth: number }[] {
  const known = new Set(groups.map((group) => group.id));
  const seen = new Set<string>();
  const below = (parent: string, depth: number): { group: Group; depth: number }[] =>
    groups
      .filter((group) => (known.has(group.attributes.parentId) ? group.attributes.parentId : "") === parent)
      .filter((group) => !seen.has(group.id) && seen.add(group.id))
      .flatMap((group) => [{ group, depth }, ...below(group.id, depth + 1)]);
  return below("", 0);
}

/** The ids of all groups that are in a group, however deep. */
export function descendants(groups: Group[], id: string): Set<string> {
  const found = new Set<string>();
  const collect = (parent: string) => {
    for (const group of groups) {
      if (group.attributes.parentId !== parent || found.has(group.id)) continue;
      found.add(group.id);
      collect(group.id);
    }
  };
  collect(id);
  return found;
}
