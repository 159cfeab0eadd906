/** The script: its lines with what came of each, the current one marked, and the editor. */
import './script.css';
import { memo, useEffect, useMemo, useRef } from 'react';
import { findBranch } from '../history/tree.ts';
import { printCursor } from '../history/cursor.ts';
import { isFork } from '../session/derive.ts';
import { draftKey } from '../session/drafts.ts';
import {
  declarationLines,
  stepLines,
  type OperationLine,
  type StepLines,
} from '../session/scriptLines.ts';
import { lazyPart } from './lazyPart.ts';
import { onceDrawn } from '../view/onceDrawn.ts';
import { useFileDrop } from './editor/useFileDrop.ts';
import { icons } from './icons.tsx';
import { commandTitle, useRun, useSession } from './useSession.ts';

const ScriptEditor = lazyPart(
  async () => (await import('./ScriptEditor.tsx')).ScriptEditor,
  <p className="empty">Loading the editor …</p>,
);

export function ScriptPanel() {
  const draft = useSession((s) => s.draft);
  const hasDraft = useSession((s) => s.drafts.has(draftKey(s)));
  const run = useRun();
  const isEditing = draft !== null;
  const { isOver, listeners } = useFileDrop();
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);

  useEffect(() => {
    // The focus was in the editor and has nowhere to be.
    const isLost = document.activeElement === document.body;
    if (wasEditing.current && !isEditing && isLost) button.current?.focus({ preventScroll: true });
    wasEditing.current = isEditing;
  }, [isEditing]);

  return (
    <section
      className={`panel script${isEditing ? ' editing' : ''}${isOver ? ' over' : ''}`}
      aria-label="Script"
      {...listeners}
    >
      <div className="panel-head">
        <h2 className="panel-title">Script</h2>
        <span className="script-head">
          {!isEditing && (
            <button
              type="button"
              className="link-button"
              title={commandTitle('script.new')}
              onClick={() => run('script.new')}
            >
              new
            </button>
          )}
          <button
            ref={button}
            type="button"
            className="link-button"
            aria-pressed={isEditing}
            title={hasDraft && !isEditing ? 'What was written and not applied is kept' : undefined}
            onClick={() => run(isEditing ? 'script.close' : 'script.edit')}
          >
            {isEditing ? 'close editor' : hasDraft ? 'edit the draft' : 'edit'}
          </button>
        </span>
      </div>
      {isEditing ? <ScriptEditor draft={draft} /> : <ScriptList />}
    </section>
  );
}

/** Steps that are drawn anew together: a long script costs a step no more than a short one. */
const partLength = 32;
/** A script of more has its lines laid out only where they are in view. */
const fewParts = 3;

function ScriptList() {
  const history = useSession((s) => s.history);
  const tree = useSession((s) => s.tree);
  const scenario = useSession((s) => s.scenario);
  const cursor = useSession((s) => s.cursor);
  const breakpoints = useSession((s) => s.breakpoints);
  const declared = useSession((s) => s.declarations);
  const platform = useSession((s) => s.platform);
  const dmaDebug = useSession((s) => s.dmaDebug);
  const isForked = useSession(isFork);
  const declarations = declarationLines({ declarations: declared, platform, dmaDebug });
  const parts = useMemo(
    () => cutIntoParts(stepLines({ history, tree, scenario })),
    [history, tree, scenario],
  );
  const list = useRef<HTMLDivElement>(null);
  const { operation } = cursor;
  const stops = useMemo(
    () => new Set(breakpoints.flatMap((each) => (each.kind === 'operation' ? each.operation : []))),
    [breakpoints],
  );

  useEffect(() => {
    onceDrawn(() => {
      list.current?.querySelector('[aria-current="step"]')?.scrollIntoView({ block: 'nearest' });
    });
  }, [operation, history]);

  if (parts.length === 0 && declarations.length === 0) {
    return <p className="empty">The script is empty. Press “edit” and write one.</p>;
  }
  return (
    <div className="script-list scroll" ref={list}>
      {declarations.map(({ word, text }, i) => (
        <p className="declaration" key={i}>
          <span>{word}</span>
          <span>{text}</span>
        </p>
      ))}
      <ol className={parts.length > fewParts ? 'steps many' : 'steps'}>
        {parts.map((steps, i) => {
          const before = i * partLength;
          const done = Math.min(Math.max(operation - before, 0), steps.length);
          const isHere = operation > before && operation <= before + steps.length;
          return (
            <Steps
              key={i}
              steps={steps}
              done={done}
              at={isHere ? printCursor(cursor) : null}
              stops={stops}
            />
          );
        })}
      </ol>
      {parts.length === 0 && <p className="empty">No operation yet.</p>}
      {isForked && <ForkEnd />}
    </div>
  );
}

