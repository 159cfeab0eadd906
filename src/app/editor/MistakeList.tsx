/** What is wrong with the text in the editor: how much, the first in a line, and all of it with its places. */
import type { Diagnostic } from '../../script/diagnostic.ts';
import type { Editor } from './createEditor.ts';

/** Mistakes that are listed; behind them the editor marks more. */
const mostListed = 50;

interface MistakeListProps {
  readonly diagnostics: readonly Diagnostic[];
  /** What was done last. */
  readonly said: string;
  /** Whether the text differs from what is run. */
  readonly isChanged: boolean;
  /** Null while there is none: then a mistake has its place in words only. */
  readonly editor: Editor | null;
}

/** The mistakes of a text, or that it has none and whether it is run. */
export function MistakeList({ diagnostics, said, isChanged, editor }: MistakeListProps) {
  const [first] = diagnostics;
  if (!first) {
    const fine = isChanged ? 'No mistakes. Not applied yet.' : said || 'No mistakes.';
    return (
      <p className="editor-status fine" role="status" id="script-mistakes">
        {fine}
      </p>
    );
  }
  const count = diagnostics.length === 1 ? '1 mistake' : `${diagnostics.length} mistakes`;
  return (
    <div className="diagnostics scroll" id="script-mistakes" role="status" tabIndex={0}>
      <p className={diagnostics.length === 1 ? 'hidden-text' : 'count'}>
        {count}, the first in line {first.line}
      </p>
      <ul aria-label={count}>
        {diagnostics.slice(0, mostListed).map((diagnostic, i) => (
          <Mistake key={i} diagnostic={diagnostic} editor={editor} />
        ))}
      </ul>
    </div>
  );
}

function Mistake({
  diagnostic,
  editor,
}: {
  readonly diagnostic: Diagnostic;
  readonly editor: Editor | null;
}) {
  const { line, column, message, suggestion, expected } = diagnostic;
  const place = `Line ${line}, column ${column}`;
  return (
    <li>
      {editor ? (
        <button type="button" className="link-button place" onClick={() => editor.show(diagnostic)}>
          {place}
        </button>
      ) : (
        <span className="place">{place}</span>
      )}
      <span>{message}</span>
      {suggestion !== null && editor && (
        <button type="button" className="button small" onClick={() => editor.fix(diagnostic)}>
          Put “{suggestion}”
        </button>
      )}
      {suggestion === null && expected.length > 0 && (
        <span className="fine">expected {expected.slice(0, 8).join(', ')}</span>
      )}
    </li>
  );
}
