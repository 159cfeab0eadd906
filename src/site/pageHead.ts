/** What stands in the head of a static page: how it is called, looks, and shows where somebody links to it. */
import { html, type Html } from './html.ts';
import { cardSize } from './socialCard.ts';

export interface Preview {
  readonly title: string;
  readonly description: string;
  /** Where the page is at home; null: that is not known. */
  readonly address: string | null;
  /** Address of its picture. */
  readonly picture: string;
  /** What is seen on the picture. */
  readonly pictureWords: string;
}

/** What other sites show of a page that is linked to; what a card of X leaves out it takes from the others. */
export function previewTags(preview: Preview): Html {
  const { title, description, address, picture, pictureWords } = preview;
  return html`<meta property="og:type" content="article" />
    <meta property="og:site_name" content="bufscope" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    ${home(address)}<meta property="og:image" content="${picture}" />
    <meta property="og:image:width" content="${cardSize.width}" />
    <meta property="og:image:height" content="${cardSize.height}" />
    <meta property="og:image:alt" content="${pictureWords}" />
    <meta name="twitter:card" content="summary_large_image" /> `;
}

function home(address: string | null): Html | null {
  if (address === null) return null;
  return html`<link rel="canonical" href="${address}" />
    <meta property="og:url" content="${address}" /> `;
}

/** A whole page of `scenarios/`: `head` is what it has besides, `main` its content. */
export function wholePage(
  preview: Preview,
  { head, main }: { readonly head: Html | null; readonly main: Html },
): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${preview.title} · bufscope</title>
        <meta name="description" content="${preview.description}" />
        ${previewTags(preview)}${head}
        <link rel="icon" type="image/svg+xml" href="../favicon.svg" />
        <link rel="stylesheet" href="site.css" />
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header class="top">
          <a class="brand" href="../index.html"
            ><img src="../favicon.svg" width="24" height="24" alt="" />bufscope</a
          >
          <nav aria-label="Site">
            <a href="index.html">All scenarios</a> <a href="../index.html">Workbench</a>
          </nav>
        </header>
        <main id="main">${main}</main>
        <footer class="foot">
          <p>
            bufscope shows how a Linux dma-buf is shared: caches, page tables, IOMMUs and bounce
            buffers, step by step. It is free software under the Apache License 2.0.
          </p>
        </footer>
      </body>
    </html> `.markup;
}
