import { TriangleAlert } from "lucide-react";
import { useId } from "react";
import { Checkbox } from "@/ui/input";
import { canBlur } from "./blur";
import type { Blurred } from "./use-blurred";
import { blurLabel, cannotBlur, tooSlow } from "./words";

interface BlurPartProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  blurred: Blurred;
}

/** The switch of the device check, and what became of it. */
export function BlurPart({ isOn, onChange, blurred }: BlurPartProps) {
  const id = useId();
  const isAble = canBlur();
  return (
    <div className="flex flex-col gap-1.5">
      <Checkbox
        role="switch"
        checked={isOn && isAble}
        disabled={!isAble}
        aria-describedby={isAble ? undefined : id}
        onChange={(event) => onChange(event.target.checked)}
      >
        {blurLabel}
      </Checkbox>
      {!isAble && (
        <p id={id} className="text-fg2 text-xs">
          {cannotBlur}
        </p>
      )}
      {blurred.at === "failed" && (
        <Warning>
          Your background could not be blurred: others will see it. Try again, or turn your camera off.
        </Warning>
      )}
      {blurred.isSlow && <Warning>{tooSlow} Turn it off, or your camera.</Warning>}
    </div>
  );
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <p role="alert" className="flex gap-2 rounded-md bg-warnsoft p-3 text-sm">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" /> <span>{children}</span>
    </p>
  );
}
