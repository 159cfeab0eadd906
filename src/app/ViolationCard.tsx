/** One violation: which rule, which bytes, what came of it here and elsewhere, the smallest fix. */
import { verdictOf } from '../history/verdicts.ts';
import { printCursor } from '../history/cursor.ts';
import { defects, rules } from '../model/violations/rules.ts';
import type { Fix, Violation } from '../model/violation.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import { printOperation } from '../script/printOperation.ts';
import { currentState, placedViolations } from '../session/derive.ts';
import { elsewhere, type Elsewhere } from '../session/elsewhere.ts';
import { rangeWords, sentence } from '../session/words.ts';
import { icons } from './icons.tsx';
import { useRun, useSession } from './useSession.ts';

export function ViolationCard({ violation }: { readonly violation: Violation }) {
  const state = useSession((s) => s);
  const rule = rules[violation.rule];
  const isHarm = verdictOf(violation, state.history.violations) === 'harm';
  const others = elsewhere(state, state.cursor.operation, violation);
  const platform = findPlatform(state.platform)?.title ?? state.platform;
  return (
    <article className={isHarm ? 'violation-card' : 'violation-card luck'}>
      <h3>
        {icons.flag}
        {rule.title}
      </h3>
      <p>{sentence(violation.outcome)}</p>
      <p>
        <span className="verdict">{isHarm ? `Wrong on ${platform}.` : `Luck on ${platform}.`}</span>{' '}
        {otherWords(others, isHarm)}
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
        <Causes violation={violation} />
        {violation.defect && (
          <>
            <dt>Defect</dt>
            <dd>{defects[violation.defect].title}</dd>
          </>
        )}
        <dt>Rule</dt>
        <dd>
          {rule.text} <cite className="panel-note">{rule.source}</cite>
        </dd>
      </dl>
      {violation.fix && <FixWords fix={violation.fix} />}
    </article>
  );
}

/** The violations that made an effect possible; each leads to where it happened. */
function Causes({ violation }: { readonly violation: Violation }) {
  const history = useSession((s) => s.history);
  const run = useRun();
  const causes = placedViolations(history).filter((placed) =>
    violation.causes.includes(placed.violation.id),
  );
  if (causes.length === 0) return null;
  return (
    <>
      <dt>Because</dt>
      <dd>
        {causes.map(({ violation: cause, cursor }) => (
          <button
            key={cause.id}
            type="button"
            className="link-button"
            onClick={() => run('seek', { at: printCursor(cursor) })}
          >
            step {cursor.operation}: {rules[cause.rule].title}
          </button>
        ))}
      </dd>
    </>
  );
}

function FixWords({ fix }: { readonly fix: Fix }) {
  const before = printOperations(fix.before);
  const after = printOperations(fix.after);
  return (
    <div className="fix">
      <p>
        <strong>Fix:</strong> {fix.text}
      </p>
      {before !== '' && <pre aria-label="Put before it">{before}</pre>}
      {after !== '' && <pre aria-label="Put after it">{after}</pre>}
      {fix.settings.map(({ declaration, name, key, value }) => (
        <pre key={`${name}${key}`}>
          {declaration} {name} {key}={value}
        </pre>
      ))}
    </div>
  );
}

function printOperations(operations: Fix['before']): string {
  return operations.map(printOperation).join('\n');
}

function otherWords({ harm, luck, fine }: Elsewhere, isHarm: boolean): string {
  const words: string[] = [];
  if (harm.length > 0) words.push(`It ${isHarm ? 'also ' : ''}goes wrong on ${listed(harm)}.`);
  if (luck.length > 0) words.push(`On ${listed(luck)} it is luck${isHarm ? '' : ' too'}.`);
  if (fine.length > 0) words.push(`It does not happen on ${listed(fine)}.`);
  return words.join(' ');
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
