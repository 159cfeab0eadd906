/**
 * Parts of the page that the first picture does without: each is a chunk of its own, fetched when it is
 * shown first, or when the page has nothing else to do. Meanwhile the page does not count as idle. React's own
 * `lazy` would hold back for a third of a second what comes soon after something else that was loading.
 */
import { createElement, useEffect, useState, type ComponentType, type ReactNode } from 'react';

let loading = 0;
const loaders: (() => Promise<unknown>)[] = [];

/** Whether no part is on its way. */
export function arePartsHere(): boolean {
  return loading === 0;
}

/**
 * A component that is loaded by `load` when it is shown first; what is here is drawn at once. Until then there is
 * `meanwhile` in its place. One that cannot be loaded says so, and is tried again when it is shown again.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode = null,
) {
  let here: ComponentType<Props> | null = null;
  let started: Promise<ComponentType<Props>> | null = null;
  const begin = () => {
    started ??= track(load()).then(
      (component) => (here = component),
      (error: unknown) => {
        started = null;
        throw error;
      },
    );
    return started;
  };
  loaders.push(begin);
  return function Part(props: Props) {
    const [Component, setComponent] = useState(() => here);
    const [hasFailed, setFailed] = useState(false);
    useEffect(() => {
      if (Component || hasFailed) return undefined;
      let isShown = true;
      begin().then(
        (component) => isShown && setComponent(() => component),
        () => isShown && setFailed(true),
      );
      return () => {
        isShown = false;
      };
    }, [Component, hasFailed]);
    if (Component) return createElement(Component, props);
    return hasFailed ? createElement(NotHere, { again: () => setFailed(false) }) : meanwhile;
  };
}

/** In the place of a part that could not be loaded. */
function NotHere({ again }: { readonly again: () => void }) {
  return createElement(
    'div',
    { className: 'empty not-here', role: 'alert' },
    createElement('span', null, couldNotLoad),
    createElement('button', { type: 'button', className: 'button', onClick: again }, 'Try again'),
  );
}

/** What is no component: none until `load` has fetched it. */
export interface LazyWork<T> {
  /** Fetches it; null where it cannot be loaded. */
  readonly load: () => Promise<T | null>;
  readonly ifHere: () => T | null;
}

/** A part that does something instead of showing something; where it cannot be loaded the page goes on without. */
export function lazyWork<T>(fetchWork: () => Promise<T>): LazyWork<T> {
  let here: T | null = null;
  let started: Promise<T> | null = null;
  const begin = () => {
    started ??= track(fetchWork()).then(
      (work) => (here = work),
      (error: unknown) => {
        started = null;
        throw error;
      },
    );
    return started;
  };
  loaders.push(begin);
  return {
    load: () => begin().catch(() => null),
    ifHere: () => here,
  };
}

/** The work, fetched when the component is on screen; null until it is here. */
export function useWork<T>(work: LazyWork<T>): T | null {
  const [here, setHere] = useState(() => work.ifHere());
  useEffect(() => {
    work.load().then(
      (loaded) => setHere(() => loaded),
      () => undefined,
    );
  }, [work]);
  return here;
}

const couldNotLoad =
  'This part of bufscope could not be loaded. A reload may help: the address keeps where you are.';

/** Fetches all parts, so that showing one later takes no time. One that fails is tried when it is shown. */
export async function loadAllParts(): Promise<void> {
  await Promise.allSettled(loaders.map((begin) => begin()));
}

/** Resolves when what is drawn now is on screen: in the frame after the next one. */
export function nextPicture(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

function track<T>(work: Promise<T>): Promise<T> {
  loading++;
  const end = () => nextPicture().then(() => loading--);
  work.then(end, end);
  return work;
}
