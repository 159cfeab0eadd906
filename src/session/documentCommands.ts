/** Commands for what is run: a scenario, a script. */
import { done, refuse, withPart, type Command } from './commandTypes.ts';
import { afterApplying, openEditor } from './drafts.ts';
import { engineLoader, openingLoader, textToolsLoader } from './loaders.ts';

export const documentCommands: readonly Command[] = [
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
          if (!applied.ok)
            return refuse(applied.diagnostics.map(tools.formatDiagnostic).join('\n'));
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
];
