/** The keys of the script editor, folded away. */
const keys: readonly (readonly [string, string])[] = [
  ['Ctrl+Enter', 'applies: the text is run'],
  ['Ctrl+Space', 'lists what can stand at the cursor; Enter or Tab takes it'],
  ['F1', 'explains the word at the cursor'],
  ['Ctrl+.', 'puts the nearest right word for a mistake in this line'],
  ['F8', 'goes to the next mistake'],
  ['F9', 'sets a breakpoint at this line’s step'],
  ['Alt+Enter', 'shows this line’s step'],
  ['Ctrl+F', 'searches'],
  ['Ctrl+/', 'makes lines comments, and back'],
  ['Tab', 'leaves the editor, unless a list is open'],
  ['Escape', 'closes the editor; what was written is kept'],
];

/** What the keys of the editor do. */
export function EditorKeys() {
  return (
    <details className="editor-keys">
      <summary>Keys</summary>
      <dl>
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
