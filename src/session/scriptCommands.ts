/** Commands for the text of the script: a new one, files, the editor's draft. */
import { done, refuse, withPart, type Command, type Outcome } from './commandTypes.ts';
import { closeEditor, discardDraft, openNew, openText, originalText } from './drafts.ts';
import { textToolsLoader } from './loaders.ts';
import type { FileText, ScriptFile } from './scriptFiles.ts';
import type { Session } from './session.ts';

/** Opens a file in the editor; says what is wrong with it. Never rejects. */
export async function openFile(session: Session, file: ScriptFile): Promise<Outcome> {
  const read = await session.wait(readFile(file));
  if ('error' in read) {
    session.say(read.error);
    return refuse(read.error);
  }
  session.player.pause();
  session.store.setState((state) => openText(state, read.text));
  return done;
}

async function readFile(file: ScriptFile): Promise<FileText> {
  try {
    const { files } = await textToolsLoader.load();
    return await files.readScriptFile(file);
  } catch {
    return { error: 'a part of bufscope could not be loaded' };
  }
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
    run: (session) =>
      withPart(session, textToolsLoader, async ({ files }) => {
        const file = await files.chooseFile();
        return file ? openFile(session, file) : done;
      }),
  },
  {
    id: 'script.download',
    name: 'Save the script as a file',
    keys: [],
    parameters: [],
    repeats: false,
    run: (session) =>
      withPart(session, textToolsLoader, ({ files }) => {
        const state = session.store.getState();
        const text = state.draft ?? originalText({ ...state, draftOf: '' });
        const title = /^\s*title\s+(.*)$/m.exec(text)?.[1] ?? '';
        files.saveText(text, files.fileNameOf(title));
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
