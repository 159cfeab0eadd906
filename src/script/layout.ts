/** Comments and blank lines, kept beside what they stand at so that printing does not lose them. */
import type { DeclarationLayout, DeclarationWord, Layout } from './ast.ts';
import type { Token } from './lines.ts';

/** In the order in which they are printed. */
export const declarationWords: readonly DeclarationWord[] = [
  'title',
  'summary',
  'source',
  'platform',
  'buffer',
  'device',
];

/** The declaration word that a text is; undefined for others. */
export function declarationWord(text: string): DeclarationWord | undefined {
  return declarationWords.find((word) => word === text);
}

/** Gathers lines without meaning until something takes them. */
export interface LayoutCollector {
  blank(): void;
  comment(token: Token): void;
  /** What was gathered since the last time. */
  take(): Layout;
}

export function createLayoutCollector(): LayoutCollector {
  let lines: string[] = [];
  return {
    blank() {
      if (lines.at(-1) !== '') lines.push('');
    },
    comment: (token) => void lines.push(token.text),
    take() {
      const taken = lines;
      lines = [];
      return taken;
    },
  };
}

/** Without a blank line at the beginning: the printer puts one where the steps begin. */
export function trimStart(layout: Layout): Layout {
  return layout[0] === '' ? layout.slice(1) : layout;
}

/** Without a blank line at the end. */
export function trimEnd(layout: Layout): Layout {
  return layout.at(-1) === '' ? layout.slice(0, -1) : layout;
}

/** In printing order, the first without a leading blank line, those that say nothing left out. */
export function tidyDeclarations(layouts: readonly DeclarationLayout[]): DeclarationLayout[] {
  const order = (layout: DeclarationLayout): number => declarationWords.indexOf(layout.word);
  const sorted = layouts.toSorted((a, b) => order(a) - order(b) || a.index - b.index);
  return sorted
    .map((layout, index) => (index === 0 ? { ...layout, above: trimStart(layout.above) } : layout))
    .filter((layout) => layout.above.length > 0 || layout.remark !== null);
}

/** With all comments of the summary above its first line: its lines are broken anew. */
export function mergeSummaryLayout(layouts: readonly DeclarationLayout[]): DeclarationLayout[] {
  const summary = layouts.filter((layout) => layout.word === 'summary');
  const [first] = summary;
  if (!first || summary.length === 1) return [...layouts];
  const above = summary.flatMap((layout, index) =>
    index === 0 ? layout.above : layout.above.filter((line) => line !== ''),
  );
  return [...layouts.filter((layout) => layout.word !== 'summary'), { ...first, above }];
}
