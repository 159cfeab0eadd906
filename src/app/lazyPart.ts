/**
 * Parts of the page that the first picture does without: each is a chunk of its own, fetched when it is
 * shown first, or when the page has nothing else to do. Meanwhile the page does not count as idle.
 */
import { lazy, type ComponentType } from 'react';

let loading = 0;
const loaders: (() => Promise<unknown>)[] = [];

/** Whether no part is on its way. */
export function arePartsHere(): boolean {
  return loading === 0;
}

/** A component that is loaded by `load` when it is needed first. */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let started: Promise<{ default: ComponentType<Props> }> | null = null;
  const begin = () => {
    started ??= track(load()).then((component) => ({ default: component }));
    return started;
  };
  loaders.push(begin);
  return lazy(begin);
}

/** Fetches all parts, so that showing one later takes no time. */
export function loadAllParts(): void {
  for (const begin of loaders) begin().catch(() => undefined);
}

function track<T>(work: Promise<T>): Promise<T> {
  loading++;
  // The frame after the next one has it on screen.
  const end = () => requestAnimationFrame(() => requestAnimationFrame(() => loading--));
  work.then(end, end);
  return work;
}
