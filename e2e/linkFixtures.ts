/** Links of every form that was given out, as test/links keeps them. */
import { readdirSync, readFileSync } from 'node:fs';

interface Fixture {
  readonly link: string;
  readonly shows: Readonly<Record<string, unknown>>;
}

/** One link in four of every form that was given out; linkFixtures.test.ts opens all of them without a page. */
export function someFixtures(): readonly Fixture[] {
  const names = readdirSync('test/links').filter((name) => name.endsWith('.json'));
  return names.flatMap((name) => {
    const file: { readonly links: readonly Fixture[] } = JSON.parse(
      readFileSync(`test/links/${name}`, 'utf8'),
    );
    return file.links.filter(({ link }, i) => i % 4 === 1 && !link.includes('play=1'));
  });
}
