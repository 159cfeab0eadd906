// A Vite plugin for the player: views ask for their style sheets by importing them, which puts these into a page.
// A player adopts them in its shadow tree instead (src/player/styles.ts), so those imports do nothing.

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
