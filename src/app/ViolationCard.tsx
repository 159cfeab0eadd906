/** One violation: what happened, the smallest fix, what came of it here and elsewhere, the rule it broke. */
import { verdictOf } from '../history/verdicts.ts';
import { printCursor } from '../history/cursor.ts';
import { defects, rules } from '../model/violations/rules.ts';
import type { Fix, Violation } from '../model/violation.ts';
import type { ViolationClass } from '../model/violations/rule.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import { printOperation } from '../script/printOperation.ts';
import { currentState, placedViolations, type PlacedViolation } from '../session/derive.ts';
import { elsewhere } from '../session/elsewhere.ts';
import { elsewhereWords } from '../session/elsewhereWords.ts';
import { isApplicable } from '../session/fixAtCursor.ts';
import { doFix } from '../session/fixCommands.ts';
import { rangeWords, sentence } from '../session/words.ts';
import { icons } from './icons.tsx';
import { useRun, useSession, useSessionObject } from './useSession.ts';

/** What kind of violation it is, as it stands beside its title. */
const classNames: Readonly<Record<ViolationClass, string>> = {
  ownership: 'ownership',
  effect: 'effect on data',
  'dma-debug': 'complaint of the kernel',
  translation: 'translation',
  lifetime: 'lifetime',
  race: 'race',
  'struct-page': 'no struct page',
};

export function ViolationCard({ violation }: { readonly violation: Violation }) {
  const state = useSession((s) => s);
  const rule = rules[violation.rule];
  const isHarm = verdictOf(violation, state.history.violations) === 'harm';
  const others = elsewhere(state, state.cursor.operation, violation);
  const platform = findPlatform(state.platform)?.title ?? state.platform;
  const causes = placedViolations(state.history).filter(({ violation: cause }) =>
    violation.causes.includes(cause.id),
  );
  const names = currentState(state).setup.devices.map(({ name }) => name);
  return (
    <article className={isHarm ? 'violation-card' : 'violation-card luck'}>
      <p className="violation-class">{classNames[violation.class]}</p>
      <h3>
        {icons.flag}
        {rule.title}
      </h3>
      <p>{sentence(violation.outcome, names)}</p>
      {violation.fix && <FixWords fix={violation.fix} operation={state.cursor.operation} />}
      {!violation.fix && causes.map((cause) => <CauseFix key={cause.violation.id} cause={cause} />)}
      <p>
        <span className="verdict">{isHarm ? `Wrong on ${platform}.` : `Luck on ${platform}.`}</span>{' '}
        {elsewhereWords(others, isHarm)}
      </p>
      <dl>
        <dt>Who</dt>
        <dd>{violation.agent}</dd>
        {violation.bytes && (
          <>
            <dt>Where</dt>
            <dd>{rangeWords(currentState(state), violation.bytes)}</dd>
          </>
        )}
        {causes.length > 0 && (
          <>
            <dt>Because</dt>
            <dd>
              {causes.map((cause) => (
                <CauseLink key={cause.violation.id} cause={cause} />
              ))}
            </dd>
          </>
        )}
        {violation.defect && (
          <>
            <dt>Defect</dt>
            <dd>{defects[violation.defect].title}</dd>
          </>
        )}
      </dl>
      <details>
        <summary>Rule and source</summary>
        <p>{rule.text}</p>
        <p>
          <cite className="panel-note">{rule.source}</cite>
        </p>
      </details>
    </article>
  );
}

/** Leads to where a cause happened. */
function CauseLink({ cause }: { readonly cause: PlacedViolation }) {
  const run = useRun();
  const { violation, cursor } = cause;
  return (
    <button
      type="button"
      className="link-button"
      onClick={() => run('seek', { at: printCursor(cursor) })}
    >
      step {cursor.operation}: {rules[violation.rule].title}
    </button>
  );
}

/** An effect has no fix of its own: that of what made it possible. */
function CauseFix({ cause: { violation, cursor } }: { readonly cause: PlacedViolation }) {
  const operation = useSession((s) => s.cursor.operation);
  if (!violation.fix) return null;
  const isEarlier = cursor.operation !== operation;
  return <FixWords fix={violation.fix} operation={cursor.operation} isEarlier={isEarlier} />;
}

interface FixWordsProps {
  readonly fix: Fix;
  /** Number of the operation that it is about. */
  readonly operation: number;
  /** Whether that operation is another than the one shown. */
  readonly isEarlier?: boolean;
}

function FixWords({ fix, operation, isEarlier = false }: FixWordsProps) {
  const session = useSessionObject();
  const lines = [
    ...fix.before.map((each) => `+ ${printOperation(each)}`),
    ...fix.after.map((each) => `+ ${printOperation(each)}`),
    ...fix.settings.map(
      ({ declaration, name, key, value }) => `${declaration} ${name} ${key}=${value}`,
    ),
  ];

  async function apply(): Promise<void> {
    const outcome = await doFix(session, { fix, operation });
    if ('error' in outcome) session.say('This fix cannot be put into the script');
  }

  return (
    <div className="fix">
      <p className="fix-head">
        <strong>{isEarlier ? `Fix at step ${operation}` : 'Fix'}</strong>
        {isApplicable(fix) && (
          <button type="button" className="button small" onClick={() => void apply()}>
            Apply
          </button>
        )}
      </p>
      <p>{fix.text}</p>
      {lines.length > 0 && (
        <ul className="fix-lines">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
