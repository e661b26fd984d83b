import { useMutation } from "@tanstack/react-query";
import { Smile } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { announce } from "@/ui/announcer";
import { Button } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";
import { type Entry, isNews, useEntries } from "./workspace/store";

/** What can be said without a word, and how it is read out. */
const reactions = {
  "✋": "Raise your hand",
  "👍": "Thumbs up",
  "👏": "Applause",
  "😀": "Laughter",
  "🎉": "Celebration",
  "❤️": "Heart",
};

type Emoji = keyof typeof reactions;

const spoken = (emoji: string) => (emoji === "✋" ? "raises a hand" : `reacts: ${reactions[emoji as Emoji]}`);

export function ReactionMenu({ interviewId }: { interviewId: string }) {
  const react = useMutation({
    mutationFn: (emoji: Emoji) =>
      api.create("interview-reactions", { emoji }, { interview: { type: "interviews", id: interviewId } }),
  });
  return (
    <Menu
      align="start"
      trigger={
        <Button aria-label="React" className="max-[900px]:w-11 max-[900px]:px-0">
          <Smile aria-hidden /> <span className="max-[900px]:sr-only">React</span>
        </Button>
      }
    >
      {Object.entries(reactions).map(([emoji, name]) => (
        <MenuItem key={emoji} onSelect={() => react.mutate(emoji as Emoji)}>
          <span aria-hidden className="w-5 text-center text-lg">
            {emoji}
          </span>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}

const shownForMs = 6000;

/** Somebody's last reaction, over their picture for a moment. */
export function ReactionOf({ participantId }: { participantId: string }) {
  const last = useEntries("reaction").findLast((entry) => entry.participantId === participantId);
  const shown = useFresh(last);
  if (!shown) return null;
  return (
    <span className="absolute top-2 right-2 animate-pop rounded-full bg-bg px-2 py-1 text-2xl shadow-pop">
      <span aria-hidden>{shown.data.emoji}</span>
      <span className="sr-only">{`${shown.name} ${spoken(shown.data.emoji)}`}</span>
    </span>
  );
}

/** An entry while it is news, for as long as it is to be seen. */
function useFresh(last: Entry<"reaction"> | undefined): Entry<"reaction"> | undefined {
  const [over, setOver] = useState<string>();
  useEffect(() => {
    if (!last) return;
    const timer = setTimeout(() => setOver(last.id), shownForMs);
    return () => clearTimeout(timer);
  }, [last]);
  return last && last.id !== over && isNews(last) ? last : undefined;
}

/** Tells screen readers of others' reactions. */
export function useSpokenReactions(ownId: string) {
  const newest = useEntries("reaction").at(-1);
  const told = useRef<string>(undefined);
  useEffect(() => {
    if (!newest || told.current === newest.id) return;
    told.current = newest.id;
    if (newest.participantId !== ownId && isNews(newest))
      announce(`${newest.name} ${spoken(newest.data.emoji)}`);
  }, [newest, ownId]);
}
