/**
 * The field of the script editor. Until the full editor is here, and where it cannot be loaded, a plain text area
 * takes what is typed; then the full one goes on with it.
 */
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { runCommand } from '../../session/commands.ts';
import { sharedWithScript } from '../../session/derive.ts';
import { originalText } from '../../session/drafts.ts';
import { useSession, useSessionObject } from '../useSession.ts';
import type { Editor } from './createEditor.ts';
import type { Draft } from './useDraft.ts';

interface FieldProps {
  readonly draft: string;
  readonly state: Draft;
  readonly editor: Editor | null;
  readonly onEditor: (editor: Editor | null) => void;
  readonly onApply: () => void;
  readonly onClose: () => void;
}

/** The text itself: plain at first, then the full editor with what was typed meanwhile. */
export function EditorField({ draft, state, editor, onEditor, onApply, onClose }: FieldProps) {
  const session = useSessionObject();
  const box = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const [hasFailed, setFailed] = useState(false);
  // What the editor calls back is always the newest, though it is made once.
  const calls = useRef({ onApply, onClose, state });
  useEffect(() => {
    calls.current = { onApply, onClose, state };
  });

  useEffect(() => {
    let made: Editor | null = null;
    let isGone = false;
    async function load(): Promise<void> {
      const { createEditor } = await import('./createEditor.ts');
      const parent = box.current;
      if (isGone || !parent) return;
      const field = plain.current;
      const hadFocus = field !== null && document.activeElement === field;
      const editing = createEditor({
        parent,
        text: field?.value ?? '',
        devices: calls.current.state.devices,
        selection: { from: field?.selectionStart ?? 0, to: field?.selectionEnd ?? 0 },
        onChange: () => calls.current.state.onChange(editing.text),
        onApply: () => calls.current.onApply(),
        onClose: () => calls.current.onClose(),
        onSeek: (operation) => void runCommand(session, 'seek', { at: operation }),
        onBreakpoint: (at) => void runCommand(session, 'breakpoint.toggle', { at }),
      });
      // React takes it away in a moment; until then there must not be two.
      if (field) field.hidden = true;
      if (hadFocus) editing.focus();
      made = editing;
      onEditor(editing);
    }
    session.wait(load()).catch(() => setFailed(true));
    return () => {
      isGone = true;
      made?.destroy();
      onEditor(null);
    };
  }, [session, onEditor]);

  const { written } = state;
  useEffect(() => {
    const text = written();
    if (plain.current && text !== null) plain.current.value = text;
  }, [draft, written]);
  useEffect(() => {
    plain.current?.focus({ preventScroll: true });
    plain.current?.setSelectionRange(0, 0);
  }, []);
  useEditorMarks(editor, draft, state);

  return (
    <>
      <div className="editor-field" ref={box}>
        {editor === null && (
          <PlainField
            field={plain}
            draft={draft}
            state={state}
            onApply={onApply}
            onClose={onClose}
          />
        )}
      </div>
      {hasFailed && (
        <p className="editor-note">
          The full editor could not be loaded. This plain one does the same without its help.
        </p>
      )}
    </>
  );
}

interface PlainFieldProps extends Omit<FieldProps, 'editor' | 'onEditor'> {
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

function PlainField({ field, draft, state, onApply, onClose }: PlainFieldProps) {
  return (
    <textarea
      ref={field}
      aria-label="Script text"
      aria-describedby="script-mistakes"
      aria-invalid={state.diagnostics.length > 0}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      wrap="off"
      defaultValue={draft}
      onChange={({ currentTarget }) => state.onChange(() => currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onApply();
        if (event.key === 'Escape') onClose();
      }}
    />
  );
}

/** Puts into the editor what the page knows: the draft, its mistakes, where the run stands. */
function useEditorMarks(editor: Editor | null, draft: string, state: Draft): void {
  const { diagnostics, devices, written } = state;
  const history = useSession((s) => s.history);
  const tree = useSession((s) => s.tree);
  const scenario = useSession((s) => s.scenario);
  const breakpoints = useSession((s) => s.breakpoints);
  const operation = useSession((s) => s.cursor.operation);
  const shown = useSession((s) => originalText({ ...s, draftOf: '' }));

  useEffect(() => {
    const text = written();
    if (text !== null) editor?.setText(text);
  }, [editor, draft, written]);
  useEffect(() => editor?.setMistakes(diagnostics, devices), [editor, diagnostics, devices]);
  const lines = useMemo(() => {
    const shared = sharedWithScript({ history, tree, scenario });
    return scenario.steps.slice(0, shared).map(({ line }) => line);
  }, [history, tree, scenario]);
  useEffect(() => editor?.setRun({ text: shown, lines }), [editor, shown, lines]);
  useEffect(() => {
    const numbers = breakpoints.flatMap((each) =>
      each.kind === 'operation' ? each.operation : [],
    );
    editor?.setPlace({ operation, breakpoints: new Set(numbers) });
  }, [editor, operation, breakpoints]);
}
