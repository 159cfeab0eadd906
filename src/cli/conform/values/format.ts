/** Value recordings of raw streaming DMA. */
import { outcomeOf, type RecordFormat } from '../format.ts';
import { readRecord } from './record.ts';
import { replayRecord } from './replay.ts';
import { scenarioOfRecord } from './toScenario.ts';

export const valuesFormat: RecordFormat = {
  name: 'values of streaming DMA',
  needsSequences: false,
  recognizes: (reader) => reader.has('init') && !reader.has('exporter'),
  replay(json) {
    const read = readRecord(json);
    if (!read.ok) return read;
    const { record } = read;
    return {
      ok: true,
      id: record.id,
      outcome: outcomeOf(replayRecord(record)),
      scenarios: () => [scenarioOfRecord(record)],
    };
  },
};
