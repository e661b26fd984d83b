import type { Item } from "@codecraft/api/resources";
import type { Section, SectionItem } from "@codecraft/api/types";
import { ArrowDown, ArrowUp, GripVertical, Lock, Plus, Trash2 } from "lucide-react";
import { type DragEvent, useState } from "react";
import { cn } from "@/lib/cn";
import { count, formatNumber } from "@/lib/format";
import { announce } from "@/ui/announcer";
import { Button } from "@/ui/button";
import { DifficultyMark } from "@/ui/difficulty";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { ProblemPicker } from "@/ui/problem-picker";
import type { AssessmentDraft } from "./AssessmentPage";
import { ItemPoints } from "./item-points";
import { moveItem, moveSection, type Place } from "./order";

/** The problems in their order. Moved by keyboard with the arrows' buttons, by pointer with the handle. */
export function Sections({ draft }: { draft: AssessmentDraft }) {
  const { value, set, messages, isFrozen } = draft;
  const mayEdit = draft.mayEdit && !isFrozen;
  const sections = value.sections;
  const change = (next: Section[]) => set({ sections: next });
  const chosen = sections.flatMap((section) => section.items);
  const points = chosen.reduce((sum, item) => sum + (item.points ?? 0), 0);
  const [dragged, setDragged] = useState<Place>();
  const drop = (to: Place) => {
    if (dragged) change(moveItem(sections, dragged, to));
    setDragged(undefined);
  };
  return (
    <section aria-labelledby="sections">
      <div className="mb-3 flex items-baseline justify-between gap-4">
        <h2 id="sections" className="font-semibold">
          Problems
        </h2>
        <p className="text-fg2 text-sm">
          {count(chosen.length, "problem")}, {count(points, "point")}
        </p>
      </div>
      {isFrozen && (
        <p className="mb-3 flex items-center gap-1.5 text-fg2 text-sm">
          <Lock aria-hidden className="size-3.5" /> Published: the problems and their versions are fixed.
        </p>
      )}
      {messages.sections && (
        <p role="alert" className="mb-3 text-bad text-sm">
          {messages.sections}
        </p>
      )}
      <div className="flex flex-col gap-4">
        {sections.map((section, s) => (
          <SectionCard
            // biome-ignore lint/suspicious/noArrayIndexKey: the server gives new ids at each save; the place is what stays
            key={s}
            section={section}
            place={s}
            last={s === sections.length - 1}
            mayEdit={mayEdit}
            dragged={dragged}
            onDrag={setDragged}
            onDrop={drop}
            onChange={(next) => change(sections.map((other, i) => (i === s ? next : other)))}
            onMove={(step) => change(moveSection(sections, s, s + step))}
            onMoveItem={(from, to) => {
              change(moveItem(sections, from, to));
              announce(`Moved to place ${to.item + 1} of section ${to.section + 1}`);
            }}
            sections={sections}
            onRemove={() => change(sections.filter((_, i) => i !== s))}
            chosen={chosen}
          />
        ))}
      </div>
      {mayEdit && (
        <Button
          className="mt-3"
          onClick={() => change([...sections, { title: `Section ${sections.length + 1}`, items: [] }])}
        >
          <Plus aria-hidden /> Add a section
        </Button>
      )}
    </section>
  );
}

interface SectionCardProps {
  section: Section;
  sections: Section[];
  place: number;
  last: boolean;
  mayEdit: boolean;
  chosen: SectionItem[];
  dragged?: Place;
  onDrag: (place: Place | undefined) => void;
  onDrop: (place: Place) => void;
  onChange: (section: Section) => void;
  onMove: (step: number) => void;
  onMoveItem: (from: Place, to: Place) => void;
  onRemove: () => void;
}

