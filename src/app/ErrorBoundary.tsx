/** Shows what broke instead of an empty page, with the way back to a state that works. */
import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

interface Caught {
  readonly message: string | null;
}

export class ErrorBoundary extends Component<Props, Caught> {
  override state: Caught = { message: null };

  static getDerivedStateFromError(error: unknown): Caught {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    return (
      <main className="failure">
        <h1>bufscope stopped here</h1>
        <p>
          Something in the page itself went wrong. It is not your script: that can say anything.
          This is what was reported:
        </p>
        <pre>{this.state.message}</pre>
        <p>
          <button
            type="button"
            className="button primary"
            onClick={() => {
              location.hash = '';
              location.reload();
            }}
          >
            Start again
          </button>
        </p>
      </main>
    );
  }
}
