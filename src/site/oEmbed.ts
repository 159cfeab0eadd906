/** A scenario as an oEmbed 1.0 answer of type `rich` (https://oembed.com): what other sites put in its place. */
import { printCursor } from '../history/cursor.ts';
import { emptyLink } from '../history/linkFormat.ts';
import { packer } from '../history/pack.ts';
import { frameSnippet } from '../session/embedSnippets.ts';
import { besideAddress, type Addresses } from './addresses.ts';
import { cardSize } from './socialCard.ts';
import type { Story } from './story.ts';

/** Pixels that an embedded figure is given where nobody says otherwise. */
export const frameSize = { width: 800, height: 480 } as const;

/** Markup of a frame that shows a scenario from its telling step: as “Embed” in the workbench writes it. */
export function frameMarkup({ id, scenario, telling }: Story, addresses: Addresses): string {
  const source = { kind: 'scenario', id } as const;
  const link = { ...emptyLink, source, at: telling };
  const base = addresses.site ?? '';
  return frameSnippet({ base, link, title: scenario.title, packer }, frameSize);
}

/** The answer, as the text of its JSON file. */
export function oEmbedText(story: Story, addresses: Addresses): string {
  const answer = {
    version: '1.0',
    type: 'rich',
    title: story.scenario.title,
    provider_name: 'bufscope',
    // A provider without an address of its own has none to give: the field may be left out.
    ...(addresses.site === null ? {} : { provider_url: addresses.site }),
    cache_age: 86_400,
    html: frameMarkup(story, addresses),
    ...frameSize,
    thumbnail_url: besideAddress(addresses, `${story.id}.png`),
    thumbnail_width: cardSize.width,
    thumbnail_height: cardSize.height,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

/** What a picture of the story is called for those who do not see it. */
export function pictureWords({ scenario, own, telling }: Story): string {
  return `${scenario.title}, step ${printCursor(telling)} of ${own.history.entries.length}`;
}
