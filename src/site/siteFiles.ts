/** Every file of `scenarios/` as text. Whoever writes them decides where, and makes pixels of the pictures. */
import { cliDocument } from '../cli/cliDocument.ts';
import { picturedMachines } from '../cli/picturedMachines.ts';
import { figureSvg, figureWidths, type FigureTools } from '../figure/figure.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import type { PictureTheme } from '../view/svg/drawnStyles.ts';
import { readSiteAddress, type Addresses } from './addresses.ts';
import { listPage, sitePicture, siteWords } from './listPage.ts';
import { oEmbedText } from './oEmbed.ts';
import { previewTags } from './pageHead.ts';
import { scenarioPage, type Neighbours } from './scenarioPage.ts';
import { siteCss } from './siteCss.ts';
import { socialCard } from './socialCard.ts';
import { storyOf, type Story } from './story.ts';

export interface SiteFiles {
  /** Text by its name in `scenarios/`. */
  readonly texts: ReadonlyMap<string, string>;
  /** SVG of what becomes pixels, by the name of the PNG. */
  readonly cards: ReadonlyMap<string, string>;
  /** What the head of the site's own index.html gets. */
  readonly indexTags: string;
}

/** All files; `address` is where the site will be. Throws where that is no address. */
export function siteFiles(address: string | undefined): SiteFiles {
  const addresses = readSiteAddress(address);
  if (typeof addresses === 'string') throw new Error(`BUFSCOPE_URL: ${addresses}`);
  const stories = scenarios.flatMap((entry) => storyOf(entry) ?? []);
  // One document for all pictures: making one takes longer than drawing in it.
  const tools = { document: cliDocument(), machines: picturedMachines() };
  const near = (i: number): Neighbours => ({
    before: stories[i - 1] ?? null,
    after: stories[i + 1] ?? null,
  });
  const texts = new Map([
    ['index.html', listPage(stories, addresses)],
    ['site.css', siteCss],
    ...stories.flatMap((story, i) => filesOf(story, near(i), addresses, tools)),
  ]);
  const [first] = stories;
  const words = { above: 'how a Linux dma-buf is shared', title: siteTitle };
  const siteCard = first ? [[sitePicture, socialCard(first, tools.document, words)] as const] : [];
  const cards = stories.map(
    (story) => [`${story.id}.png`, socialCard(story, tools.document)] as const,
  );
  return { texts, cards: new Map([...siteCard, ...cards]), indexTags: indexTags(addresses) };
}

const siteTitle =
  'Where are the copies of each byte, which are stale, and who owns the buffer now?';

/** The pages and pictures of a story; `near` is what its page leads to. */
function filesOf(
  story: Story,
  near: Neighbours,
  addresses: Addresses,
  tools: FigureTools,
): readonly (readonly [string, string])[] {
  return [
    [`${story.id}.html`, scenarioPage(story, near, addresses)],
    [`${story.id}.svg`, still(story, 'light', tools)],
    [`${story.id}-dark.svg`, still(story, 'dark', tools)],
    [`${story.id}.json`, oEmbedText(story, addresses)],
  ];
}

/** The room at the telling step; every scenario has one. */
function still({ own, telling, scenario }: Story, theme: PictureTheme, tools: FigureTools): string {
  const point = {
    history: own.history,
    cursor: telling,
    selection: null,
    caches: 'lines',
    opened: new Set<string>(),
  } as const;
  const { title } = scenario;
  const options = { view: 'room', theme, width: figureWidths.usual, title } as const;
  return figureSvg(point, options, tools) ?? '';
}

/** index.html lies beside `scenarios/`, not in it. */
function indexTags({ site }: Addresses): string {
  return previewTags({
    title: 'bufscope',
    description: siteWords,
    address: site,
    picture: `${site ?? ''}scenarios/${sitePicture}`,
    pictureWords: siteTitle,
  }).markup;
}
