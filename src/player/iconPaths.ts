/** The icons that the workbench and the player share, as paths on a 16 by 16 grid. */
export const iconPaths = {
  first: 'M3.5 3v10M13 3.5 7.5 8l5.5 4.5',
  operationBack: 'M8 3.5 3.5 8 8 12.5M13 3.5 8.5 8l4.5 4.5',
  microBack: 'M10 3.5 5.5 8l4.5 4.5',
  play: 'M5 3v10l8-5z',
  pause: 'M4.5 3.5h2v9h-2zM9.5 3.5h2v9h-2z',
  microForward: 'M6 3.5 10.5 8 6 12.5',
  operationForward: 'M3 3.5 7.5 8 3 12.5M8 3.5 12.5 8 8 12.5',
  flag: 'M3.5 14.5v-13M3.5 2h9l-2.5 3.25L12.5 8.5h-9z',
  open: 'M9.5 2.5h4v4M13.5 2.5l-6 6M6.5 3.5h-4v10h10v-4',
} as const;