function SectionCard(props: SectionCardProps) {
  const { section, sections, place, last, mayEdit, chosen, dragged, onChange } = props;
  const add = ({ id, attributes: { title, difficulty, points } }: Item<"problems">) =>
    onChange({
      ...section,
      items: [...section.items, { problemId: id, title, difficulty, points, maxScore: points }],
    });
  const name = section.title || `Section ${place + 1}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the buttons are the keyboard's
    <div
      className="rounded-lg border border-line"
      onDragOver={(event) => dragged && event.preventDefault()}
      onDrop={() => props.onDrop({ section: place, item: section.items.length })}
    >
      <header className="flex items-center gap-1 border-line border-b bg-bg2 px-2 py-1.5">
        <Field label={`Title of section ${place + 1}`} hideLabel className="flex-1">
          <Input
            value={section.title}
            placeholder={sections.length === 1 ? "Section title (optional)" : `Section ${place + 1}`}
            readOnly={!mayEdit}
            className="max-w-sm"
            onChange={(event) => onChange({ ...section, title: event.target.value })}
          />
        </Field>
        {mayEdit && sections.length > 1 && (
          <>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Move ${name} up`}
              disabled={place === 0}
              onClick={() => props.onMove(-1)}
            >
              <ArrowUp aria-hidden />
            </Button>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Move ${name} down`}
              disabled={last}
              onClick={() => props.onMove(1)}
            >
              <ArrowDown aria-hidden />
            </Button>
            <Button variant="ghost" size="icon-sm" aria-label={`Remove ${name}`} onClick={props.onRemove}>
              <Trash2 aria-hidden />
            </Button>
          </>
        )}
      </header>
      {section.items.length === 0 && <p className="px-3 py-3 text-fg2">No problems in this section yet.</p>}
      <ol className="divide-y divide-line">
        {section.items.map((item, i) => (
          <ItemRow
            key={item.problemId}
            item={item}
            place={{ section: place, item: i }}
            sections={sections}
            mayEdit={mayEdit}
            isDragged={dragged?.section === place && dragged.item === i}
            canDrop={dragged !== undefined}
            onDrag={props.onDrag}
            onDrop={props.onDrop}
            onMove={props.onMoveItem}
            onChange={(next) =>
              onChange({ ...section, items: section.items.map((other, j) => (j === i ? next : other)) })
            }
            onRemove={() => onChange({ ...section, items: section.items.filter((_, other) => other !== i) })}
          />
        ))}
      </ol>
      {mayEdit && (
        <div className="border-line border-t p-2">
          <ProblemPicker
            chosen={chosen.map((item) => item.problemId)}
            onPick={add}
            label={`Add a problem to ${name}`}
          />
        </div>
      )}
    </div>
  );
}

interface ItemRowProps {
  item: SectionItem;
  place: Place;
  sections: Section[];
  mayEdit: boolean;
  isDragged: boolean;
  canDrop: boolean;
  onDrag: (place: Place | undefined) => void;
  onDrop: (place: Place) => void;
  onMove: (from: Place, to: Place) => void;
  onChange: (item: SectionItem) => void;
  onRemove: () => void;
}

/** The place one step up or down, over the borders of sections. */
function neighbour(sections: Section[], place: Place, step: -1 | 1): Place | undefined {
  const within = place.item + step;
  if (within >= 0 && within < (sections[place.section]?.items.length ?? 0)) return { ...place, item: within };
  const beside = sections[place.section + step];
  return beside && { section: place.section + step, item: step < 0 ? beside.items.length : 0 };
}

function ItemRow(props: ItemRowProps) {
  const { item, place, sections, mayEdit, isDragged, canDrop } = props;
  const [over, setOver] = useState(false);
  const up = neighbour(sections, place, -1);
  const down = neighbour(sections, place, 1);
  const title = item.title ?? "Problem";
  const end = () => {
    setOver(false);
    props.onDrag(undefined);
  };
  const drop = (event: DragEvent) => {
    event.stopPropagation();
    setOver(false);
    props.onDrop(place);
  };
  return (
    <li
      draggable={mayEdit}
      onDragStart={() => props.onDrag(place)}
      onDragEnd={end}
      onDragOver={(event) => {
        if (!canDrop) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "flex min-h-10 items-center gap-2 px-2 hover:bg-bg2 max-sm:flex-wrap max-sm:pt-2",
        isDragged && "opacity-40",
        over && !isDragged && "shadow-[inset_0_2px_0_var(--accent)]",
      )}
    >
      {mayEdit && <GripVertical aria-hidden className="size-4 shrink-0 cursor-grab text-fg3" />}
      <span className="w-5 shrink-0 text-right text-fg2 tabular-nums">{place.item + 1}</span>
      <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
      <span className="flex items-center gap-2 max-sm:order-last max-sm:basis-full max-sm:pb-2 max-sm:pl-12">
        {item.difficulty && <DifficultyMark difficulty={item.difficulty} />}
        {mayEdit ? (
          <ItemPoints item={item} title={title} onChange={props.onChange} />
        ) : (
          <span className="text-fg2 tabular-nums sm:w-16 sm:text-right">
            {formatNumber(item.points ?? 0)} pts
          </span>
        )}
      </span>
      {mayEdit && (
        <span className="flex">
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Move ${title} up`}
            disabled={!up}
            onClick={() => up && props.onMove(place, up)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Move ${title} down`}
            disabled={!down}
            onClick={() => down && props.onMove(place, down)}
          >
            <ArrowDown aria-hidden />
          </Button>
          <Button variant="ghost" size="icon-sm" aria-label={`Remove ${title}`} onClick={props.onRemove}>
            <Trash2 aria-hidden />
          </Button>
        </span>
      )}
    </li>
  );
}
