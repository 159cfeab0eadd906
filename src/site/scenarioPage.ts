/**
 * The static page of a built-in scenario: what it is about, its figure at the step that tells most, every step in
 * words, what comes of it elsewhere. Without JavaScript the figure is a still, and all the rest is there.
 */
import { refusalsOf, rulesOf, worstOf } from '../cli/cells.ts';
import { captionOf } from '../figure/figure.ts';
import { printCursor, startCursor } from '../history/cursor.ts';
import type { Replay } from '../history/replay.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import { besideAddress, fragmentOf, homeAddress, type Addresses } from './addresses.ts';
import { html, type Html } from './html.ts';
import { frameMarkup, frameSize, pictureWords } from './oEmbed.ts';
import { wholePage } from './pageHead.ts';
import { stepList } from './steps.ts';
import type { Story } from './story.ts';
import { verdictMark } from './verdictMark.ts';

/** The scenarios before and after, in the order of the catalogue. */
export interface Neighbours {
  readonly before: Story | null;
  readonly after: Story | null;
}

/** The page as text. */
export function scenarioPage(story: Story, near: Neighbours, addresses: Addresses): string {
  const { id, scenario } = story;
  const preview = {
    title: scenario.title,
    description: scenario.summary,
    address: homeAddress(addresses, `${id}.html`),
    picture: besideAddress(addresses, `${id}.png`),
    pictureWords: pictureWords(story),
  };
  const head = html`<link
      rel="alternate"
      type="application/json+oembed"
      href="${besideAddress(addresses, `${id}.json`)}"
      title="${scenario.title}"
    />
    <script type="module" src="../player.js"></script> `;
  const main = html`<article>
      <p class="group"><a href="index.html#${groupAnchor(story.group)}">${story.group}</a></p>
      <h1>${scenario.title}</h1>
      <p class="summary">${scenario.summary}</p>
      ${figure(story)}${ways(story)}
      <section aria-labelledby="steps">
        <h2 id="steps">What happens on ${platformTitle(story.own)}</h2>
        ${stepList(story)}
      </section>
      ${platformTable(story)}${script(story)}${sources(story)}${embedding(story, addresses)}
    </article>
    ${neighbours(near)}`;
  return wholePage(preview, { head, main });
}

/** The place of a group in the list of scenarios. */
export function groupAnchor(group: string): string {
  return group
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
}

function platformTitle({ platform }: Replay): string {
  return findPlatform(platform)?.title ?? platform;
}

function figure(story: Story): Html {
  const { id, own, telling } = story;
  const words = captionOf({ history: own.history, cursor: telling });
  const open = `../index.html#${fragmentOf(id, telling)}`;
  return html`<figure class="still">
    <bufscope-player scenario="${id}" at="${printCursor(telling)}">
      <a href="${open}" title="Step through it in the workbench">
        <picture>
          <source media="(prefers-color-scheme: dark)" srcset="${id}-dark.svg" />
          <img src="${id}.svg" alt="${pictureWords(story)}: ${words}" width="1000" />
        </picture>
      </a>
    </bufscope-player>
    <figcaption>
      Step ${printCursor(telling)} of ${own.history.entries.length} on ${platformTitle(own)}. The
      steps below say what led there.
    </figcaption>
  </figure> `;
}

function ways({ id, telling }: Story): Html {
  return html`<p class="ways">
    <a class="primary" href="../index.html#${fragmentOf(id, startCursor)}">Open in the workbench</a>
    <a href="../index.html#${fragmentOf(id, telling)}"
      >The workbench at step ${printCursor(telling)}</a
    >
    <a href="../embed.html#${fragmentOf(id, telling)}">The figure alone</a>
  </p> `;
}

function platformTable({ id, replays, own }: Story): Html {
  const rows = replays.map((replay) => {
    const refused = refusalsOf(replay).map(({ at, what }) => `${at}: ${what}`);
    const isOwn = replay.platform === own.platform;
    return html`<tr>
      <th scope="row">
        <a href="../index.html#${fragmentOf(id, null)}&amp;platform=${replay.platform}"
          >${platformTitle(replay)}</a
        >${isOwn ? ' (as above)' : null}
      </th>
      <td>${verdictMark(worstOf(replay))}</td>
      <td>${rulesOf(replay).map((rule, i) => html`${i === 0 ? '' : ', '}<code>${rule}</code>`)}</td>
      <td>${refused.join(', ')}</td>
    </tr> `;
  });
  return html`<section aria-labelledby="platforms">
    <h2 id="platforms">The same program elsewhere</h2>
    <p>
      Right: no rule was broken. Luck: a rule was broken, and on this platform nothing came of it.
      Wrong: data went wrong, or a rule was broken that always does harm.
    </p>
    <div class="wide" tabindex="0" role="group" aria-label="Table of platforms">
      <table>
        <thead>
          <tr>
            <th scope="col">Platform</th>
            <th scope="col">Outcome</th>
            <th scope="col">Rules and effects</th>
            <th scope="col">Refused steps</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section> `;
}

function script({ text }: Story): Html {
  return html`<section aria-labelledby="script">
    <h2 id="script">The script</h2>
    <pre tabindex="0" role="group" aria-label="The script"><code>${text.trimEnd()}</code></pre>
  </section> `;
}

function sources({ scenario }: Story): Html | null {
  if (scenario.sources.length === 0) return null;
  return html`<section aria-labelledby="sources">
    <h2 id="sources">Sources</h2>
    <ul>
      ${scenario.sources.map((source) => html`<li>${source}</li> `)}
    </ul>
  </section> `;
}

/** Without the address of the site a frame's markup is right on this site alone, which the page then says. */
function embedding(story: Story, addresses: Addresses): Html {
  const { id, telling } = story;
  const embedSheet = html`<a href="../index.html#${fragmentOf(id, telling)}">the workbench</a>`;
  const note =
    addresses.site === null
      ? html`Put the address of this site before <code>embed.html</code>, or take the lines from
          “Embed” in ${embedSheet}, which knows it.`
      : html`“Embed” in ${embedSheet} has this for other steps and for other kinds of documents.`;
  return html`<section class="embedding" aria-labelledby="embed">
    <h2 id="embed">On a page of your own</h2>
    <p>A figure of ${frameSize.width} by ${frameSize.height} pixels that can be stepped. ${note}</p>
    <pre
      tabindex="0"
      role="group"
      aria-label="Markup of the frame"
    ><code>${frameMarkup(story, addresses)}</code></pre>
  </section> `;
}

function neighbours({ before, after }: Neighbours): Html {
  const link = (story: Story | null, rel: string, words: string): Html | null =>
    story &&
    html`<a rel="${rel}" href="${story.id}.html"
      ><span>${words}</span> ${story.scenario.title}</a
    > `;
  return html`<nav class="neighbours" aria-label="Other scenarios">
    ${link(before, 'prev', 'Before:')}${link(after, 'next', 'Next:')}
  </nav> `;
}
