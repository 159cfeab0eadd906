/** Loads and stores of a userspace thread through its mappings, and the signals that they draw. */
import { emit, type Draft } from '../draft.ts';
import { frameAddress } from '../hardware/layout.ts';
import { findVma, translate } from '../kernel/mm.ts';
import { bufferSize } from '../kernel/named.ts';
import type { OperationResult } from '../result.ts';
import type { Vma } from '../state.ts';
import { raise } from '../violations/raise.ts';
import {
  accessPart,
  beginAccess,
  checkAccess,
  endAccess,
  type Access,
  type AccessAction,
} from './access.ts';
import { findVmaByName } from './lookup.ts';

/** Reads or writes through a mapping of the process. What was done before a signal stays done. */
export function accessMapping(
  draft: Draft,
  process: string,
  cpu: number,
  action: AccessAction,
): OperationResult {
  const { pageSize } = draft.state.setup.platform;
  const vma = findVmaByName(draft, process, action.at.base);
  if (!vma)
    return signal(draft, 'SIGSEGV', `${action.at.base} is not mapped in ${process}`, undefined);
  const access = beginAccess(draft, action, cpu, process);
  for (let accessed = 0; accessed < action.length;) {
    const at = action.at.offset + accessed;
    const take = Math.min(pageSize - (at % pageSize), action.length - accessed);
    const signalled = accessPage(draft, access, vma, at, take);
    if (signalled) return signalled;
    accessed += take;
  }
  return endAccess(draft, access);
}

/** `length` bytes of one page, from byte `at` of the mapping on. Returns a result only for a signal. */
function accessPage(
  draft: Draft,
  access: Access,
  vma: Vma,
  at: number,
  length: number,
): OperationResult | null {
  const { pageSize } = draft.state.setup.platform;
  const { cpu } = access;
  const isWrite = access.action.do === 'write';
  const page = Math.floor(at / pageSize);
  if (at < 0 || page >= vma.ptes.length)
    return signal(draft, 'SIGSEGV', 'past the end of the mapping', vma);
  const walk = translate(draft, cpu, vma.id, page, isWrite);
  if (walk.kind === 'signal')
    return signal(draft, walk.signal, walk.reason, findVma(draft, vma.id));
  const range = { buffer: vma.buffer, start: vma.pageOffset * pageSize + at, length };
  if (walk.isStale) {
    const outcome = `CPU ${cpu} ${isWrite ? 'writes' : 'reads'} through a translation whose PTE is cleared`;
    raise(draft, { rule: 'stale-tlb', bytes: range, outcome });
  }
  if (at === access.action.at.offset) {
    // Bytes past the end of the mapping will not be touched.
    const reached = Math.min(access.action.length, vma.ptes.length * pageSize - at);
    checkAccess(draft, access, { ...range, length: reached }, walk.entry.type);
  }
  const address = frameAddress(draft.state, walk.entry.frame, at % pageSize);
  accessPart(draft, access, range, address, walk.entry.type);
  return null;
}

function signal(
  draft: Draft,
  which: 'SIGBUS' | 'SIGSEGV',
  reason: string,
  vma: Vma | undefined,
): OperationResult {
  raise(draft, {
    rule: which === 'SIGBUS' ? 'sigbus' : 'sigsegv',
    bytes: vma ? { buffer: vma.buffer, start: 0, length: bufferSize(draft, vma.buffer) } : null,
    outcome: reason,
  });
  emit(draft, 'signal', { label: `${which}: ${reason}`, facts: { signal: which, reason } });
  return { kind: 'signal', signal: which, reason };
}
