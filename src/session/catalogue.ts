/** The built-in scenarios as a page has them at hand: all of them, or the one that a link names. */
import type { LinkProblem } from '../history/linkFormat.ts';
import { nearest } from '../script/nearest.ts';
import type { BuiltIn } from './builtIn.ts';

export interface Catalogue {
  readonly find: (id: string) => BuiltIn | undefined;
  /** Ids of all that there are, whether `find` has them or not. */
  readonly ids: readonly string[];
  /** The one that is shown where none is named. */
  readonly first: BuiltIn;
}

/** The id that is shown for a wanted one: itself, else the nearest, else null for the first; and what is wrong. */
export function nearestId(
  wanted: string,
  ids: readonly string[],
): { readonly id: string | null; readonly problem: LinkProblem | null } {
  if (ids.includes(wanted)) return { id: wanted, problem: null };
  const id = nearest(wanted, ids);
  const message = `is no built-in scenario; this is ${id === null ? 'the first one' : `the nearest, ${id}`}`;
  return { id, problem: { key: 'scenario', value: wanted, message } };
}
