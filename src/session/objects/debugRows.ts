/** What CONFIG_DMA_API_DEBUG has written down: an entry a mapping, and lines in which several begin. */
import type { DebugEntry } from '../../model/kernel/dmaDebug/types.ts';
import type { State } from '../../model/state.ts';
import {
  bufferNameIn,
  counted,
  deviceNameIn,
  hexFact,
  row,
  type ObjectRow,
  type ObjectSection,
} from './objectRow.ts';

/** One section where the kernel checks; none where it does not. */
export function debugSections(state: State): readonly ObjectSection[] {
  const { dmaDebug } = state;
  if (!dmaDebug) return [];
  const lines = dmaDebug.lines.filter(({ overlaps }) => overlaps > 0);
  const rows = [
    ...dmaDebug.entries.map((entry, i) => entryRow(state, entry, i)),
    ...lines.map(({ line, overlaps }) =>
      row(
        `line ${line}`,
        'line',
        [hexFact(line), counted(overlaps + 1, 'mapping begins', 'mappings begin')],
        {
          tone: 'bad',
        },
      ),
    ),
  ];
  const none = row('none', 'entries', ['none: nothing is mapped']);
  return [
    {
      key: 'dma-debug',
      title: 'DMA-API debug',
      note: 'what map was told, to hold sync and unmap against',
      rows: rows.length === 0 ? [none] : rows,
    },
  ];
}

const checks: Readonly<Record<DebugEntry['mapError'], string>> = {
  notApplicable: '',
  notChecked: 'dma_mapping_error() not called yet',
  checked: 'checked',
};

function entryRow(state: State, entry: DebugEntry, index: number): ObjectRow {
  const { type, device, dmaAddress, physical, size, direction, callEntries, mappedEntries } = entry;
  const { bytes, mapError } = entry;
  return row(
    `entry ${index} ${dmaAddress}`,
    type,
    [
      deviceNameIn(state, device),
      hexFact(dmaAddress),
      `+${size}`,
      dmaAddress !== physical && hexFact(physical),
      direction,
      callEntries > 0 && `${counted(callEntries, 'entry', 'entries')}, mapped as ${mappedEntries}`,
      bytes && `${bufferNameIn(state, bytes.buffer)} from byte ${bytes.start}`,
      checks[mapError],
    ],
    { tone: mapError === 'notChecked' ? 'bad' : 'plain' },
  );
}
