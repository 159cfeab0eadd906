/** mremap(2): a mapping shrinks where it is, or grows, which dma-bufs mostly refuse [mm/mremap.c]. */
import { emit, takeId, type Draft } from '../draft.ts';
import { getReference } from '../kernel/dmaBuf.ts';
import { refuse } from '../kernel/refuse.ts';
import { addressOf, findRange, findRoom, nameRange } from '../kernel/mm/addresses.ts';
import { isAligned, pageAlign } from '../kernel/mm/numbers.ts';
import {
  renameTranslations,
  tellExporter,
  endOfVma,
  isPfnMap,
  vmaAt,
  vmasIn,
} from '../kernel/mm/vmas.ts';
import { flushEverywhere } from '../kernel/mm/tlb.ts';
import { splitVma } from '../kernel/mm/splitMerge.ts';
import { removeVma, unmapRange } from '../kernel/mm/unmap.ts';
import type { OperationResult } from '../result.ts';
import type { Pte, Vma } from '../state.ts';
import type { MmAction } from '../vocabulary/mm.ts';
import { syscall } from './syscall.ts';

const mayMove = 1;
const fixed = 2;
const dontUnmap = 4;

type Mremap = Extract<MmAction, { do: 'mremap' }>;

/** mremap(2). Growing in place never works: above a mapping lies another, as mappings are made downward. */
export function mremap(
  draft: Draft,
  process: string,
  cpu: number,
  action: Mremap,
): OperationResult {
  return syscall(draft, `mremap(${action.at.base}+${action.at.offset})`, () => {
    const start = addressOf(draft, process, action.at);
    const oldLength = Number(pageAlign(draft, action.oldLength));
    const newLength = Number(pageAlign(draft, action.newLength));
    const refused = refusedArguments(draft, action, start, oldLength, newLength);
    if (refused) return refused;
    const vma = vmaAt(draft, process, start);
    if (!vma) return refuse(draft, 'EFAULT', 'nothing is mapped there');
    if ((action.flags & dontUnmap) !== 0 && isPfnMap(draft, vma))
      return refuse(draft, 'EINVAL', 'such a mapping cannot leave an empty one behind');
    if (oldLength > newLength)
      unmapRange(draft, process, cpu, start + newLength, start + oldLength);
    if (oldLength >= newLength) return { kind: 'ok', value: start, faults: 0 };
    return (
      refusedGrowth(draft, action, vma, start, oldLength) ??
      grow(draft, cpu, action, vma, start, oldLength, newLength)
    );
  });
}

function refusedArguments(
  draft: Draft,
  { flags }: Mremap,
  start: number,
  oldLength: number,
  newLength: number,
): OperationResult | null {
  if ((flags & ~(mayMove | fixed | dontUnmap)) !== 0)
    return refuse(draft, 'EINVAL', 'flags that are not known');
  if ((flags & fixed) !== 0 || ((flags & dontUnmap) !== 0 && (flags & mayMove) === 0))
    return refuse(draft, 'EINVAL', 'flags that do not go together');
  if ((flags & dontUnmap) !== 0 && oldLength !== newLength)
    return refuse(draft, 'EINVAL', 'what stays behind has the same length');
  if (!isAligned(draft, start)) return refuse(draft, 'EINVAL', 'the address is not that of a page');
  return newLength === 0 ? refuse(draft, 'EINVAL', 'nothing would be left') : null;
}

/** check_prep_vma: what keeps a VMA from growing. */
function refusedGrowth(
  draft: Draft,
  { flags }: Mremap,
  vma: Vma,
  start: number,
  oldLength: number,
): OperationResult | null {
  if (oldLength === 0 && vma.private)
    return refuse(draft, 'EINVAL', 'a private mapping cannot be had twice');
  if (oldLength > endOfVma(draft, vma) - start) return refuse(draft, 'EFAULT', 'more than one VMA');
  // VM_DONTEXPAND: there is nothing behind the end of such a mapping.
  if (isPfnMap(draft, vma)) return refuse(draft, 'EFAULT', 'the mapping may not grow');
  return (flags & mayMove) === 0
    ? refuse(draft, 'ENOMEM', 'there is no room to grow in place')
    : null;
}

/** move_vma: the mapping goes where there is room, with its entries; behind its old end it has none. */
function grow(
  draft: Draft,
  cpu: number,
  { at }: Mremap,
  vma: Vma,
  start: number,
  oldLength: number,
  newLength: number,
): OperationResult {
  const { pageSize } = draft.state.setup.platform;
  const { process } = vma;
  const address = findRoom(draft, process, newLength);
  const skipped = (start - vma.address) / pageSize;
  const empty: Pte = { state: 'absent', frame: null };
  const pages = newLength / pageSize;
  const id = takeId(draft);
  const moved: Vma = {
    ...{ ...vma, id, address, pageOffset: vma.pageOffset + skipped },
    ptes: Array.from({ length: pages }, () => empty),
  };
  draft.state.vmas = [...draft.state.vmas, moved];
  if (vma.buffer >= 0) getReference(draft, vma.buffer, null);
  tellExporter(draft, 'vma.open', moved, process);
  emit(draft, 'vma.move', {
    label: `${vma.name} goes to 0x${address.toString(16)}`,
    from: { kind: 'pte', vma: vma.id },
    to: { kind: 'pte', vma: id },
    facts: { pages },
  });
  if (oldLength > 0) moveOut(draft, cpu, process, start, start + oldLength, id);
  const range = findRange(draft, process, at.base);
  if (range && range.address === start)
    nameRange(draft, process, { ...range, address, length: newLength });
  return { kind: 'ok', value: address, faults: 0 };
}

/** move_page_tables: the entries of a range belong to another VMA, and the old one goes. */
function moveOut(
  draft: Draft,
  cpu: number,
  process: string,
  start: number,
  end: number,
  to: number,
): void {
  const first = vmaAt(draft, process, start);
  if (first && first.address < start) splitVma(draft, first.id, start, 'below', process);
  const whole = vmaAt(draft, process, start);
  if (whole && endOfVma(draft, whole) > end) splitVma(draft, whole.id, end, 'above', process);
  const [old] = vmasIn(draft, process, start, end);
  if (!old) return;
  flushEverywhere(draft, cpu, old, [...old.ptes.keys()]);
  const { ptes } = old;
  draft.state.vmas = draft.state.vmas.map((vma) =>
    vma.id === to ? { ...vma, ptes: vma.ptes.map((pte, page) => ptes[page] ?? pte) } : vma,
  );
  renameTranslations(draft, old.id, (page) => ({ vma: to, page }));
  removeVma(draft, old);
}
