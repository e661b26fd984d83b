/** Keys as they are printed on the keyboard. */
export function Kbd({ keys }: { keys: string[] }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line bg-bg2 px-1 font-sans text-fg2 text-xs"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
