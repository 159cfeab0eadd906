/** Commands for what is run: scenario, script, platform; and what is selected in it. */
import { formatDiagnostic } from '../script/diagnostic.ts';
import { done, refuse, withPart, type Command } from './commandTypes.ts';
import { checksDmaApi } from './derive.ts';
import { afterApplying, openEditor } from './drafts.ts';
import { engineLoader, openingLoader, textToolsLoader } from './loaders.ts';

export const documentCommands: readonly Command[] = [
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
  {
    id: 'scenario.open',
    name: 'Open a scenario',
    keys: [],
    parameters: [{ name: 'scenario', what: 'the id of a built-in scenario' }],
    repeats: false,
    run: (session, { scenario = '' }) =>
      withPart(session, openingLoader, ({ openScenario }) => {
        const change = openScenario(scenario);
        if (!change) return refuse(`there is no scenario “${scenario}”`);
        session.player.pause();
        session.store.setState({ ...change, sheet: null });
        return done;
      }),
  },
  {
    id: 'script.apply',
    name: 'Run another script',
    keys: [],
    parameters: [{ name: 'text', what: 'a script' }],
    repeats: false,
    run: (session, { text = '' }) =>
      withPart(session, textToolsLoader, (tools) =>
        withPart(session, engineLoader, ({ applyScript }) => {
          const applied = applyScript(session.store.getState(), text, tools);
          if (!applied.ok) return refuse(applied.diagnostics.map(formatDiagnostic).join('\n'));
          session.player.pause();
          session.store.setState((before) => ({
            ...applied.change,
            ...afterApplying(before, text),
          }));
          return done;
        }),
      ),
  },
  {
    id: 'script.edit',
    name: 'Edit the script',
    keys: ['e'],
    parameters: [],
    repeats: false,
    run: (session) =>
      withPart(session, textToolsLoader, () => {
        session.player.pause();
        session.store.setState(openEditor);
        return done;
      }),
  },
  {
    id: 'select',
    name: 'Select',
    keys: [],
    parameters: [{ name: 'what', what: 'a selection such as b0l3@cache1 or pte:1:0' }],
    repeats: false,
    run: (session, { what = '' }) =>
      withPart(session, engineLoader, ({ parseSelection }) => {
        const selection = parseSelection(what);
        if (!selection) return refuse(`“${what}” is no selection such as b0l3@cache1 or pte:1:0`);
        session.store.setState({ selection });
        return done;
      }),
  },
  {
    id: 'select.change',
    name: 'Next change of what is selected',
    keys: ['x'],
    parameters: [],
    repeats: true,
    run: (session) =>
      withPart(session, engineLoader, ({ nextChangeOf }) => {
        const state = session.store.getState();
        if (!state.selection) return refuse('nothing is selected');
        const cursor = nextChangeOf(state, state.selection);
        if (!cursor) return refuse('what is selected does not change any more');
        session.player.pause();
        session.store.setState({ cursor });
        return done;
      }),
  },
  {
    id: 'select.none',
    name: 'Select nothing',
    keys: ['Escape'],
    parameters: [],
    repeats: false,
    run(session) {
      const { selection, compare } = session.store.getState();
      // One at a time: what is selected, the run beside this one, what is marked.
      if (selection !== null) session.store.setState({ selection: null });
      else session.store.setState(compare === null ? { range: null } : { compare: null });
      return done;
    },
  },
];
