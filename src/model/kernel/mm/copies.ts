/** Private copies of pages: a write to a private mapping makes one [mm/memory.c: do_cow_fault, wp_page_copy]. */
import { emit, setVma, type Draft } from '../../draft.ts';
import { bufferByteAt, frameAddress } from '../../hardware/layout.ts';
import { newestCells } from '../../hardware/memory.ts';
import { takeFrame } from '../../hardware/takeFrame.ts';
import type { Cell, Vma } from '../../state.ts';
import { judgeRead } from '../../violations/raise.ts';
import { loadCells } from '../cpuAccess.ts';
import { checkCpuAccess } from '../ownership.ts';
import { isPresent, rangePart, sendPte, setPteCopy } from './ptes.ts';
import { flushEverywhere } from './tlb.ts';

/** The content of a page as the kernel, on a CPU, reads it through its linear map. */
function readPage(draft: Draft, cpu: number, process: string, frame: number): readonly Cell[] {
  const { pageSize } = draft.state.setup.platform;
  const address = frameAddress(draft.state, frame, 0);
  const bytes = bufferByteAt(draft.state, address);
  const range = bytes && { ...bytes, length: pageSize };
  if (range) checkCpuAccess(draft, range, false, process);
  const cells = loadCells(draft, cpu, address, pageSize, 'WB');
  if (!range) return cells;
  const newest = newestCells(draft.state, range.buffer, range.start, range.length);
  judgeRead(draft, range, cells, newest, `by CPU ${cpu}, which copies the page`);
  return cells;
}

/** Copies a page to a frame of the process's own; gives that frame. */
export function copyPage(
  draft: Draft,
  cpu: number,
  vma: Vma,
  page: number,
  source: number,
): number {
  const { lineSize } = draft.state.setup.platform;
  const cells = readPage(draft, cpu, vma.process, source);
  const lines = Array.from({ length: cells.length / lineSize }, (_, line) =>
    cells.slice(line * lineSize, (line + 1) * lineSize),
  );
  const frame = takeFrame(draft, lines);
  setVma(draft, vma.id, { hasCopies: true });
  emit(draft, 'page.copy', {
    label: `page ${vma.pageOffset + page} copied for ${vma.process}`,
    from: { kind: 'memory' },
    to: { kind: 'memory' },
    ...rangePart(draft, vma, page),
    facts: { page, frame },
  });
  return frame;
}

/** Whether any other entry shows this frame. */
function isUsedElsewhere(draft: Draft, vma: Vma, page: number, frame: number): boolean {
  return draft.state.vmas.some((other) =>
    other.ptes.some(
      (pte, index) =>
        pte.frame === frame && isPresent(pte.state) && !(other.id === vma.id && index === page),
    ),
  );
}

/** do_wp_page: a write to a page of a private mapping that is there, read-only. */
export function writeProtectFault(draft: Draft, cpu: number, vma: Vma, page: number): void {
  const pte = vma.ptes[page];
  if (!pte || pte.frame === null) return;
  const isLast = pte.copy !== undefined && !isUsedElsewhere(draft, vma, page, pte.frame);
  if (isLast) {
    setPteCopy(draft, vma.id, page, 'own');
    sendPte(draft, vma.id, page, 'allowWriting');
    noteWritable(draft, vma, page);
  } else {
    const frame = copyPage(draft, cpu, vma, page, pte.frame);
    sendPte(draft, vma.id, page, 'copy', { frame, copy: 'own' });
    emit(draft, 'pte.insert', {
      label: `PTE of page ${vma.pageOffset + page} leads to the copy`,
      from: { kind: 'memory' },
      to: { kind: 'pte', vma: vma.id },
      ...rangePart(draft, vma, page),
      facts: { page, writable: true, type: vma.type },
    });
  }
  flushEverywhere(draft, cpu, vma, [page]);
}

function noteWritable(draft: Draft, vma: Vma, page: number): void {
  emit(draft, 'pte.protect', {
    label: `PTE of page ${vma.pageOffset + page}: writable`,
    to: { kind: 'pte', vma: vma.id },
    ...rangePart(draft, vma, page),
    facts: { page, rights: 'writable' },
  });
}
