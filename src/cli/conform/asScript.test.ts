import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../script/parse.ts';
import { printScenario } from '../../script/print.ts';
import { recordContext } from './conformFile.ts';
import { recognize } from './formats.ts';
import { recordingLines } from './recordingLines.ts';

const folder = 'test/recordings';
const files = readdirSync(folder, { encoding: 'utf8', recursive: true })
  .filter((name) => name.endsWith('.jsonl.gz'))
  .sort();

/** Of each recording this many records, spread over it. */
const taken = Number(process.env['RECORDS_AS_SCRIPT'] ?? 12);

async function sampleOf(file: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { text } of recordingLines(file)) lines.push(text ?? '');
  const step = Math.max(1, Math.floor(lines.length / taken));
  return lines.filter((_, index) => index % step === 0);
}

describe('a record as a script', () => {
  it.each(files)(
    'says the same, and can be printed again: %s',
    async (name) => {
      const file = join(folder, name);
      const contextFor = recordContext(file, []);
      for (const line of await sampleOf(file)) {
        const recognized = recognize(line);
        if (!recognized.ok) throw new Error(recognized.message);
        const { format, json } = recognized;
        const replayed = format.replay(json, await contextFor(format.needsSequences));
        if (!replayed.ok) throw new Error(replayed.message);
        const scenarios = replayed.scenarios();
        expect(scenarios.length, replayed.id).toBeGreaterThan(0);
        for (const made of scenarios) {
          const script = printScenario(made);
          const { scenario, diagnostics } = parseScenario(script);
          expect(diagnostics, `${replayed.id}\n${script}`).toEqual([]);
          expect(scenario && printScenario(scenario), replayed.id).toBe(script);
          const operations = made.steps.map((step) => step.operation);
          expect(
            scenario?.steps.map((step) => step.operation),
            replayed.id,
          ).toEqual(operations);
        }
      }
    },
    600_000,
  );
});
