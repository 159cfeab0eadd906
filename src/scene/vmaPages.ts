/**
 * Which pages of processes show a page of a buffer, and which only look as if they did: private copies, pages
 * that a memfd has put in the place of one that it let go.
 */
import type { Pte, State, Vma } from '../model/state.ts';

/** A page of a VMA that stands where a page of a buffer would be seen. */
export interface VmaPage {
  readonly vma: Vma;
  /** Page of the VMA, from its own start. */
  readonly index: number;
  readonly pte: Pte;
  /** 1: it is seen through the upper window of a split file; else 0. */
  readonly window: 0 | 1;
  /** What it shows instead of the buffer's page, with its frame; null: the buffer's page. */
  readonly apart: { readonly what: 'copy' | 'other page'; readonly frame: number } | null;
}

const pagesByState = new WeakMap<State, Map<number, readonly VmaPage[]>>();
/** More pages than a buffer has. */
const mostPages = 2 ** 24;

/** All pages of VMAs for a page of a buffer, in the order of the VMAs; found once a state. */
export function vmaPages(state: State, buffer: number, page: number): readonly VmaPage[] {
  const pages = pagesByState.get(state) ?? new Map<number, readonly VmaPage[]>();
  pagesByState.set(state, pages);
  const key = buffer * mostPages + page;
  const known = pages.get(key);
  if (known) return known;
  const made = findPages(state, buffer, page);
  pages.set(key, made);
  return made;
}

function findPages(state: State, buffer: number, page: number): readonly VmaPage[] {
  return state.vmas.flatMap((vma) => {
    if (vma.buffer === buffer) return ofBuffer(state, vma, page);
    return vma.memfd === undefined ? [] : ofMemfd(state, vma, buffer, page);
  });
}

function ofBuffer(state: State, vma: Vma, page: number): readonly VmaPage[] {
  const frames = state.buffers[vma.buffer]?.frames ?? [];
  const pages = frames.length;
  return ([0, 1] as const).flatMap((window) => {
    const index = page + window * pages - vma.pageOffset;
    const pte = vma.ptes[index];
    const apart = pte && (copyOf(pte) ?? otherThan(pte, frames[page]));
    return pte ? [{ vma, index, pte, window, apart: apart ?? null }] : [];
  });
}

/** A memfd's page is seen beside the page of the udmabuf that it is, or was before a hole parted them. */
function ofMemfd(state: State, vma: Vma, buffer: number, page: number): readonly VmaPage[] {
  const memfd = state.memfds[vma.memfd ?? -1];
  const frames = state.buffers[buffer]?.frames ?? [];
  if (!memfd?.pinnedBy.includes(buffer)) return [];
  const shared = memfd.frames.findIndex((frame) => frame !== null && frames.includes(frame));
  const shift = shared < 0 ? 0 : shared - frames.indexOf(memfd.frames[shared] ?? -1);
  const index = page + shift - vma.pageOffset;
  const pte = vma.ptes[index];
  if (!pte) return [];
  const apart = copyOf(pte) ?? otherThan(pte, frames[page]);
  return [{ vma, index, pte, window: 0, apart }];
}

/** An entry that leads elsewhere than to the page at which it stands. */
function otherThan({ frame, state }: Pte, expected: number | undefined): VmaPage['apart'] {
  return frame !== null && frame !== expected && state.startsWith('present')
    ? { what: 'other page', frame }
    : null;
}

function copyOf({ copy, frame, state }: Pte): VmaPage['apart'] {
  return copy !== undefined && frame !== null && state.startsWith('present')
    ? { what: 'copy', frame }
    : null;
}

/** Key of what stands in one lane of a process: a mapping by name, and the window that it is seen through. */
function laneKey({ vma, window }: Pick<VmaPage, 'vma' | 'window'>): string {
  return `${vma.name}/${window}`;
}

/** The lanes that a process needs for one buffer, in the order of its mappings. */
function lanesFor(state: State, process: string, buffer: number): readonly string[] {
  const pages = state.buffers[buffer]?.frames.length ?? 0;
  const keys = state.vmas
    .filter((vma) => vma.process === process && showsBuffer(state, vma, buffer))
    .flatMap((vma) => {
      const end = vma.pageOffset + vma.ptes.length;
      const lower = vma.buffer < 0 || vma.pageOffset < pages;
      const upper = vma.buffer >= 0 && end > pages;
      return [
        ...(lower ? [laneKey({ vma, window: 0 })] : []),
        ...(upper ? [laneKey({ vma, window: 1 })] : []),
      ];
    });
  return [...new Set(keys)];
}

function showsBuffer(state: State, vma: Vma, buffer: number): boolean {
  return (
    vma.buffer === buffer ||
    (vma.memfd !== undefined && (state.memfds[vma.memfd]?.pinnedBy.includes(buffer) ?? false))
  );
}

/** Lanes of a process: as many as the buffer with the most mappings needs. */
export function laneCount(state: State, process: string): number {
  const counts = state.buffers.map((_, buffer) => lanesFor(state, process, buffer).length);
  return Math.max(0, ...counts);
}

/** Which lane of its process shows a page of a VMA for a buffer; -1: none. */
export function laneOf(
  state: State,
  page: Pick<VmaPage, 'vma' | 'window'>,
  buffer: number,
): number {
  return lanesFor(state, page.vma.process, buffer).indexOf(laneKey(page));
}

/** The page of a buffer at which a page of a VMA is seen; null where it is seen at none. */
export function pageShown(
  state: State,
  vma: Vma,
  index: number,
): { readonly buffer: number; readonly page: number } | null {
  for (const [buffer, { frames }] of state.buffers.entries()) {
    if (!showsBuffer(state, vma, buffer)) continue;
    const page = frames.findIndex((_, each) =>
      vmaPages(state, buffer, each).some((seen) => seen.vma === vma && seen.index === index),
    );
    if (page >= 0) return { buffer, page };
  }
  return null;
}

/** Whether any process may have a page apart: a glance, for most runs have none. */
export function mayHavePagesApart({ vmas, buffers }: State): boolean {
  return vmas.some(({ buffer, memfd, pageOffset, ptes }) => {
    const frames = buffers[buffer]?.frames ?? [];
    return (
      memfd !== undefined ||
      ptes.some(
        ({ frame, state }, i) =>
          frame !== null &&
          state.startsWith('present') &&
          frame !== frames[(pageOffset + i) % frames.length],
      )
    );
  });
}
