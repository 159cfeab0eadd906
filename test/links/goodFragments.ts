/** The links of this folder: what good fragments look like. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface FixtureFile {
  readonly links: readonly { readonly link: string }[];
}

export function goodFragments(): readonly string[] {
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
  return names.flatMap((name) => {
    const file: FixtureFile = JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
    return file.links.map(({ link }) => link);
  });
}
