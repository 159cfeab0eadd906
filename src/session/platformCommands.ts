/** Commands for the machine that a run is done on. */
import { done, refuse, withPart, type Command } from './commandTypes.ts';
import { checksDmaApi } from './derive.ts';
import { engineLoader } from './loaders.ts';

export const platformCommands: readonly Command[] = [
  {
    id: 'platform.set',
    name: 'Run on another platform',
    keys: [],
    parameters: [{ name: 'platform', what: 'the id of a platform' }],
    repeats: false,
    run: (session, { platform = '' }) =>
      withPart(session, engineLoader, ({ setPlatform }) => {
        const change = setPlatform(session.store.getState(), platform);
        if (!change) return refuse(`there is no platform “${platform}”`);
        session.player.pause();
        session.store.setState(change);
        return done;
      }),
  },
  {
    id: 'debug.toggle',
    name: 'Check uses of the DMA API (CONFIG_DMA_API_DEBUG), or do not',
    keys: ['g'],
    parameters: [],
    repeats: false,
    run: (session) =>
      withPart(session, engineLoader, ({ setDmaDebug }) => {
        const state = session.store.getState();
        session.player.pause();
        session.store.setState(setDmaDebug(state, !checksDmaApi(state)));
        return done;
      }),
  },
];
