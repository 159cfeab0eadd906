/** Commands for the text of the script: a new one, files, the editor's draft. */
import { done, refuse, withPart, type Command, type Outcome } from './commandTypes.ts';
import { closeEditor, discardDraft, openNew, openText, originalText } from './drafts.ts';
import { textToolsLoader } from './loaders.ts';
import {
  chooseFile,
  fileNameOf,
  readScriptFile,
  saveText,
  type ScriptFile,
} from './scriptFiles.ts';
import type { Session } from './session.ts';

/** Opens a file in the editor; says what is wrong with it. Never rejects. */
export async function openFile(session: Session, file: ScriptFile): Promise<Outcome> {
  const [read] = await session.wait(Promise.all([readScriptFile(file), textToolsLoader.load()]));
  if ('error' in read) {
    session.say(read.error);
    return refuse(read.error);
  }
  session.player.pause();
  session.store.setState((state) => openText(state, read.text));
  return done;
}

export const scriptCommands: readonly Command[] = [
  {
    id: 'script.new',
    name: 'Write a new script',
    keys: [],
    parameters: [],
    repeats: false,
    run: (session) =>
      withPart(session, textToolsLoader, () => {
        session.player.pause();
        session.store.setState(openNew);
        return done;
      }),
  },
  {
    id: 'script.file',
    name: 'Open a script file',
    keys: [],
    parameters: [],
    repeats: false,
    async run(session) {
      // Not waited for: a person may take any time to choose.
      const file = await chooseFile();
      return file ? openFile(session, file) : done;
    },
  },
  {
    id: 'script.download',
    name: 'Save the script as a file',
    keys: [],
    parameters: [],
    repeats: false,
    run: (session) =>
      withPart(session, textToolsLoader, () => {
        const state = session.store.getState();
        const text = state.draft ?? originalText({ ...state, draftOf: '' });
        const title = /^\s*title\s+(.*)$/m.exec(text)?.[1] ?? '';
        saveText(text, fileNameOf(title));
        return done;
      }),
  },
  {
    id: 'script.close',
    name: 'Close the script editor; what was written is kept',
    keys: [],
    parameters: [],
    repeats: false,
    run(session) {
      if (session.store.getState().draft === null) return refuse('the editor is closed');
      session.store.setState(closeEditor);
      return done;
    },
  },
  {
    id: 'script.discard',
    name: 'Discard what was written in the script editor',
    keys: [],
    parameters: [],
    repeats: false,
    run(session) {
      if (session.store.getState().draft === null) return refuse('the editor is closed');
      session.store.setState(discardDraft);
      return done;
    },
  },
];
