/**
 * Where the files of the site are, seen from a page in `scenarios/`. With the address of the site they are
 * absolute, as those need it who read a page elsewhere; without it they are relative.
 */
import type { Cursor } from '../history/cursor.ts';
import { encodeLink } from '../history/link.ts';
import { emptyLink } from '../history/linkFormat.ts';

export interface Addresses {
  /** Address of the site, ending with `/`; null: it is not known when the site is built. */
  readonly site: string | null;
}

/** Where the site will be, from what was said; a text says what is wrong with that. */
export function readSiteAddress(text: string | undefined): Addresses | string {
  if (text === undefined || text === '') return { site: null };
  const whole = text.endsWith('/') ? text : `${text}/`;
  const isAddress = /^https?:\/\/[^?#]+$/u.test(whole) && URL.canParse(whole);
  if (!isAddress) return `“${text}” is no address of a site, such as https://example.org/bufscope/`;
  return { site: new URL(whole).href };
}

/** A file beside the page, absolute where that can be. */
export function besideAddress({ site }: Addresses, name: string): string {
  return site === null ? name : `${site}scenarios/${name}`;
}

/** The fragment that opens a scenario at a point; without one, as it opens by itself. */
export function fragmentOf(id: string, at: Cursor | null): string {
  return encodeLink({ ...emptyLink, source: { kind: 'scenario', id }, at });
}

/** Where a page of `scenarios/` is at home; null where that is not known. */
export function homeAddress(addresses: Addresses, name: string): string | null {
  return addresses.site === null ? null : besideAddress(addresses, name);
}
