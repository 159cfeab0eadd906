/**
 * Parts of the page that the first picture does without: each is a chunk of its own, fetched when it is
 * shown first, or when the page has nothing else to do. Meanwhile the page does not count as idle.
 */
import { createElement, lazy, useState, type ComponentType } from 'react';

let loading = 0;
const loaders: (() => Promise<unknown>)[] = [];

/** Whether no part is on its way. */
export function arePartsHere(): boolean {
  return loading === 0;
}

/** A component that is loaded by `load` when it is needed first; what is here is drawn at once. */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let here: ComponentType<Props> | null = null;
  let started: Promise<{ default: ComponentType<Props> }> | null = null;
  const begin = () => {
    started ??= track(load()).then((component) => {
      here = component;
      return { default: component };
    });
    return started;
  };
  const Later = lazy(begin);
  loaders.push(begin);
  return function Part(props: Props) {
    const [Component] = useState(() => here ?? Later);
    return createElement(Component, props);
  };
}

/** Fetches all parts, so that showing one later takes no time. One that fails is tried when it is shown. */
export async function loadAllParts(): Promise<void> {
  await Promise.allSettled(loaders.map((begin) => begin()));
}

function track<T>(work: Promise<T>): Promise<T> {
  loading++;
  // The frame after the next one has it on screen.
  const end = () => requestAnimationFrame(() => requestAnimationFrame(() => loading--));
  work.then(end, end);
  return work;
}
