/** Commands for the room: its layout of caches, zoom. */
import { toggleAllFolds } from '../scene/folds.ts';
import { done, refuse, type Command } from './commandTypes.ts';

const zoomStep = 1.25;
const leastZoom = 0.1;
const mostZoom = 6;

/** The room itself takes back what makes no sense for the picture that it shows. */
function zoomCommand(id: string, name: string, keys: readonly string[], factor: number): Command {
  return {
    id,
    name,
    keys,
    parameters: [],
    repeats: true,
    run({ store }) {
      const { zoom } = store.getState();
      const next = Math.min(mostZoom, Math.max(leastZoom, zoom * factor));
      if (next === zoom) return refuse('the room is as large as it becomes');
      store.setState({ zoom: next });
      return done;
    },
  };
}

export const roomCommands: readonly Command[] = [
  {
    id: 'caches.toggle',
    name: 'Caches by set and way, or along the lines',
    keys: ['w'],
    parameters: [],
    repeats: false,
    run({ store }) {
      store.setState({ caches: store.getState().caches === 'sets' ? 'lines' : 'sets' });
      return done;
    },
  },
  zoomCommand('room.zoomIn', 'Zoom into the room', ['+', '='], zoomStep),
  zoomCommand('room.zoomOut', 'Zoom out of the room', ['-'], 1 / zoomStep),
  {
    id: 'room.zoomFit',
    name: 'The room at its usual size',
    keys: ['0'],
    parameters: [],
    repeats: false,
    run({ store }) {
      store.setState({ zoom: 1 });
      return done;
    },
  },
  {
    id: 'room.fold',
    name: 'Open or fold all pages of the room',
    keys: [],
    parameters: [],
    repeats: false,
    run({ store }) {
      const { opened, history } = store.getState();
      store.setState({ opened: toggleAllFolds(opened, history.setup.buffers.length) });
      return done;
    },
  },
];
