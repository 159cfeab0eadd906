/** The state of a player that shows nothing yet. */
import type { PublicState } from '../session/automation.ts';

export const noState: PublicState = {
  scenario: null,
  title: '',
  platform: '',
  dmaDebug: false,
  at: '0',
  length: 0,
  branch: '',
  owners: {},
  result: null,
  violations: [],
  selection: null,
  theme: 'auto',
  playing: false,
  problems: [],
  link: '',
};
