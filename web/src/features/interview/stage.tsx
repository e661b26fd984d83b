import { cn } from "@/lib/cn";
import type { CallView } from "./call";
import type { Person } from "./people";
import { Tile } from "./tile";

export type Layout = "speaker" | "grid";

interface Shown {
  person: Person;
  isScreen?: boolean;
}

/** What stands large: a screen before a speaker, somebody else before oneself. */
export function largeOf(people: Person[], speaker: string | undefined): Shown | undefined {
  const others = people.filter((person) => !person.isSelf);
  const sharing = others.find((person) => person.screen) ?? people.find((person) => person.screen);
  if (sharing) return { person: sharing, isScreen: true };
  const person = others.find(({ id }) => id === speaker) ?? others[0] ?? people[0];
  return person && { person };
}

const columns = ["grid-cols-1", "grid-cols-1", "grid-cols-1 sm:grid-cols-2", "grid-cols-2", "grid-cols-2"];

/** The main area, where the code does not stand there. */
export function Stage({ view, layout }: { view: CallView; layout: Layout }) {
  const large = largeOf(view.people, view.speaker);
  if (!large) return <div className="size-full rounded-lg bg-bg3" />;
  if (layout === "speaker" || large.isScreen) {
    return <Tile {...large} className="size-full" />;
  }
  return (
    <div
      className={cn(
        "grid size-full auto-rows-fr gap-2",
        columns[view.people.length] ?? "grid-cols-2 md:grid-cols-3",
      )}
    >
      {view.people.map((person) => (
        <Tile key={person.id} person={person} />
      ))}
    </div>
  );
}

/** All faces and screens, small beside the code. */
export function Gallery({ view }: { view: CallView }) {
  return (
    <div className="flex shrink-0 flex-col gap-2">
      {view.people
        .filter((person) => person.screen)
        .map((person) => (
          <Tile key={person.id} person={person} isScreen className="aspect-video w-full" />
        ))}
      {view.people.map((person) => (
        <Tile key={person.id} person={person} className="aspect-video w-full" />
      ))}
    </div>
  );
}

/** The faces beside what stands large. */
export function Strip({ view, layout }: { view: CallView; layout: Layout }) {
  const large = largeOf(view.people, view.speaker);
  if (layout === "grid" && !large?.isScreen) return null;
  const rest = view.people.filter((person) => large?.isScreen || person.id !== large?.person.id);
  if (rest.length === 0) return null;
  return (
    <div className="flex gap-2 overflow-x-auto min-[901px]:flex-col">
      {rest.map((person) => (
        <Tile key={person.id} person={person} className="aspect-video w-40 shrink-0 min-[901px]:w-full" />
      ))}
    </div>
  );
}
