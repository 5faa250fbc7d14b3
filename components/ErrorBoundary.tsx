import { Component, type ReactNode } from 'react';

interface Props {
  /** What is shown inside, named in the message. */
  readonly name: string;
  /** What is shown is tried again when this changes. */
  readonly subject?: string | undefined;
  readonly children: ReactNode;
}

interface State {
  readonly message: string | null;
  readonly subject: string | undefined;
}

/** Keeps a fault in one view from blanking the panel. React has no hook for this. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { message: null, subject: undefined };

  static getDerivedStateFromProps({ subject }: Props, state: State): State | null {
    return subject === state.subject ? null : { message: null, subject };
  }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return (
      <div className="note" role="alert">
        <p className="bad">
          {this.props.name} cannot be shown: {message}
        </p>
        <button type="button" className="button" onClick={() => this.setState({ message: null })}>
          Try again
        </button>
      </div>
    );
  }
}
