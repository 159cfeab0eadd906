/**
 * VMAs are cut where a call concerns a part of them, and become one again where neighbours are alike
 * [mm/vma.c: __split_vma, vma_modify, vma_merge_existing_range, vma_merge_new_range].
 */
import { emit, setVma, takeId, type Draft } from '../../draft.ts';
import type { Vma } from '../../state.ts';
import { getReference, putReference } from '../dmaBuf.ts';
import {
  endOfVma,
  fileOffsetOf,
  findVma,
  isPfnMap,
  profileOfVma,
  renameTranslations,
  tellExporter,
  vmasIn,
  withoutFirst,
} from './vmas.ts';

/** What changes of a VMA when it gets other rights or advice. */
export type VmaChange = Partial<Pick<Vma, 'readable' | 'writable' | 'executable' | 'advice'>>;

function pagesBefore(draft: Draft, vma: Vma, address: number): number {
  return (address - vma.address) / draft.state.setup.platform.pageSize;
}

/** Cuts a VMA in two at an address inside it; the new one is the part below, or that from the address on. */
export function splitVma(
  draft: Draft,
  id: number,
  address: number,
  newOne: 'below' | 'above',
  by: string,
): void {
  const vma = findVma(draft, id);
  if (!vma) return;
  const at = pagesBefore(draft, vma, address);
  const fresh = takeId(draft);
  const lower: Vma = {
    ...vma,
    ptes: vma.ptes.slice(0, at),
    ...(newOne === 'below' ? { id: fresh } : {}),
  };
  const upper: Vma = {
    ...withoutFirst(draft, vma, at),
    ...(newOne === 'above' ? { id: fresh } : {}),
  };
  draft.state.vmas = draft.state.vmas.flatMap((one) => (one.id === id ? [lower, upper] : [one]));
  renameTranslations(draft, id, (page) =>
    page < at ? { vma: lower.id, page } : { vma: upper.id, page: page - at },
  );
  emit(draft, 'vma.split', {
    label: `${vma.name}: VMA of ${vma.ptes.length} pages cut after ${at}`,
    to: { kind: 'pte', vma: id },
    facts: { pages: vma.ptes.length, at },
  });
  if (vma.buffer >= 0) getReference(draft, vma.buffer, null);
  tellExporter(draft, 'vma.open', newOne === 'below' ? lower : upper, by);
}

/** Whether two VMAs that lie next to each other could be one. */
function areAlike(draft: Draft, left: Vma, right: Vma): boolean {
  return (
    !isPfnMap(draft, left) &&
    left.process === right.process &&
    left.buffer === right.buffer &&
    left.memfd === right.memfd &&
    left.private === right.private &&
    left.mayWrite === right.mayWrite &&
    left.readable === right.readable &&
    left.writable === right.writable &&
    left.executable === right.executable &&
    left.advice.join() === right.advice.join() &&
    endOfVma(draft, left) === right.address &&
    fileOffsetOf(left) + left.ptes.length === fileOffsetOf(right)
  );
}

/** Moves the border between two neighbours; one of them may lose all and go. `kept` is told apart by its id. */
function moveBorder(draft: Draft, left: Vma, right: Vma, address: number): void {
  const hasCopies = left.hasCopies || right.hasCopies;
  const all = [...left.ptes, ...right.ptes];
  const at = pagesBefore(draft, left, address);
  const border = left.ptes.length;
  const shift = at - border;
  const lower: Vma = { ...left, hasCopies, ptes: all.slice(0, at) };
  const grown: Vma = { ...left, ...pick(right), hasCopies, ptes: all };
  const upper = withoutFirst(draft, grown, at);
  renameTranslations(draft, right.id, (page) =>
    page < shift ? { vma: left.id, page: page + border } : { vma: right.id, page: page - shift },
  );
  if (shift < 0)
    renameTranslations(draft, left.id, (page) =>
      page < at ? { vma: left.id, page } : { vma: right.id, page: page - at },
    );
  const now = [lower, upper].filter(({ ptes }) => ptes.length > 0);
  draft.state.vmas = draft.state.vmas.flatMap((one) => {
    if (one.id === left.id) return now.filter(({ id }) => id === left.id);
    return one.id === right.id ? now.filter(({ id }) => id === right.id) : [one];
  });
  emit(draft, 'vma.merge', {
    label: now.length === 1 ? 'two neighbours are one VMA' : 'a VMA gives pages to its neighbour',
    to: { kind: 'pte', vma: now[0]?.id ?? left.id },
    facts: { pages: all.length },
  });
  if (now.length === 1 && left.buffer >= 0) putReference(draft, left.buffer, null);
}

