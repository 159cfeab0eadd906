// A Vite plugin: views ask for their style sheets by importing them, which puts these into a page. For what reads
// them as text (`?raw`) instead, those imports do nothing: a player adopts them in its shadow tree
// (src/player/styles.ts), and the static pages are made without a browser (scripts/site.mjs).

/** @returns {import('vite').Plugin} */
export function stylesAsText() {
  const nothing = '\0no-styles';
  return {
    name: 'styles-as-text',
    enforce: 'pre',
    resolveId: (id) => (id.endsWith('.css') ? nothing : null),
    load: (id) => (id === nothing ? '' : null),
  };
}
