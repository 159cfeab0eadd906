/** The lanes of a player, as one chunk: drawing, hosting, styles. */
import lanesStyles from '../view/lanes/lanes.css?inline';
import { hostLanes, lanesPicture } from './lanesHost.ts';

export const lanesPart = { hostLanes, lanesPicture, lanesStyles };
