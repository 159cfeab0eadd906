/** Recordings of what CONFIG_DMA_API_DEBUG complains of, by case. */
import { outcomeOf, type RecordFormat } from '../format.ts';
import { readCase } from './caseRecord.ts';
import { replayCase } from './caseReplay.ts';
import { scenarioOfCase } from './caseScenario.ts';

export const dmaDebugFormat: RecordFormat = {
  name: 'dma-debug by case',
  needsSequences: false,
  recognizes: (reader) => reader.has('complains') && reader.has('steps'),
  replay(json, { kernel }) {
    const read = readCase(json);
    if (!read.ok) return read;
    const { record } = read;
    return {
      ok: true,
      id: record.id,
      outcome: outcomeOf(replayCase(record, kernel)),
      scenarios: () => [scenarioOfCase(record, kernel)],
    };
  },
};
