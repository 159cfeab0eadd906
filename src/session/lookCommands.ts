/** Commands for how a run is shown: theme, speed, panels. */
import { togglePanel } from './actions.ts';
import { done, refuse, type Command } from './commandTypes.ts';
import { isPanelId, panelIds } from './sessionState.ts';

export const lookCommands: readonly Command[] = [
  {
    id: 'theme.set',
    name: 'Light, dark or high contrast',
    keys: [],
    parameters: [{ name: 'theme', what: 'auto, light, dark or contrast' }],
    repeats: false,
    run(session, { theme = '' }) {
      if (theme !== 'auto' && theme !== 'light' && theme !== 'dark' && theme !== 'contrast') {
        return refuse(`“${theme}” is not auto, light, dark or contrast`);
      }
      session.store.setState({ theme });
      return done;
    },
  },
  {
    id: 'speed.set',
    name: 'Speed of playing',
    keys: [],
    parameters: [{ name: 'speed', what: 'a number from 0.01 to 100' }],
    repeats: false,
    run(session, { speed = '' }) {
      const factor = Number(speed);
      if (!(factor >= 0.01 && factor <= 100))
        return refuse(`“${speed}” is not a number from 0.01 to 100`);
      session.store.setState({ speed: factor });
      return done;
    },
  },
  {
    id: 'panel.toggle',
    name: 'Show or hide a panel',
    keys: [],
    parameters: [{ name: 'panel', what: `one of ${panelIds.join(', ')}` }],
    repeats: false,
    run(session, { panel = '' }) {
      if (!isPanelId(panel)) return refuse(`“${panel}” is not one of ${panelIds.join(', ')}`);
      session.store.setState(togglePanel(session.store.getState(), panel));
      return done;
    },
  },
  {
    id: 'panel.front',
    name: 'Bring a panel to the front',
    keys: [],
    parameters: [{ name: 'panel', what: `one of ${panelIds.join(', ')}` }],
    repeats: false,
    run(session, { panel = '' }) {
      if (!isPanelId(panel)) return refuse(`“${panel}” is not one of ${panelIds.join(', ')}`);
      session.store.setState({ front: panel });
      return done;
    },
  },
];
