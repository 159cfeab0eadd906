/** What panels are called. */
import type { PanelId } from '../session/sessionState.ts';

export const panelNames: Readonly<Record<PanelId, string>> = {
  room: 'Room',
  lanes: 'Lanes',
  script: 'Script',
  calls: 'Calls',
  why: 'Why',
  machine: 'Machine',
  objects: 'Objects',
  log: 'Log',
};
