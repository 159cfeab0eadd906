/** The value sequences of the recordings beside a recording, by their id. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { excessOf } from './formats.ts';
import { Reader } from './reader.ts';
import { recordingLines } from './recordingLines.ts';

const valueFiles = ['swiotlb-values', 'direct-values'].flatMap((name) => [
  `${name}.jsonl`,
  `${name}.jsonl.gz`,
]);

/**
 * Reads the value recordings in the folder of `file`, in the folder above it, and among `others`. The first
 * one that has an id gives its sequence.
 */
export async function sequencesBeside(
  file: string,
  others: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const folders = [dirname(file), dirname(dirname(file)), ...others.map((other) => dirname(other))];
  const paths = new Set(folders.flatMap((folder) => valueFiles.map((name) => join(folder, name))));
  const found = new Map<string, unknown>();
  for (const path of paths) {
    if (!existsSync(path)) continue;
    for await (const { text } of recordingLines(path)) if (text !== null) addSequence(found, text);
  }
  return found;
}

function addSequence(found: Map<string, unknown>, text: string): void {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Whoever replays that recording is told.
    return;
  }
  if (typeof json !== 'object' || json === null || !('id' in json)) return;
  if (excessOf(new Reader(json)) !== null) return;
  if (typeof json.id === 'string' && !found.has(json.id)) found.set(json.id, json);
}
