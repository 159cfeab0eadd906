/**
 * What could be written at a place of a text, the likeliest first, each with a line of explanation. Pure and
 * total: an editor shows it, tests need none.
 */
import { declarationOptions, lineOptions } from './completionLines.ts';
import { argumentOptions, clauseOptions, verbOptions } from './completionOperations.ts';
import { type Site, siteAt } from './completionSite.ts';
import type { CompletionOption } from './completionOption.ts';

export interface Completions {
  /** Where the word begins that an option replaces, up to the cursor. */
  readonly from: number;
  /** The likeliest first. */
  readonly options: readonly CompletionOption[];
  /** Whether something must stand here: worth offering before anything is typed. */
  readonly isNeeded: boolean;
}

/** What could be written at an offset; null where anything or nothing can. Never throws. */
export function completionsAt(text: string, offset: number): Completions | null {
  const site = siteAt(text, offset);
  if (!site) return null;
  const head = /^\s*((?:[A-Za-z_][\w-]*)?(?:@\w*)?)$/.exec(site.before + site.word)?.[1];
  if (head !== undefined) {
    const from = site.from + site.word.length - head.length;
    return completions(from, lineOptions(site, head), head.includes('@'));
  }
  const options = optionsIn(site);
  return completions(site.from, options, site.word !== '' || site.isOpen());
}

function completions(
  from: number,
  options: readonly CompletionOption[],
  isNeeded: boolean,
): Completions | null {
  return options.length === 0 ? null : { from, options, isNeeded };
}

function optionsIn(site: Site): readonly CompletionOption[] {
  const { line, parts } = site;
  if (line.kind === 'declaration') return declarationOptions(site);
  if (line.clauses.length > 0) return clauseOptions(site);
  if (parts === null) return [];
  const verbs = verbOptions(site, parts);
  return parts.form === null ? verbs : [...argumentOptions(site, parts, parts.form), ...verbs];
}
