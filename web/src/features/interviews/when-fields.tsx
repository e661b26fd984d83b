import { useMemo } from "react";
import { formatMoment } from "@/lib/format";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { type InterviewForm, usualDurations } from "./interview-form";
import { agree, isZone, momentsOf, ownZone, zoneNames } from "./zones";

/** Day, time, zone and duration of an interview. */
export function WhenFields({ form }: { form: InterviewForm }) {
  const { register, formState, watch } = form;
  const { errors } = formState;
  const zones = useMemo(zoneNames, []);
  const skipped = (time: string) => {
    const { date, timeZone } = form.getValues();
    if (!date || !isZone(timeZone) || momentsOf(date, time, timeZone).length > 0) return true;
    return "There is no such time.";
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-[1fr_7.5rem_1.4fr_1fr]">
        <Field label="Date" error={errors.date?.message} required>
          <Input type="date" {...register("date", { required: "Choose a day.", deps: ["time"] })} />
        </Field>
        <Field label="Time" error={errors.time?.message} required>
          <Input type="time" {...register("time", { required: "Choose a time.", validate: skipped })} />
        </Field>
        <Field label="Time zone" error={errors.timeZone?.message} required className="max-sm:col-span-2">
          <Input
            list="time-zones"
            autoComplete="off"
            spellCheck={false}
            {...register("timeZone", {
              required: "Choose a time zone.",
              validate: (zone) => isZone(zone) || "Choose one of the list, such as Europe/Berlin.",
              deps: ["time"],
            })}
          />
        </Field>
        <datalist id="time-zones">
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <Field label="Duration" className="max-sm:col-span-2" required>
          <Select {...register("duration")}>
            {usualDurations.map((minutes) => (
              <option key={minutes} value={minutes}>
                {minutes} minutes
              </option>
            ))}
            <option value="own">Another…</option>
          </Select>
        </Field>
        {watch("duration") === "own" && (
          <Field
            label="Minutes"
            error={errors.durationMinutes?.message}
            className="col-span-2 sm:col-span-1 sm:col-start-4"
            required
          >
            <Input
              type="number"
              min={5}
              max={1440}
              {...register("durationMinutes", {
                valueAsNumber: true,
                required: "Say how long it lasts.",
                min: { value: 5, message: "At least 5 minutes." },
                max: { value: 1440, message: "At most 1,440 minutes, a day." },
              })}
            />
          </Field>
        )}
      </div>
      <Moment form={form} />
    </div>
  );
}

/** The moment that was chosen, in its zone and in that of who reads this. */
function Moment({ form }: { form: InterviewForm }) {
  const [date, time, timeZone] = form.watch(["date", "time", "timeZone"]);
  const moments = momentsOf(date, time, timeZone);
  const moment = moments[0];
  const isOther = moment && !agree(moment, timeZone, ownZone());
  if (!moment && date && time && isZone(timeZone)) {
    return (
      <p aria-live="polite" className="min-h-5 text-bad text-sm">
        Clocks in {timeZone} are set forward over {time} on that day: choose another time.
      </p>
    );
  }
  return (
    <p aria-live="polite" className="min-h-5 text-fg2 text-sm">
      {moment && formatMoment(moment, undefined, timeZone)}
      {isOther && <>: for you that is {formatMoment(moment)}</>}
      {moments.length > 1 && ". Clocks show this time twice on that day: the first is meant"}
      {moment && Date.parse(moment) < Date.now() && ". This is in the past"}
      {moment && "."}
    </p>
  );
}
