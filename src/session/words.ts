/**
 * Words for places in a run and sentences of them; results are in `script/resultWords.ts`, and what the model
 * itself explains is in `model/explain.ts`.
 */
import type { ByteRange } from '../model/microEvent.ts';
import type { State } from '../model/state.ts';

/** Words as a sentence: with a capital, unless a name of the script begins it, and a full stop. */
export function sentence(words: string, names: readonly string[] = []): string {
  const isName = names.some((name) => words.startsWith(`${name} `));
  const text = isName ? words : words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** `frame, bytes 0 to 63` with the names of the run. */
export function rangeWords(state: State, range: ByteRange): string {
  const name = state.setup.buffers[range.buffer]?.name ?? 'buffer';
  const last = range.start + range.length - 1;
  return range.length === 1
    ? `${name}, byte ${range.start}`
    : `${name}, bytes ${range.start} to ${last}`;
}