/** What a VMA has of its own, whatever pages it shows. */
const pick = ({ id, name, readable, writable, executable, advice }: Vma) => ({
  ...{ id, name, readable, writable, executable, advice },
});

/**
 * vma_modify_flags: pages [start, end) of a VMA get other rights or advice. They join a neighbour that is alike,
 * or are cut out. A VMA whose exporter counts VMAs is never taken away by that.
 */
export function modifyVma(
  draft: Draft,
  id: number,
  start: number,
  end: number,
  change: VmaChange,
  by: string,
): void {
  const vma = findVma(draft, id);
  if (!vma) return;
  const vmaEnd = endOfVma(draft, vma);
  if (joinNeighbours(draft, vma, start, end, change)) return;
  if (vma.address < start) splitVma(draft, id, start, 'below', by);
  if (end < vmaEnd) splitVma(draft, id, end, 'above', by);
  setVma(draft, id, change);
}

function joinNeighbours(
  draft: Draft,
  vma: Vma,
  start: number,
  end: number,
  change: VmaChange,
): boolean {
  const isLeft = start === vma.address;
  const isRight = end === endOfVma(draft, vma);
  if (isLeft && isRight && profileOfVma(draft, vma).countsVmas) return false;
  const skipped = pagesBefore(draft, vma, start);
  const part: Vma = {
    ...withoutFirst(draft, vma, skipped),
    ptes: vma.ptes.slice(skipped, pagesBefore(draft, vma, end)),
    ...change,
  };
  const near = vmasIn(draft, vma.process, vma.address - 1, endOfVma(draft, vma) + 1);
  const previous = isLeft ? near.find((one) => areAlike(draft, one, part)) : undefined;
  const next = isRight ? near.find((one) => areAlike(draft, part, one)) : undefined;
  if (previous) {
    moveBorder(draft, previous, vma, end);
    const grown = findVma(draft, previous.id);
    if (next && grown && isLeft) moveBorder(draft, grown, next, endOfVma(draft, next));
  } else if (next) moveBorder(draft, vma, next, start);
  return previous !== undefined || next !== undefined;
}

/**
 * vma_merge_new_range: a mapping that is about to be made becomes part of a neighbour that is alike, and its
 * exporter is not even asked. Returns whether it did.
 */
export function joinNewVma(draft: Draft, planned: Vma): boolean {
  if (isPfnMap(draft, planned)) return false;
  const near = vmasIn(draft, planned.process, planned.address - 1, endOfVma(draft, planned) + 1);
  const previous = near.find((one) => areAlike(draft, one, planned));
  const next = near.find((one) => areAlike(draft, planned, one));
  if (!previous && !next) return false;
  const fresh: Vma = { ...planned, id: takeId(draft) };
  if (fresh.buffer >= 0) getReference(draft, fresh.buffer, null);
  draft.state.vmas = [...draft.state.vmas, fresh];
  if (previous) moveBorder(draft, previous, fresh, endOfVma(draft, fresh));
  const grown = findVma(draft, previous?.id ?? fresh.id);
  if (!next || !grown) return true;
  // Taking a counted VMA away would need its exporter's consent.
  if (!previous) moveBorder(draft, grown, next, grown.address);
  else if (!profileOfVma(draft, next).countsVmas)
    moveBorder(draft, grown, next, endOfVma(draft, next));
  return true;
}
