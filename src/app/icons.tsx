/** The few icons, drawn on a 16 by 16 grid in the colour of their text. Their buttons carry the words. */
import type { ReactNode } from 'react';
import { iconPaths } from '../player/iconPaths.ts';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** One that is a single line. */
const drawn = (path: string): ReactNode => (
  <Icon>
    <path d={path} />
  </Icon>
);

export const icons = {
  first: drawn(iconPaths.first),
  operationBack: drawn(iconPaths.operationBack),
  microBack: drawn(iconPaths.microBack),
  play: drawn(iconPaths.play),
  pause: drawn(iconPaths.pause),
  microForward: drawn(iconPaths.microForward),
  operationForward: drawn(iconPaths.operationForward),
  last: drawn('M12.5 3v10M3 3.5 8.5 8 3 12.5'),
  pin: drawn('M6 2.5h4M6.75 2.5v4L4.5 9.25h7L9.25 6.5v-4M8 9.25v4.5'),
  whole: drawn('M9.5 2.5h4v4M13.5 2.5l-4.5 4.5M6.5 13.5h-4v-4M2.5 13.5 7 9'),
  undo: drawn('M5.5 3 2.5 6l3 3M3 6h6a4 4 0 0 1 0 8H5.5'),
  loop: drawn(
    'M4.5 5.5h6.5a2.5 2.5 0 0 1 0 5H4.5M6.5 3.5l-2 2 2 2M4.5 10.5H5a2.5 2.5 0 0 1-2.5-2.5',
  ),
  flag: (
    <Icon>
      <path d={iconPaths.flag} fill="currentColor" />
    </Icon>
  ),
  chevron: drawn('m4 6 4 4 4-4'),
  fork: drawn('M4 2v12M4 10c0-4 8-2 8-6.5M9.5 5 12 2.5 14.5 5'),
  theme: (
    <Icon>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </Icon>
  ),
  light: (
    <Icon>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7" />
    </Icon>
  ),
  dark: drawn('M13.5 9.5A5.75 5.75 0 0 1 6.5 2.5a5.75 5.75 0 1 0 7 7z'),
  contrast: (
    <Icon>
      <path d="M2.5 2.5h11v11h-11z" />
      <path d="M8 2.5h5.5v11H8z" fill="currentColor" />
    </Icon>
  ),
  search: (
    <Icon>
      <circle cx="7" cy="7" r="4" />
      <path d="m10 10 3.5 3.5" />
    </Icon>
  ),
  save: drawn('M8 2.5v7M5 7l3 3 3-3M3 12.5h10'),
  embed: drawn('M5 4.5 1.5 8 5 11.5M11 4.5 14.5 8 11 11.5M9.2 3 6.8 13'),
  lecture: drawn('M2 3h12M3 3v7.5h10V3M8 10.5v2M5.5 14 8 12.5l2.5 1.5'),
  more: (
    <Icon>
      <path d="M3.5 8v.1M8 8v.1M12.5 8v.1" strokeWidth="2.4" />
    </Icon>
  ),
  help: drawn('M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9 8 10M8 12.7v.1'),
  close: drawn('m4 4 8 8M12 4l-8 8'),
  link: drawn(
    'M6.5 9.5 9.5 6.5M7 4.5 8.5 3a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5 7.5 13A3 3 0 0 1 3 8.5L4.5 7',
  ),
  panels: drawn('M2.5 3h11v10h-11zM6 3v10M6 9h7.5'),
  check: drawn('m3 8.5 3.5 3.5L13 4.5'),
  sets: drawn('M2.5 3.5h11v9h-11zM2.5 8h11M6.2 3.5v9M9.9 3.5v9'),
  edit: drawn('m3 13 .7-3L10.5 3.2l2.3 2.3L6 12.3z'),
} as const;

/** The mark of bufscope: a buffer's lines, some the CPU's, some a device's. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <g fill="var(--cpu-edge)">
        <rect x="3" y="4" width="26" height="7" rx="2.5" />
        <rect x="3" y="13" width="12" height="7" rx="2.5" />
      </g>
      <g fill="var(--dev-0-edge)">
        <rect x="17" y="13" width="12" height="7" rx="2.5" />
        <rect x="3" y="22" width="26" height="7" rx="2.5" />
      </g>
    </svg>
  );
}