function cutIntoParts(steps: readonly StepLines[]): readonly (readonly StepLines[])[] {
  return Array.from({ length: Math.ceil(steps.length / partLength) }, (_, i) =>
    steps.slice(i * partLength, (i + 1) * partLength),
  );
}

interface StepsProps {
  readonly steps: readonly StepLines[];
  /** How many of them are done. */
  readonly done: number;
  /** The cursor where it stands in the last of these; else null. */
  readonly at: string | null;
  readonly stops: ReadonlySet<number>;
}

const Steps = memo(function Steps({ steps, done, at, stops }: StepsProps) {
  return steps.map((step, i) => (
    <Step
      key={step.operation}
      step={step}
      at={i === done - 1 ? at : null}
      isFuture={i >= done}
      hasBreakpoint={stops.has(step.operation)}
    />
  ));
});

function ForkEnd() {
  const name = useSession((s) => findBranch(s.tree, s.tree.current)?.name ?? '');
  const run = useRun();
  return (
    <p className="empty">
      {name} ends here.{' '}
      <button type="button" className="link-button" onClick={() => run('fork.leave')}>
        Back to where it left
      </button>
    </p>
  );
}

interface StepProps {
  readonly step: StepLines;
  /** The cursor where it stands in this step; else null. */
  readonly at: string | null;
  readonly isFuture: boolean;
  readonly hasBreakpoint: boolean;
}

const Step = memo(function Step(props: StepProps) {
  const { step } = props;
  return (
    <li>
      {step.fork !== null && <p className="script-divider">{step.fork}</p>}
      {step.lines.map((line, i) => (
        <StepLine key={i} {...props} line={line} nested={i > 0} />
      ))}
    </li>
  );
});

interface StepLineProps extends StepProps {
  readonly line: OperationLine;
  readonly nested: boolean;
}

function StepLine({ step, line, nested, at, isFuture, hasBreakpoint }: StepLineProps) {
  const run = useRun();
  const inside = at?.includes('.') ?? false;
  const tone = line.stale ? ' stale' : line.refused ? ' refused' : '';
  const { flag } = step;
  const toggle = () => void run('breakpoint.toggle', { at: step.operation });
  const button = (
    <button
      type="button"
      className={`script-step${isFuture ? ' future' : ''}${nested ? ' nested' : ''}`}
      aria-current={at !== null && !nested ? 'step' : undefined}
      aria-keyshortcuts={nested ? undefined : 'F9'}
      onClick={() => run('seek', { at: step.operation })}
      onKeyDown={(event) => {
        if (event.key === 'F9' && !nested) toggle();
      }}
    >
      <span className="number">{nested ? '' : step.operation}</span>
      <span className="code">
        <span className={`agent who-${line.who}`}>{line.agent}:</span> {line.code}
        {line.during !== '' && <span className="during"> during {line.during}</span>}
      </span>
      <span className={`result${tone}`}>
        {inside && !nested ? at : isFuture ? '' : line.result}
        {flag && !nested && (
          <span className={flag.harm ? 'flag' : 'flag luck'} title={flagWords(flag)}>
            {icons.flag}
            <span className="hidden-text">{flagWords(flag)}</span>
          </span>
        )}
      </span>
    </button>
  );
  if (nested) return button;
  const words = `Breakpoint at step ${step.operation}`;
  return (
    <div className="script-line">
      {button}
      <button
        type="button"
        className="break-dot"
        // The step has a key for it, so that Tab goes from step to step.
        tabIndex={-1}
        aria-label={words}
        aria-pressed={hasBreakpoint}
        title={`${words} (F9)`}
        onClick={toggle}
      />
    </div>
  );
}

function flagWords({ count, harm }: { readonly count: number; readonly harm: boolean }): string {
  const words = count === 1 ? '1 violation' : `${count} violations`;
  return harm ? words : `${words}, luck`;
}
