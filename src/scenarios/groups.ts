/** The headings under which scenarios are listed, in the order in which they are best read: by thread. */
export const scenarioGroups: readonly string[] = [
  'First steps',
  '2011: the first proposal',
  '2012: mmap support',
  '2013: dmabuf-sync and the DMA API',
  '2015: constraints of devices',
  '2017: memory without struct page',
  'Today',
  'From the field',
];

/** Entries by heading: the known ones in their order, then any other as it comes. Empty ones are left out. */
export function byGroup<T extends { readonly group: string }>(
  entries: readonly T[],
): readonly { readonly group: string; readonly entries: readonly T[] }[] {
  const groups = new Set([...scenarioGroups, ...entries.map(({ group }) => group)]);
  return [...groups]
    .map((group) => ({ group, entries: entries.filter((entry) => entry.group === group) }))
    .filter(({ entries: own }) => own.length > 0);
}
