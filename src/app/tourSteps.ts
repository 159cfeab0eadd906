/** What the tour of the first minute says: at which point of the first scenario, and beside which part of the page. */

export interface TourStep {
  /** Point of the run. */
  readonly at: string;
  /** Parts of the page that it is about, the first that is shown counts. */
  readonly about: readonly string[];
  readonly title: string;
  readonly text: string;
}

export const tourSteps: readonly TourStep[] = [
  {
    at: '3',
    about: ['.panel.room .view-host'],
    title: 'Where every copy is',
    text: 'A row is a cache line of the buffer, a column a place where a copy of it can be. The app wrote A: the newest copy is in CPU 0’s cache, and memory, hatched, has not got it.',
  },
  {
    at: '5',
    about: ['.panel.room .view-host'],
    title: 'Who owns it',
    text: 'The band behind a page has the colour of its owner. The gpu’s driver has mapped the buffer, so the kernel wrote the line back to memory, and now the pages are the gpu’s.',
  },
  {
    at: '5',
    about: ['.transport'],
    title: 'Step through time',
    text: 'Double arrows go by an operation, single ones by every move of the hardware inside it. Back is exact. Keys: Right, Shift Right, Space to play; on a remote Page Down and Page Up.',
  },
  {
    at: '8',
    about: ['[aria-label="Why"]', '.sheet'],
    title: 'What broke, and why',
    text: 'The app wrote B and told nobody; the gpu read what memory had before. Why says which rule was broken, what came of it, and offers the smallest fix.',
  },
  {
    at: '8',
    about: ['.segmented', '.picker'],
    title: 'Make it yours',
    text: 'Run the same on another platform, choose one of the other scenarios, do something else at any point, or edit the script. The address is always a link to exactly what you see.',
  },
];
