/**
 * dma-buf objects: references and release [drivers/dma-buf/dma-buf.c], and how the kernel refuses.
 */
import { removeAt } from '../../base/arrays.ts';
import { emit, setBuffer, type Draft } from '../draft.ts';
import type { Errno, OperationResult } from '../result.ts';
import type { DmaBuf } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { bufferName, bufferSize, exporterName } from './named.ts';

export const done: OperationResult = { kind: 'ok', value: null, faults: 0 };

/** A refusal by the kernel: noted as an event, returned as a result. */
export function refuse(draft: Draft, errno: Errno, reason: string): OperationResult {
  emit(draft, 'refused', { label: `-${errno}: ${reason}`, facts: { errno, reason } });
  return { kind: 'errno', errno, reason };
}

/** Takes a reference to a buffer's dma_buf; exports it where there is none. */
export function getReference(draft: Draft, buffer: number, importer: number | null): void {
  const old = draft.state.buffers[buffer]?.dmaBuf ?? { references: 0, importers: [] };
  const importers = importer === null ? old.importers : [...old.importers, importer];
  const dmaBuf: DmaBuf = { references: old.references + 1, importers };
  setBuffer(draft, buffer, { dmaBuf });
  emit(draft, 'ref.get', {
    label: `${bufferName(draft, buffer)}: ${dmaBuf.references} ${dmaBuf.references === 1 ? 'reference' : 'references'}`,
    facts: { references: dmaBuf.references },
  });
}

/** Drops a reference; the last one releases. */
export function putReference(draft: Draft, buffer: number, importer: number | null): void {
  const old = draft.state.buffers[buffer]?.dmaBuf;
  if (!old) return;
  const index = importer === null ? -1 : old.importers.indexOf(importer);
  const importers = index < 0 ? old.importers : removeAt(old.importers, index);
  const references = old.references - 1;
  setBuffer(draft, buffer, { dmaBuf: { references, importers } });
  emit(draft, 'ref.put', {
    label: `${bufferName(draft, buffer)}: ${references} ${references === 1 ? 'reference' : 'references'}`,
    facts: { references },
  });
  if (references === 0) release(draft, buffer);
}

function release(draft: Draft, buffer: number): void {
  const left = draft.state.attachments.filter((a) => a.buffer === buffer);
  if (left.length > 0) {
    raise(draft, {
      rule: 'release-with-attachments',
      bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
      outcome: `${left.length} ${left.length === 1 ? 'attachment is' : 'attachments are'} left`,
    });
  }
  const released = (draft.state.buffers[buffer]?.released ?? 0) + 1;
  setBuffer(draft, buffer, { dmaBuf: null, released });
  emit(draft, 'release', {
    label: `${exporterName(draft, buffer)}_release(${bufferName(draft, buffer)})`,
    facts: { released },
  });
}
