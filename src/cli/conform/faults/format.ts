/** Recordings of page faults under mmap, zap, fork and mprotect. */
import { outcomeOf, type RecordFormat } from '../format.ts';
import { readFaultRecord } from './record.ts';
import { replayFaults } from './replay.ts';
import { scenarioOfFaults } from './toScenario.ts';

export const faultsFormat: RecordFormat = {
  name: 'page faults',
  needsSequences: false,
  recognizes: (reader) => reader.has('ops') && reader.has('exporter') && !reader.has('init'),
  replay(json, { kernel }) {
    const read = readFaultRecord(json);
    if (!read.ok) return read;
    const { record } = read;
    return {
      ok: true,
      id: record.id,
      outcome: outcomeOf(replayFaults(record, kernel)),
      scenarios: () => [scenarioOfFaults(record, kernel)],
    };
  },
};
