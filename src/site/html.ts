/**
 * Markup that cannot be broken by what is put into it: every text that a template is given is escaped, and only
 * what another template made stays markup.
 */
import { escapedAnywhere } from '../base/entities.ts';

/** Markup made by `html`. */
export interface Html {
  readonly markup: string;
}

export type HtmlValue = Html | string | number | null | readonly HtmlValue[];

function markupOf(value: HtmlValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapedAnywhere(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(markupOf).join('');
}

/** A template of markup: texts in it are escaped, lists joined, `null` is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const markup = parts.map((part, i) => part + markupOf(values[i] ?? null)).join('');
  return { markup };
}
