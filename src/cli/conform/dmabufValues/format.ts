/** Value recordings through dma-buf attachments. */
import { outcomeOf, type RecordFormat } from '../format.ts';
import { readDmabufRecord } from './record.ts';
import { replayDmabuf } from './replay.ts';
import { scenarioOfDmabuf } from './toScenario.ts';

export const dmabufValuesFormat: RecordFormat = {
  name: 'values through dma-buf',
  needsSequences: false,
  recognizes: (reader) => reader.has('init') && reader.has('exporter'),
  replay(json, { kernel }) {
    const read = readDmabufRecord(json);
    if (!read.ok) return read;
    const { record } = read;
    return {
      ok: true,
      id: record.id,
      outcome: outcomeOf(replayDmabuf(record, kernel)),
      scenarios: () => [scenarioOfDmabuf(record, kernel)],
    };
  },
};
