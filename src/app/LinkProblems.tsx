/** What was wrong with a link, under the header until it is dismissed. */
import { useSession, useSessionObject } from './useSession.ts';

export function LinkProblems() {
  const session = useSessionObject();
  const problems = useSession((s) => s.problems);
  return (
    <section className="notice" role="alert">
      <div>
        <h2>Not all of this link could be read</h2>
        <ul>
          {problems.map(({ key, value, message }, i) => (
            <li key={i}>
              {key !== '' && <code>{key}</code>} {value !== '' && <>“{value}” </>}
              {message}
            </li>
          ))}
        </ul>
        <p>
          Below is the nearest state that works. The address is put right as soon as you move on.
        </p>
      </div>
      <button
        type="button"
        className="button small"
        onClick={() => session.store.setState({ problems: [] })}
      >
        Dismiss
      </button>
    </section>
  );
}
