/** Loads and stores of a userspace thread through its mappings, and the signals that they draw. */
import { emit, type Draft } from '../draft.ts';
import { switchTo } from '../hardware/cacheFlush.ts';
import { bufferByteAt, frameAddress } from '../hardware/layout.ts';
import { loadPlain, store } from '../kernel/cpuAccess.ts';
import { checkExplicitAccess } from '../kernel/exporters/splitWindow.ts';
import { addressOf, findRange } from '../kernel/mm/addresses.ts';
import { endOfVma, findVma, vmaAt } from '../kernel/mm/vmas.ts';
import { notMapped, translate } from '../kernel/mm/walk.ts';
import { bufferSize } from '../kernel/named.ts';
import type { ByteRange } from '../microEvent.ts';
import type { OperationResult } from '../result.ts';
import type { TlbEntry, Vma } from '../state.ts';
import { raise } from '../violations/raise.ts';
import {
  accessPart,
  beginAccess,
  checkAccess,
  endAccess,
  type Access,
  type AccessAction,
} from './access.ts';

/** A userspace access under way. */
interface Walked {
  readonly access: Access;
  readonly process: string;
  /** Virtual address up to which the bytes were held against the rules already. */
  checkedTo: number;
}

/** Reads or writes through a mapping of the process. What was done before a signal stays done. */
export function accessMapping(
  draft: Draft,
  process: string,
  cpu: number,
  action: AccessAction,
): OperationResult {
  const { pageSize } = draft.state.setup.platform;
  if (!findRange(draft, process, action.at.base)) {
    const reason = `${action.at.base} is not mapped in ${process}`;
    return signal(draft, 'SIGSEGV', notMapped, reason, undefined);
  }
  switchTo(draft, cpu, process);
  const start = addressOf(draft, process, action.at);
  const walked: Walked = {
    access: beginAccess(draft, action, cpu, process),
    ...{ process, checkedTo: start },
  };
  for (let accessed = 0; accessed < action.length;) {
    const at = start + accessed;
    const take = Math.min(pageSize - (at % pageSize), action.length - accessed);
    const signalled = accessPage(draft, walked, at, take, start + action.length);
    if (signalled) return signalled;
    accessed += take;
  }
  return endAccess(draft, walked.access);
}

/** `length` bytes of one page, from virtual address `at` on. Returns a result only for a signal. */
function accessPage(
  draft: Draft,
  walked: Walked,
  at: number,
  length: number,
  end: number,
): OperationResult | null {
  const { pageSize } = draft.state.setup.platform;
  const { access, process } = walked;
  const { cpu } = access;
  const isWrite = access.action.do === 'write';
  const vma = vmaAt(draft, process, at);
  if (!vma) return signal(draft, 'SIGSEGV', notMapped, 'nothing is mapped there', undefined);
  const page = Math.floor((at - vma.address) / pageSize);
  const walk = translate(draft, cpu, vma.id, page, isWrite);
  if (walk.kind === 'signal')
    return signal(draft, walk.signal, walk.code, walk.reason, findVma(draft, vma.id));
  const offset = at % pageSize;
  const range = shownBytes(draft, vma, walk.entry, offset, length);
  if (walk.isStale) {
    const outcome = `CPU ${cpu} ${isWrite ? 'writes' : 'reads'} through a translation whose PTE is cleared`;
    raise(draft, { rule: 'stale-tlb', bytes: range, outcome });
  }
  const address = frameAddress(draft.state, walk.entry.frame, offset);
  if (!range) {
    accessOwn(draft, access, address, length);
    return null;
  }
  if (at >= walked.checkedTo) check(draft, walked, vma, range, walk.entry, at, end);
  accessPart(draft, access, range, address, walk.entry.type, vma.id);
  return null;
}

/** Bytes of a buffer that a translation leads to; null where it leads to memory of the process. */
function shownBytes(
  draft: Draft,
  vma: Vma,
  { frame, page }: TlbEntry,
  offset: number,
  length: number,
): ByteRange | null {
  const { pageSize } = draft.state.setup.platform;
  const own = vma.pageOffset + page;
  const mapped = { buffer: vma.buffer, start: own * pageSize + offset, length };
  if (vma.buffer >= 0 && draft.state.buffers[vma.buffer]?.frames[own] === frame) return mapped;
  const bytes = bufferByteAt(draft.state, frameAddress(draft.state, frame, offset));
  if (bytes) return { ...bytes, length };
  // A stale translation to where the buffer was before it moved is still an access to the buffer.
  const isCopy = vma.hasCopies || vma.buffer < 0;
  return isCopy ? null : mapped;
}

/** Holds as much of the access as lies together against the rules, at its first byte there. */
function check(
  draft: Draft,
  walked: Walked,
  vma: Vma,
  range: ByteRange,
  { type }: TlbEntry,
  at: number,
  end: number,
): void {
  // Bytes past the end of the mapping will not be touched; where pages may be copies each counts by itself.
  const isWhole = !vma.hasCopies && range.buffer === vma.buffer && !vma.private;
  const reached = isWhole ? Math.min(end, endOfVma(draft, vma)) : at + range.length;
  const bytes = { ...range, length: reached - at };
  if (vma.explicit) {
    const isWrite = walked.access.action.do === 'write';
    checkExplicitAccess(draft, bytes, isWrite, walked.process);
  }
  checkAccess(draft, walked.access, bytes, type);
  walked.checkedTo = reached;
}

/** Memory of the process itself: no device reaches it, so that nothing there is ever stale. */
function accessOwn(
  draft: Draft,
  { action, cpu, writeId, cells, newest }: Access,
  address: number,
  length: number,
): void {
  if (action.do === 'write') {
    store(draft, cpu, address, length, action.value, writeId, 'WB');
    return;
  }
  for (const cell of loadPlain(draft, cpu, address, length)) {
    cells.push(cell);
    newest.push(cell);
  }
}

function signal(
  draft: Draft,
  which: 'SIGBUS' | 'SIGSEGV',
  code: number,
  reason: string,
  vma: Vma | undefined,
): OperationResult {
  const isOfBuffer = vma !== undefined && vma.buffer >= 0;
  raise(draft, {
    rule: which === 'SIGBUS' ? 'sigbus' : 'sigsegv',
    bytes: isOfBuffer
      ? { buffer: vma.buffer, start: 0, length: bufferSize(draft, vma.buffer) }
      : null,
    outcome: reason,
  });
  emit(draft, 'signal', { label: `${which}: ${reason}`, facts: { signal: which, reason, code } });
  return { kind: 'signal', signal: which, code, reason };
}
