import { formatKilobytes, formatMs } from "@/lib/format";

interface Figures {
  cpuTimeMs: number;
  wallTimeMs: number;
  memoryKb: number;
}

/**
 * What a judging took, in words; all are empty where nothing is known: no program ran, or hidden tests stay hidden from
 * the reader. A program that ran took some memory.
 */
export function measured({ cpuTimeMs, wallTimeMs, memoryKb }: Figures) {
  if (!memoryKb) return { cpu: "", wall: "", memory: "" };
  return { cpu: formatMs(cpuTimeMs), wall: formatMs(wallTimeMs), memory: formatKilobytes(memoryKb) };
}
