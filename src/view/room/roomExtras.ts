/**
 * What of a room the first picture does without: caches by set, rings around differences, the overview, zooming and
 * panning. A view has it once it is given to `equip`, so that a page can fetch it later.
 */
import { drawDiffers } from './drawDiffers.ts';
import { drawSets, lightPartners } from './drawSets.ts';
import { createOverview } from './overview.ts';
import { setRows } from './setRows.ts';
import { listenToPan, listenToZoom } from './zoomInput.ts';
import './roomExtras.css';

export const roomExtras = {
  createOverview,
  drawDiffers,
  drawSets,
  lightPartners,
  listenToPan,
  listenToZoom,
  setRows,
};

export type RoomExtras = typeof roomExtras;
