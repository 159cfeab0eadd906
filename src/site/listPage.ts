/** The list of all scenarios, by group: what each is about, and a small picture of it. */
import { worstOf } from '../cli/cells.ts';
import { byGroup } from '../scenarios/groups.ts';
import { besideAddress, homeAddress, type Addresses } from './addresses.ts';
import { html, type Html } from './html.ts';
import { wholePage } from './pageHead.ts';
import { groupAnchor } from './scenarioPage.ts';
import type { Story } from './story.ts';
import { verdictMark } from './verdictMark.ts';

/** Name of the picture that stands for the whole site. */
export const sitePicture = 'bufscope.png';

/** What the site is, in a sentence. */
export const siteWords =
  'Watch a Linux dma-buf being shared, step by step: caches, page tables, IOMMUs and bounce buffers, and where each byte goes stale.';

/** The page as text. */
export function listPage(stories: readonly Story[], addresses: Addresses): string {
  const groups = byGroup(stories);
  const preview = {
    title: 'Scenarios',
    description: siteWords,
    address: homeAddress(addresses, 'index.html'),
    picture: besideAddress(addresses, sitePicture),
    pictureWords: 'A figure of bufscope: the copies of each byte of a buffer',
  };
  const main = html`<h1>Scenarios</h1>
    <p class="summary">
      ${stories.length} short programs that share a buffer between a CPU and devices. Each has a
      page with its figure and every step in words, and opens in the workbench, where it can be
      stepped, changed, and run on other machines.
    </p>
    <nav class="groups" aria-label="Groups">
      <ul>
        ${groups.map(({ group }) => html`<li><a href="#${groupAnchor(group)}">${group}</a></li> `)}
      </ul>
    </nav>
    ${groups.map(({ group, entries }) => groupList(group, entries))}`;
  return wholePage(preview, { head: null, main });
}

function groupList(group: string, stories: readonly Story[]): Html {
  const anchor = groupAnchor(group);
  return html`<section aria-labelledby="${anchor}">
    <h2 id="${anchor}">${group}</h2>
    <ul class="cards">
      ${stories.map(card)}
    </ul>
  </section> `;
}

function card({ id, scenario, own }: Story): Html {
  return html`<li>
    <a href="${id}.html">
      <picture>
        <source media="(prefers-color-scheme: dark)" srcset="${id}-dark.svg" />
        <img src="${id}.svg" alt="" width="1000" loading="lazy" />
      </picture>
      <span class="card-title">${scenario.title}</span>
    </a>
    <p>${scenario.summary}</p>
    <p class="card-end">
      ${verdictMark(worstOf(own))} ${own.history.entries.length} steps on ${own.platform}
    </p>
  </li> `;
}
