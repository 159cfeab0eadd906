/**
 * The editor of the script: mistakes as you type, each with its place and the nearest right word. Applying runs
 * the text and leaves the editor open; closing keeps what was written.
 */
import './editor.css';
import { useState } from 'react';
import { runCommand } from '../session/commands.ts';
import { originalText } from '../session/drafts.ts';
import type { Editor } from './editor/createEditor.ts';
import { EditorField } from './editor/EditorField.tsx';
import { EditorKeys } from './editor/EditorKeys.tsx';
import { MistakeList } from './editor/MistakeList.tsx';
import { useDraft } from './editor/useDraft.ts';
import { commandTitle, useRun, useSession, useSessionObject } from './useSession.ts';

const fileActions = [
  ['script.new', 'new'],
  ['script.file', 'open file…'],
  ['script.download', 'download'],
] as const;

export function ScriptEditor({ draft }: { readonly draft: string }) {
  const session = useSessionObject();
  const run = useRun();
  const state = useDraft(draft);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [said, setSaid] = useState('');
  const { diagnostics, flush } = state;
  const isChanged = useSession((s) => s.draft !== null && s.draft !== originalText(s));

  async function apply(): Promise<void> {
    flush();
    const text = session.store.getState().draft ?? '';
    const outcome = await runCommand(session, 'script.apply', { text });
    setSaid('ok' in outcome ? 'Applied: the run is that of this text.' : '');
  }

  function close(): void {
    flush();
    run('script.close');
  }

  const wrong = diagnostics.length;
  return (
    <div className="editor">
      <EditorField
        draft={draft}
        state={state}
        editor={editor}
        onEditor={setEditor}
        onApply={() => void apply()}
        onClose={close}
      />
      <MistakeList diagnostics={diagnostics} said={said} isChanged={isChanged} editor={editor} />
      <div className="editor-buttons">
        <button
          type="button"
          className="button primary"
          disabled={wrong > 0}
          title="Run this text (Ctrl+Enter)"
          onClick={() => void apply()}
        >
          Apply
        </button>
        <button
          type="button"
          className="button"
          disabled={!isChanged}
          title="Forget what was written, and close"
          onClick={() => {
            state.drop();
            run('script.discard');
          }}
        >
          Discard
        </button>
        <span className="editor-files">
          {fileActions.map(([command, name]) => (
            <button
              key={command}
              type="button"
              className="link-button"
              title={commandTitle(command)}
              onClick={() => {
                flush();
                run(command);
              }}
            >
              {name}
            </button>
          ))}
        </span>
      </div>
      <EditorKeys />
    </div>
  );
}
