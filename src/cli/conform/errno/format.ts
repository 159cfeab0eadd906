/** Recordings of what system calls and in-kernel calls return. */
import { outcomeOf, type RecordFormat } from '../format.ts';
import { Reader } from '../reader.ts';
import { differencesOf } from './compare.ts';
import { readErrnoRecord } from './record.ts';
import { convert } from './toScenario.ts';

export const errnoFormat: RecordFormat = {
  name: 'results of system calls',
  needsSequences: false,
  recognizes: (reader) => reader.has('steps') && reader.has('exporter'),
  replay(json, context) {
    const reader = new Reader(json);
    const record = readErrnoRecord(reader);
    const kernel = record.env.includes('6.12') ? '6.12' : context.kernel;
    const conversion = convert(record, kernel);
    const [problem] = reader.problems;
    if (problem !== undefined) return { ok: false, message: problem };
    return {
      ok: true,
      id: record.id,
      outcome: outcomeOf(differencesOf(record, conversion)),
      scenarios: () => [conversion.scenario],
    };
  },
};
